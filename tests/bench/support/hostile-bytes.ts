import { everyFrame } from '../../support/board-dialects.ts';

/** Numbers that look random and are the same in every run: xorshift32. */
export const dice = (seed: number) => {
  let state = seed | 0 || 1;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const beginnings = [0x02, 0x53, 0x57, 0x80, 0x81, 0x8a, 0x05, 0x7e, 0x75, 0x85];
/**
 * What a parser likes least: noise, the first byte of every family over and over, true frames, true frames cut short
 * or with a bit flipped, and long runs without any end. `size` bytes, the same in every run.
 */
export const hostileBytes = (size: number, seed = 7): Uint8Array => {
  const roll = dice(seed);
  const noise = (): Uint8Array => Uint8Array.from({ length: 1 + roll(200) }, () => roll(256));
  const frame = (): Uint8Array => everyFrame[roll(everyFrame.length)] ?? new Uint8Array();
  const kinds: readonly (() => Uint8Array)[] = [
    noise,
    () => new Uint8Array(1 + roll(300)).fill(beginnings[roll(beginnings.length)] ?? 0),
    () => Uint8Array.from({ length: 1 + roll(200) }, () => beginnings[roll(beginnings.length)] ?? 0),
    frame,
    () => frame().subarray(0, 1 + roll(8)),
    () => {
      const bytes = Uint8Array.from(frame());
      const at = roll(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << roll(8));
      return bytes;
    },
  ];
  const all = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const part = (kinds[roll(kinds.length)] ?? noise)().subarray(0, size - at);
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** The bytes in chunks of 1 to `most`, as a line brings them. */
export const chunksOf = (bytes: Uint8Array, most: number, seed = 11): readonly Uint8Array[] => {
  const roll = dice(seed);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + roll(most);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
};
