import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { hexOf, xorOf } from '../framing/bytes.ts';
import type { CardReaderDriver } from './card-reader-driver.ts';
import { framedReader, type CardFrame } from './framed-reader.ts';

const [ETX, frameLength, mifare, em] = [0x03, 0x0a, 0x01, 0x02];

const begins: CardFrame['begins'] = ([, length = frameLength, type = em]) =>
  length === frameLength && (type === mifare || type === em);

/** STX, length of the frame, type, five bytes of the number, XOR from the length on, ETX: docs/protocols/serial-stx.md. */
export const stxFrame: CardFrame = {
  length: frameLength,
  begins,
  cardIn(frame) {
    if (!begins(frame)) return null;
    // The bytes up to and with their own XOR give zero.
    if (frame[frameLength - 1] !== ETX || xorOf(frame.subarray(1, -1)) !== 0) return null;
    return hexOf(frame.subarray(3, 8)).toUpperCase();
  },
};

/** A serial reader of EM and Mifare cards. */
export const serialStxReader = (config: ConfigOf<'card-reader/serial-stx'>, clock: Clock): CardReaderDriver =>
  framedReader(stxFrame, config, clock);
