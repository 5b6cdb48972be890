/**
 * RFC 6962 §2.1 interior node hash, SHA-256(0x01 || left || right), for exactly this 65-byte message.
 *
 * The running root costs one node hash per set bit of the ledger's size on every append; a call into the
 * platform's hash costs three times the hash itself there, so the compression function (FIPS 180-4 §6.2) is
 * written out. Leaves, which carry the content, go through node:crypto; a property test compares the two.
 * Hashes are eight big-endian words somewhere in an Int32Array, so that nothing is allocated on the way.
 */
const K = new Int32Array(64);
const INITIAL = new Int32Array(8);

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
};
/** First 32 bits of the fractional part. */
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0;
primes(64).forEach((prime, i) => {
  K[i] = fraction(Math.cbrt(prime));
  if (i < 8) INITIAL[i] = fraction(Math.sqrt(prime));
});

const w = new Int32Array(64);
const state = new Int32Array(8);

const at = (array: Int32Array, index: number): number => array[index] as number;

const compress = (): void => {
  for (let t = 16; t < 64; t++) {
    const x = at(w, t - 15);
    const y = at(w, t - 2);
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (at(w, t - 16) + s0 + at(w, t - 7) + s1) | 0;
  }
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(K, t) + at(w, t)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (at(state, 0) + a) | 0;
  state[1] = (at(state, 1) + b) | 0;
  state[2] = (at(state, 2) + c) | 0;
  state[3] = (at(state, 3) + d) | 0;
  state[4] = (at(state, 4) + e) | 0;
  state[5] = (at(state, 5) + f) | 0;
  state[6] = (at(state, 6) + g) | 0;
  state[7] = (at(state, 7) + h) | 0;
};

/**
 * Hashes the words at `leftAt` of `left` and at `rightAt` of `right` into those at `rightAt` of `right`.
 * The message is shifted by its one prefix byte, so every word straddles two of the input.
 */
export const hashInto = (left: Int32Array, leftAt: number, right: Int32Array, rightAt: number): void => {
  state.set(INITIAL);
  let carry = 0x01;
  for (let i = 0; i < 8; i++) {
    const word = at(left, leftAt + i);
    w[i] = (carry << 24) | (word >>> 8);
    carry = word & 0xff;
  }
  for (let i = 0; i < 8; i++) {
    const word = at(right, rightAt + i);
    w[8 + i] = (carry << 24) | (word >>> 8);
    carry = word & 0xff;
  }
  compress();
  w.fill(0, 0, 16);
  w[0] = (carry << 24) | 0x80_0000;
  w[15] = 65 * 8;
  compress();
  right.set(state, rightAt);
};

export const putBytes = (words: Int32Array, offset: number, bytes: Buffer): void => {
  for (let i = 0; i < 8; i++) words[offset + i] = bytes.readInt32BE(i * 4);
};

/** The 32 bytes of the hash at `offset`. */
export const bytesAt = (words: Int32Array, offset: number): Buffer => {
  const bytes = Buffer.allocUnsafe(32);
  for (let i = 0; i < 8; i++) bytes.writeInt32BE(at(words, offset + i), i * 4);
  return bytes;
};
