import type { SimClock } from '../clock.ts';
import { SimProblem } from '../problem.ts';
import type { SpecOf } from '../site.ts';

type Spec = Pick<SpecOf<'card-reader/hid'>, 'format' | 'byteOrder'>;

/** From one report to the next, ms. */
export const KEY_MS = 8;
const ENTER = 0x28;
const COMMA = 0x36;
const A = 0x04;
const ONE = 0x1e;
const ZERO = 0x27;
const LEFT_SHIFT = 0x02;

/**
 * What the reader types for a card of that number (hexadecimal, most significant byte first): 8H10D the last four
 * bytes as ten decimal digits, 6H8D the last three as eight, 2H4H the third-last as three and the last two as five
 * with a comma between, hex all of it.
 */
export const typedNumber = ({ format, byteOrder }: Spec, uid: string): string => {
  if (!/^([0-9A-Fa-f]{2}){4,10}$/.test(uid))
    throw new SimProblem('bad-request', `card ${uid} is no card`, 'give 8 to 20 hexadecimal digits');
  const bytes = uid.toUpperCase().match(/../g) ?? [];
  const number = (byteOrder === 'lsb-first' ? bytes.reverse() : bytes).join('');
  const decimal = (hex: string, digits: number): string => String(parseInt(hex, 16)).padStart(digits, '0');
  switch (format) {
    case '8H10D':
      return decimal(number.slice(-8), 10);
    case '6H8D':
      return decimal(number.slice(-6), 8);
    case '2H4H':
      return `${decimal(number.slice(-6, -4), 3)},${decimal(number.slice(-4), 5)}`;
    case 'hex':
      return number;
  }
};

/** Modifier and usage of the key for one character. */
const keyOf = (character: string): readonly [number, number] => {
  if (character === ',') return [0, COMMA];
  if (character === '0') return [0, ZERO];
  if (character >= '1' && character <= '9') return [0, ONE + Number(character) - 1];
  return [LEFT_SHIFT, A + character.charCodeAt(0) - 'A'.charCodeAt(0)];
};

const report = (modifier: number, usage: number): Uint8Array =>
  Uint8Array.of(modifier, 0, usage, 0, 0, 0, 0, 0);
const UP = report(0, 0);

/** Boot-keyboard reports that type a number and press Enter: each key down, then none. */
export const keyReports = (text: string): readonly Uint8Array[] => [
  ...[...text].flatMap((character) => [report(...keyOf(character)), UP]),
  report(0, ENTER),
  UP,
];

/** A reader that types a card's number once when the card comes. */
export class KeyboardReader {
  readonly #spec: Spec;
  readonly #clock: SimClock;
  readonly #send: (report: Uint8Array) => void;

  constructor(spec: Spec, clock: SimClock, send: (report: Uint8Array) => void) {
    this.#spec = spec;
    this.#clock = clock;
    this.#send = send;
  }

  hold(uid: string): void {
    keyReports(typedNumber(this.#spec, uid)).forEach((each, i) => {
      this.#clock.after(i * KEY_MS, () => this.#send(each));
    });
  }
}
