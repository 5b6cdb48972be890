/** Modules of an EAN-13 from its first dark one to its last (ISO/IEC 15420). */
export const EAN13_MODULES = 95;
/** Digits that have bars: the first of the thirteen is told by the sets of the next six. */
const DIGITS = 12;
const HALF = DIGITS / 2;

const ODD = [
  ...['0001101', '0011001', '0010011', '0111101', '0100011'],
  ...['0110001', '0101111', '0111011', '0110111', '0001011'],
];
const RIGHT = ODD.map((bars) => bars.replace(/./g, (bit) => (bit === '0' ? '1' : '0')));
const EVEN = RIGHT.map((bars) => [...bars].reverse().join(''));
/** Of the left six, by the first digit: 1 = of the even set. */
const SETS = [
  ...['000000', '001011', '001101', '001110', '010011'],
  ...['011001', '011100', '010101', '010110', '011010'],
];
const bitsOf = (bars: string): Uint8Array => Uint8Array.from(bars, Number);
const LEFT_BARS = [...ODD, ...EVEN].map(bitsOf);
const RIGHT_BARS = RIGHT.map(bitsOf);

/** One of the twelve digits with bars. */
export interface DigitPlace {
  /** Its first module of the symbol. */
  readonly at: number;
  /** What may stand there: left of the middle the ten odd digits, then the ten even ones. */
  readonly choices: readonly Uint8Array[];
  /** The one that does stand there. */
  readonly choice: number;
}
interface Ean13 {
  /** 1 = dark. */
  readonly modules: Uint8Array;
  readonly places: readonly DigitPlace[];
}

/** Thirteen digits as bars; null when it is not thirteen digits with the right check digit. */
export const ean13Of = (text: string): Ean13 | null => {
  if (!/^\d{13}$/.test(text) || !checks(text)) return null;
  const sets = SETS[Number(text[0])] ?? '';
  const modules = new Uint8Array(EAN13_MODULES);
  for (const guard of [0, 2, 46, 48, 92, 94]) modules[guard] = 1;
  const places = Array.from({ length: DIGITS }, (_, i): DigitPlace => {
    const left = i < HALF;
    const choice = Number(text[i + 1]) + (left ? 10 * Number(sets[i]) : 0);
    const choices = left ? LEFT_BARS : RIGHT_BARS;
    const at = 3 + 7 * i + (left ? 0 : 5);
    modules.set(choices[choice] ?? [], at);
    return { at, choices, choice };
  });
  return { modules, places };
};

const checks = (text: string): boolean =>
  [...text].reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) % 10 === 0;
