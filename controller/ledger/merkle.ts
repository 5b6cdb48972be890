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

/**
 * The right edge of an RFC 6962 Merkle tree: one hash per set bit of its size, largest subtree first. Enough to
 * add leaves and to give the root after each; the value itself never changes.
 */
export class Frontier {
  static readonly empty = new Frontier(0, Buffer.alloc(0));
  readonly size: number;
  /** 32 bytes a peak. */
  readonly #peaks: Buffer;

  private constructor(size: number, peaks: Buffer) {
    this.size = size;
    this.#peaks = peaks;
  }

  add(leaf: Buffer): Frontier {
    node.set(leaf, RIGHT);
    let kept = this.#peaks.length;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) this.#join((kept -= 32));
    const peaks = Buffer.allocUnsafe(kept + 32);
    peaks.set(this.#peaks.subarray(0, kept));
    node.copy(peaks, kept, RIGHT);
    return new Frontier(this.size + 1, peaks);
  }

  /** RFC 6962 Merkle tree hash over all leaves, 32 bytes. */
  root(): Buffer {
    let peak = this.#peaks.length - 32;
    if (peak < 0) return emptyRoot;
    this.#peaks.copy(node, RIGHT, peak);
    while (peak > 0) this.#join((peak -= 32));
    return Buffer.from(node.subarray(RIGHT));
  }

  /** Puts the parent of this peak and the node at the right in the place of the latter. */
  #join(peak: number): void {
    this.#peaks.copy(node, LEFT, peak, peak + 32);
    node.write(sha256(node), RIGHT, 'latin1');
  }

  /** 32 bytes a peak. */
  toBytes(): Buffer {
    return Buffer.from(this.#peaks);
  }

  /** Throws a RangeError when the bytes cannot belong to a tree of that size. */
  static fromBytes(size: number, bytes: Buffer): Frontier {
    const count = size.toString(2).replaceAll('0', '').length;
    if (bytes.length !== count * 32)
      throw new RangeError(`the frontier of ${size} leaves takes ${count * 32} bytes, found ${bytes.length}`);
    return new Frontier(size, Buffer.from(bytes));
  }
}
