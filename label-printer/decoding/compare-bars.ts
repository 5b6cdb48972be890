import { linesAlike, type Ends } from './bar-lines.ts';
import { EAN13_MODULES, ean13Of, type DigitPlace } from './ean13-bars.ts';
import type { Grey } from './grey.ts';
import type { Point, Reading } from './reading.ts';

/** Centres of the outer guards, which zxing-js tells, are so many modules inside of the ends. */
const GUARD = 1.5;
/** Fewest lines that say anything. */
const LEAST_LINES = 4;
/** Farthest that a line's digit may be from its bars to count, as the sum of squares over its 7 modules. */
const FARTHEST = 0.7;
/** Share of the lines that must say a digit, and how many times as many as say any other one. */
const MOST = 0.4;
const TIMES = 3;
/** Places that may be lost: two symbols differ at two of the twelve at least, by check digit and sets. */
const MOST_DOUBTFUL = 1;

/**
 * Whether an EAN-13 that was read somewhere is what the whole of its bars say. They are followed over the picture as far
 * as they look like that content, and every line says for itself which digit is nearest at each of the twelve places.
 * The claimed one must win everywhere; at one place (a scratch along the bars) it may lose. False as well for what is no
 * EAN-13, has no place or is too small to tell.
 */
export const barsAgree = (
  grey: Grey,
  { symbology, bytes, corners }: Reading,
  mostDoubtful = MOST_DOUBTFUL,
): boolean => {
  const claimed = symbology === 'EAN13' ? ean13Of(Buffer.from(bytes).toString('latin1')) : null;
  const ends = endsOf(corners);
  if (claimed === null || ends === null) return false;
  const lines = linesAlike(grey, claimed.modules, ends);
  if (lines.length < LEAST_LINES) return false;
  return claimed.places.filter((place) => !isPlain(place, lines)).length <= mostDoubtful;
};

/** Whether nearly all lines that tell a digit at that place tell the claimed one. */
const isPlain = ({ at, choices, choice }: DigitPlace, lines: readonly Float32Array[]): boolean => {
  const told = choices.map(() => 0);
  for (const line of lines) {
    let [nearest, least] = [-1, FARTHEST];
    choices.forEach((bars, which) => {
      const distance = bars.reduce((sum, bit, i) => sum + ((line[at + i] ?? 0) - bit) ** 2, 0);
      if (distance < least) [nearest, least] = [which, distance];
    });
    if (nearest >= 0) told[nearest] = (told[nearest] ?? 0) + 1;
  }
  const claimed = told[choice] ?? 0;
  return (
    claimed >= MOST * lines.length &&
    told.every((count, which) => which === choice || TIMES * count <= claimed)
  );
};

/** The ends of its middle line, on the outer edges of the outer bars. */
const endsOf = ([a, b, c, d]: readonly Point[]): Ends | null => {
  if (a === undefined || b === undefined) return null;
  if (c !== undefined && d !== undefined) return { from: between(a, d, 0.5), to: between(b, c, 0.5) };
  const beyond = GUARD / (EAN13_MODULES - 2 * GUARD);
  return { from: between(a, b, -beyond), to: between(a, b, 1 + beyond) };
};
const between = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + share * (bx - ax),
  ay + share * (by - ay),
];
