import { hash } from 'node:crypto';
import { bytesAt, hashInto, putBytes } from './node-hash.ts';

/** RFC 6962 §2.1 leaf hash: SHA-256(0x00 || bytes), bytes being the UTF-8 of `canonical`. */
export const leafHash = (canonical: string): Buffer => hash('sha256', `\u0000${canonical}`, 'buffer');

/** Root of the tree without leaves: SHA-256 of nothing. */
const emptyRoot = hash('sha256', '', 'buffer');

/** The accumulator of a root on its way up. */
const scratch = new Int32Array(8);

/**
 * The right edge of an RFC 6962 Merkle tree: one hash per set bit of its size, largest subtree first. Enough to
 * add leaves and to give the root after each; the value itself never changes.
 */
export class Frontier {
  static readonly empty = new Frontier(0, new Int32Array(0));
  readonly size: number;
  /** Eight words a peak. */
  readonly #peaks: Int32Array;

  private constructor(size: number, peaks: Int32Array) {
    this.size = size;
    this.#peaks = peaks;
  }

  add(leaf: Buffer): Frontier {
    putBytes(scratch, 0, leaf);
    let kept = this.#peaks.length;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) {
      kept -= 8;
      hashInto(this.#peaks, kept, scratch, 0);
    }
    const peaks = new Int32Array(kept + 8);
    for (let i = 0; i < kept; i++) peaks[i] = this.#peaks[i] as number;
    peaks.set(scratch, kept);
    return new Frontier(this.size + 1, peaks);
  }

  /** RFC 6962 Merkle tree hash over all leaves, 32 bytes. */
  root(): Buffer {
    const last = this.#peaks.length - 8;
    if (last < 0) return emptyRoot;
    for (let i = 0; i < 8; i++) scratch[i] = this.#peaks[last + i] as number;
    for (let peak = last - 8; peak >= 0; peak -= 8) hashInto(this.#peaks, peak, scratch, 0);
    return bytesAt(scratch, 0);
  }

  /** 32 bytes a peak. */
  toBytes(): Buffer {
    const count = this.#peaks.length / 8;
    return Buffer.concat(Array.from({ length: count }, (_, i) => bytesAt(this.#peaks, i * 8)));
  }

  /** Throws a RangeError when the bytes cannot belong to a tree of that size. */
  static fromBytes(size: number, bytes: Buffer): Frontier {
    const count = size.toString(2).replaceAll('0', '').length;
    if (bytes.length !== count * 32)
      throw new RangeError(`the frontier of ${size} leaves takes ${count * 32} bytes, found ${bytes.length}`);
    const peaks = new Int32Array(count * 8);
    for (let i = 0; i < count; i++) putBytes(peaks, i * 8, bytes.subarray(i * 32, i * 32 + 32));
    return new Frontier(size, peaks);
  }
}
