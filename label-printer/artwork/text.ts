import { ArtworkError, codePointName } from '../problem.ts';
import { font } from './fonts.ts';
import type { Weight } from './fonts.ts';
import { breakLines, shortened, type Advance } from './line-breaking.ts';

/** Longest text of any field, characters: bounds the work, far above what a label holds. */
const MOST = 1000;

/**
 * Text from outside as it may be printed: NFC, white space of any kind as single spaces, every character in the font.
 * Throws ArtworkError `not-text` (controls, bidi marks, lone surrogates), `glyph-missing`, or `bad-field` (too long).
 */
export const printable = (field: string, text: string): string => {
  if (text.length > MOST)
    throw new ArtworkError('bad-field', { field, expected: `at most ${MOST} characters` });
  const clean = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  for (const character of clean) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(character))
      throw new ArtworkError('not-text', { field, codePoint: codePointName(character) });
    // Marks that NFC could not compose would be drawn beside their letter, not on it.
    const drawable =
      !/\p{M}/u.test(character) && font('medium').has(codePoint) && font('bold').has(codePoint);
    if (!drawable)
      throw new ArtworkError('glyph-missing', { field, character, codePoint: codePointName(character) });
  }
  return clean;
};

/** Width in dots (not rounded) of `text` at `size` dots an em. */
export const widthOf = (text: string, weight: Weight, size: number): number => {
  let em = 0;
  for (const character of text) em += font(weight).advance(character.codePointAt(0) ?? 0);
  return em * size;
};

/** Widths in dots (not rounded) at `size` dots an em. */
const advanceOf =
  (weight: Weight, size: number): Advance =>
  (character) =>
    font(weight).advance(character.codePointAt(0) ?? 0) * size;

/** Lines of at most `width` dots; see `breakLines`. */
export const wrap = (text: string, weight: Weight, size: number, width: number): string[] | null =>
  breakLines(text, width, advanceOf(weight, size));

/** As `wrap`, in at most `most` lines; see `shortened`. */
export const wrapShortened = (
  text: string,
  weight: Weight,
  size: number,
  width: number,
  most: number,
): string[] | null => shortened(text, width, most, advanceOf(weight, size));
