import { concat, xorOf } from './bytes.ts';

const [STX, ETX] = [0x02, 0x03];
/** STX, ten hexadecimal digits, two of their XOR, ETX. */
export const frameLength = 14;

export interface CardStep {
  /** Begin of a frame not yet whole: fewer than `frameLength` bytes. */
  readonly held: Uint8Array;
  /** Card numbers found, ten upper-case hexadecimal digits each. */
  readonly cards: readonly string[];
  readonly discarded: number;
}

const cardIn = (frame: Uint8Array): string | null => {
  const digits = Buffer.from(frame.subarray(1, -1)).toString('latin1').toUpperCase();
  if (frame[frame.length - 1] !== ETX || !/^[0-9A-F]{12}$/.test(digits)) return null;
  return xorOf(Uint8Array.from(Buffer.from(digits, 'hex'))) === 0 ? digits.slice(0, 10) : null;
};

/** Adds received bytes; after a frame that is none it goes on one byte further. Pure. */
export const feedCards = (held: Uint8Array, bytes: Uint8Array): CardStep => {
  const all = concat(held, bytes);
  const cards: string[] = [];
  let [at, discarded] = [0, 0];
  while (at < all.length) {
    if (all[at] === STX) {
      if (all.length - at < frameLength) break;
      const card = cardIn(all.subarray(at, at + frameLength));
      if (card !== null) {
        cards.push(card);
        at += frameLength;
        continue;
      }
    }
    at += 1;
    discarded += 1;
  }
  return { held: all.slice(at), cards, discarded };
};
