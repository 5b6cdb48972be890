import { ArtworkError, codePointName } from '../problem.ts';
import { font } from './fonts.ts';
import type { Weight } from './fonts.ts';

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

const NOT_FIRST = new Set('，。、；：！？）〕】》”’％…,.;:!?)]}%');
const NOT_LAST = new Set('（〔【《“‘([{');

/** Pieces between which a line may break: Latin words and numbers hold together, so do brackets and what they hold on to. */
const unbreakable = (text: string): string[] => {
  const pieces: string[] = [];
  let previous = '';
  for (const character of text) {
    const joins =
      (/[\p{Script=Latin}\p{N}]/u.test(character) && /[\p{Script=Latin}\p{N}]/u.test(previous)) ||
      NOT_FIRST.has(character) ||
      NOT_LAST.has(previous);
    if (joins && pieces.length > 0) pieces[pieces.length - 1] += character;
    else pieces.push(character);
    previous = character;
  }
  return pieces;
};

/** Lines of at most `width` dots. A word longer than a line is broken; null when not even one character fits. */
export const wrap = (text: string, weight: Weight, size: number, width: number): string[] | null => {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string): boolean => widthOf(candidate.trimEnd(), weight, size) <= width;
  for (const piece of unbreakable(text)) {
    if (fits(line + piece)) {
      line += piece;
      continue;
    }
    const parts = fits(piece) ? [piece] : [...piece];
    for (const part of parts) {
      if (!fits(part)) return null;
      if (line !== '' && !fits(line + part)) {
        lines.push(line.trimEnd());
        line = part.trimStart();
      } else line += part;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
};

/**
 * As `wrap`, in at most `most` lines: what does not fit is replaced by `…`, which shows that something is missing.
 * Null when nothing fits.
 */
export const wrapShortened = (
  text: string,
  weight: Weight,
  size: number,
  width: number,
  most: number,
): string[] | null => {
  const lines = wrap(text, weight, size, width);
  if (lines === null || most < 1) return null;
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const last = [...(kept[most - 1] ?? '')];
  while (last.length > 0 && widthOf(`${last.join('')}…`, weight, size) > width) last.pop();
  kept[most - 1] = `${last.join('').trimEnd()}…`;
  return kept;
};
