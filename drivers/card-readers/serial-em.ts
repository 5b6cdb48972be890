import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { xorOf } from '../framing/bytes.ts';
import type { CardReaderDriver } from './card-reader-driver.ts';
import { framedReader, type CardFrame } from './framed-reader.ts';

const ETX = 0x03;
const isHex = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9a-fA-F]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
/** Whether every byte from `from` to `to` is a hexadecimal digit. */
const hexIn = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (isHex[bytes[at] ?? 0] === 0) return false;
  return true;
};
/** STX, ten hexadecimal digits, two of their XOR, ETX: docs/protocols/serial-em.md. */
export const emFrame: CardFrame = {
  length: 14,
  begins: (part) => hexIn(part, 1, part.length),
  cardIn(frame) {
    if (frame[frame.length - 1] !== ETX || !hexIn(frame, 1, frame.length - 1)) return null;
    const digits = Buffer.from(frame.subarray(1, -1)).toString('latin1').toUpperCase();
    return xorOf(Uint8Array.from(Buffer.from(digits, 'hex'))) === 0 ? digits.slice(0, 10) : null;
  },
};

/** An RDM6300 reader of EM4100 cards. */
export const serialEmReader = (config: ConfigOf<'card-reader/serial-em'>, clock: Clock): CardReaderDriver =>
  framedReader(emFrame, config, clock);
