import { SimProblem } from '../problem.ts';
import { xorOf } from './check.ts';
import { bytesOfHex } from './hex.ts';

/** The manual does not say whether the frame repeats while a card is held; this one does, every so many ms. */
export const STX_REPEAT_MS = 200;
const STX = 0x02;
const ETX = 0x03;
const LENGTH = 0x0a;
const MIFARE = 0x01;
const EM = 0x02;

/**
 * Frame of a reader with length and type: STX, 0A, type, five bytes of the number, XOR from the length on, ETX. Ten
 * digits are an EM card, eight a Mifare card, whose four bytes come last.
 */
export const stxFrame = (uid: string): Uint8Array => {
  const bytes = /^([0-9A-Fa-f]{10}|[0-9A-Fa-f]{8})$/.test(uid) ? bytesOfHex(uid) : null;
  if (!bytes)
    throw new SimProblem(
      'bad-request',
      `card ${uid} cannot be read here`,
      'give ten hexadecimal digits, or eight',
    );
  const body = bytes.length === 5 ? [LENGTH, EM, ...bytes] : [LENGTH, MIFARE, 0, ...bytes];
  return Uint8Array.of(STX, ...body, xorOf(body), ETX);
};
