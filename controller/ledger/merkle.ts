import { hash } from 'node:crypto';
import { bytesOf, hashFromBytes, nodeHash, type Hash } from './node-hash.ts';

/** RFC 6962 §2.1 leaf hash: SHA-256(0x00 || bytes), bytes being the UTF-8 of `canonical`. */
export const leafHash = (canonical: string): Buffer => hash('sha256', `\u0000${canonical}`, 'buffer');

/** Root of the tree without leaves: SHA-256 of nothing. */
const emptyRoot = hash('sha256', '', 'buffer');

/**
 * The right edge of an RFC 6962 Merkle tree: one hash per set bit of its size, largest subtree first. Enough to
 * add leaves and to give the root after each; the value itself never changes.
 */
export class Frontier {
  static readonly empty = new Frontier(0, []);
  readonly size: number;
  readonly #peaks: readonly Hash[];

  private constructor(size: number, peaks: readonly Hash[]) {
    this.size = size;
    this.#peaks = peaks;
  }

  add(leaf: Buffer): Frontier {
    const peaks = this.#peaks.slice();
    let node = hashFromBytes(leaf);
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) {
      const left = peaks.pop();
      if (left === undefined) throw new RangeError(`a tree of ${this.size} leaves has too few peaks`);
      node = nodeHash(left, node);
    }
    peaks.push(node);
    return new Frontier(this.size + 1, peaks);
  }

  /** RFC 6962 Merkle tree hash over all leaves, 32 bytes. */
  root(): Buffer {
    let node = this.#peaks.at(-1);
    if (node === undefined) return emptyRoot;
    for (let i = this.#peaks.length - 2; i >= 0; i--) {
      const left = this.#peaks[i];
      if (left !== undefined) node = nodeHash(left, node);
    }
    return bytesOf(node);
  }

  /** 32 bytes a peak. */
  toBytes(): Buffer {
    return Buffer.concat(this.#peaks.map(bytesOf));
  }

  /** Throws a RangeError when the bytes cannot belong to a tree of that size. */
  static fromBytes(size: number, bytes: Buffer): Frontier {
    const count = size.toString(2).replaceAll('0', '').length;
    if (bytes.length !== count * 32)
      throw new RangeError(`the frontier of ${size} leaves takes ${count * 32} bytes, found ${bytes.length}`);
    return new Frontier(
      size,
      Array.from({ length: count }, (_, i) => hashFromBytes(bytes.subarray(i * 32, i * 32 + 32))),
    );
  }
}
