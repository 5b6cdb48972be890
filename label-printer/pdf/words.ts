import { ArtworkError, codePointName } from '../problem.ts';
import { faceOf } from './faces.ts';

/** 〓, the printers' mark for a character that the fount does not have. */
export const GETA = '〓';

/** Longest text of any field, characters: bounds the work, far above what a sheet holds. */
const MOST = 20_000;
/** Characters without a shape of their own: joiners, soft hyphens, choices of a variant. They are left out. */
const SHAPELESS = /\p{Variation_Selector}|[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/** At most one entry for each character of the font. */
const known = new Set<string>();
const drawable = (character: string): boolean => {
  if (known.has(character)) return true;
  const found = canDraw(character);
  if (found) known.add(character);
  return found;
};
const canDraw = (character: string): boolean => {
  const codePoint = character.codePointAt(0) ?? 0;
  // Marks that NFC could not compose would be drawn beside their letter, not on it.
  return (
    !/[\p{Cc}\p{Cf}\p{Cs}\p{M}]/u.test(character) &&
    faceOf('regular').has(codePoint) &&
    faceOf('bold').has(codePoint)
  );
};

/** Text as it can be drawn, and the characters that could not be and stand as `〓`. */
export interface Words {
  readonly text: string;
  readonly missing: readonly string[];
}

/**
 * Text from outside, in NFC, white space of any kind as single spaces; each character that cannot be drawn (not in the
 * font, a control, a lone surrogate) becomes `〓` and is listed once in `missing`. Throws ArtworkError `bad-field` when
 * longer than 20,000 characters.
 */
export const wordsOf = (field: string, text: string): Words => {
  if (text.length > MOST)
    throw new ArtworkError('bad-field', { field, expected: `at most ${MOST} characters` });
  const clean = text.normalize('NFC').replace(SHAPELESS, '').replace(/\s+/gu, ' ').trim();
  const missing = new Set<string>();
  let drawn = '';
  for (const character of clean) {
    const ok = drawable(character);
    drawn += ok ? character : GETA;
    if (!ok) missing.add(character);
  }
  return { text: drawn, missing: [...missing] };
};

/** As `wordsOf`, for what must stand exactly as it is. Throws ArtworkError `glyph-missing` naming the character. */
export const exactWords = (field: string, text: string): string => {
  const words = wordsOf(field, text);
  const [character] = words.missing;
  if (character !== undefined)
    throw new ArtworkError('glyph-missing', { field, character, codePoint: codePointName(character) });
  return words.text;
};

/** `〓 = U+20BB7、U+2A6D6`: what a foot of the page says about what could not be drawn; empty when all could. */
export const missingNote = (missing: Iterable<string>): string => {
  const names = [...new Set(missing)].map(codePointName);
  return names.length === 0 ? '' : `${GETA} = ${names.join('、')}`;
};
