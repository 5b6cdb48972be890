import { faceOf } from './faces.ts';
import type { Weight } from './faces.ts';
import { breakLines } from '../artwork/line-breaking.ts';

/** Points in a millimetre. */
export const PT = 72 / 25.4;

/** How text looks. */
export interface Style {
  /** Points: 10.5 is 五号, 12 小四, 16 三号. */
  readonly size: number;
  readonly weight?: Weight;
  /** `#rrggbb`; black unless told otherwise. */
  readonly ink?: string;
}

/** From one baseline to the next, mm. */
export const lineHeight = ({ size }: Style): number => (size * 1.35) / PT;

const advanceOf = (character: string, weight: Weight): number => {
  const advance = faceOf(weight).advance(character.codePointAt(0) ?? 0);
  // Text goes through `wordsOf` first; a box in place of a character must never be printed in silence.
  if (advance === 0)
    throw new Error(
      `the font has no ${JSON.stringify(character)}: pass text through wordsOf before it is drawn`,
    );
  return advance;
};

/** Width of one line of text, mm. Throws an Error when a character is not in the font. */
export const measure = (text: string, { size, weight = 'regular' }: Style): number => {
  let em = 0;
  for (const character of text) em += advanceOf(character, weight);
  return (em * size) / PT;
};

/** The characters' widths in mm, for `breakLines` and `shortened`. */
export const advanceIn =
  ({ size, weight = 'regular' }: Style) =>
  (character: string): number =>
    (advanceOf(character, weight) * size) / PT;

/** Lines of at most `width` mm. Throws an Error when not even one character fits: the layout is wrong then. */
export const linesOf = (text: string, style: Style, width: number): string[] => {
  const lines = breakLines(text, width, advanceIn(style));
  if (lines === null) throw new Error(`a column of ${width} mm holds no character of ${style.size} pt`);
  return lines;
};
