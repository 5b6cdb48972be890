import { hash } from 'node:crypto';

/**
 * SHA-256 of `bytes`. As a string of one character a byte, because the platform's one-shot hash takes twice as long
 * to hand out a buffer.
 */
const sha256 = (bytes: Buffer | string): string => hash('sha256', bytes, 'binary');

/** RFC 6962 §2.1 leaf hash: SHA-256(0x00 || bytes), bytes being the UTF-8 of `canonical`. */
export const leafHash = (canonical: string): Buffer => Buffer.from(sha256(`\u0000${canonical}`), 'latin1');

/** Root of the tree without leaves: SHA-256 of nothing. */
const emptyRoot = Buffer.from(sha256(''), 'latin1');

/** RFC 6962 §2.1 interior node: SHA-256(0x01 || left || right), its parts always at these places. */
const node = Buffer.alloc(65, 1);
const LEFT = 1;
const RIGHT = 33;
const HASH = 32;

/** Puts the parent of `left` and the node at the right in the place of the latter. */
const join = (left: Buffer): void => {
  node.set(left, LEFT);
  node.write(sha256(node), RIGHT, HASH, 'latin1');
};
const right = (): Buffer => {
  const hash = Buffer.allocUnsafe(HASH);
  node.copy(hash, 0, RIGHT);
  return hash;
};

/**
 * The right edge of an RFC 6962 Merkle tree: one hash per set bit of its size, largest subtree first. Enough to
 * add leaves and to give the root after each; the value itself never changes.
 */
export class Frontier {
  static readonly empty = new Frontier(0, []);
  readonly size: number;
  readonly #peaks: readonly Buffer[];

  private constructor(size: number, peaks: readonly Buffer[]) {
    this.size = size;
    this.#peaks = peaks;
  }

  add(leaf: Buffer): Frontier {
    const peaks = this.#peaks.slice();
    let peak = leaf;
    if (this.size % 2 === 1) {
      node.set(leaf, RIGHT);
      for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) join(peaks.pop() ?? leaf);
      peak = right();
    }
    peaks.push(peak);
    return new Frontier(this.size + 1, peaks);
  }

  /** RFC 6962 Merkle tree hash over all leaves, 32 bytes. */
  root(): Buffer {
    const last = this.#peaks.at(-1);
    if (!last) return emptyRoot;
    node.set(last, RIGHT);
    for (let at = this.#peaks.length - 2; at >= 0; at--) join(this.#peaks[at] ?? last);
    return right();
  }

  /** 32 bytes a peak. */
  toBytes(): Buffer {
    return Buffer.concat(this.#peaks);
  }

  /** Throws a RangeError when the bytes cannot belong to a tree of that size. */
  static fromBytes(size: number, bytes: Buffer): Frontier {
    const count = size.toString(2).replaceAll('0', '').length;
    if (bytes.length !== count * HASH)
      throw new RangeError(
        `the frontier of ${size} leaves takes ${count * HASH} bytes, found ${bytes.length}`,
      );
    const peaks = Array.from({ length: count }, (_, at) =>
      Buffer.from(bytes.subarray(at * HASH, (at + 1) * HASH)),
    );
    return new Frontier(size, peaks);
  }
}
