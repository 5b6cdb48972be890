import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { xorOf } from '../framing/bytes.ts';
import type { CardReaderDriver } from './card-reader-driver.ts';
import { framedReader, type CardFrame } from './framed-reader.ts';

const ETX = 0x03;
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
/** STX, ten hexadecimal digits, two of their XOR, ETX: docs/protocols/serial-em.md. */
export const emFrame: CardFrame = {
  length: 14,
  begins: (part) => /^[0-9a-fA-F]*$/.test(latin1(part.subarray(1))),
  cardIn(frame) {
    const digits = latin1(frame.subarray(1, -1)).toUpperCase();
    if (frame[frame.length - 1] !== ETX || !/^[0-9A-F]{12}$/.test(digits)) return null;
    return xorOf(Uint8Array.from(Buffer.from(digits, 'hex'))) === 0 ? digits.slice(0, 10) : null;
  },
};

/** An RDM6300 reader of EM4100 cards. */
export const serialEmReader = (config: ConfigOf<'card-reader/serial-em'>, clock: Clock): CardReaderDriver =>
  framedReader(emFrame, config, clock);
