/** Width of one character, in whatever unit the lines are measured in. */
export type Advance = (character: string) => number;

/** What may not begin a line (GB/T 15834 §5.1: 点号 and closing marks), full and half width. */
const NOT_FIRST = new Set('，。、；：！？）〕】》〉」』〗｝］”’％‰℃…—·・～々,.;:!?)]}%>');
/** What may not end a line: opening marks. */
const NOT_LAST = new Set('（〔【《〈「『〖｛［“‘([{<#№§￥$');
const WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_@/\\.,:+-]/u;
/** Numerals written in circles and brackets are characters of Chinese text. */
const FULL_WIDTH = /[\u2460-\u24ff\u3000-\u33ff\uff00-\uffef]/u;

/** At most one entry for each character of the font. */
const kinds = new Map<string, boolean>();
const inWord = (character: string): boolean => {
  let known = kinds.get(character);
  if (known === undefined)
    kinds.set(character, (known = WORD.test(character) && !FULL_WIDTH.test(character)));
  return known;
};

/** Pieces between which a line may break: words and numbers hold together, so do marks and what they cling to. */
export const unbreakable = (text: string): string[] => {
  const pieces: string[] = [];
  let previous = '';
  for (const character of text) {
    const joins =
      (inWord(character) && inWord(previous)) || NOT_FIRST.has(character) || NOT_LAST.has(previous);
    if (joins && pieces.length > 0) pieces[pieces.length - 1] += character;
    else pieces.push(character);
    previous = character;
  }
  return pieces;
};

/** A closing mark that does not fit takes the last character of the line with it, unless nothing else is left there. */
const carriedOver = (line: string, part: string): string => {
  const [last = '', before = ''] = [...line].reverse();
  const moves = NOT_FIRST.has(part) && !NOT_FIRST.has(last) && before.trim() !== '';
  return moves ? last : '';
};

const widthOf = (text: string, advance: Advance): number => {
  let width = 0;
  for (const character of text) width += advance(character);
  return width;
};

/**
 * Lines of at most `width`. A piece longer than a line is broken between its characters. Null when not even one
 * character fits. No text gives no lines.
 */
export const breakLines = (text: string, width: number, advance: Advance): string[] | null => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  /** Spaces at a line's end hang over its edge: they are not drawn. */
  const put = (part: string): boolean => {
    const needs = widthOf(part.trimEnd(), advance);
    if (used + needs > width && line !== '') {
      const carried = carriedOver(line, part);
      lines.push(line.slice(0, line.length - carried.length).trimEnd());
      part = carried + part.trimStart();
      [line, used] = ['', 0];
    }
    line += part;
    used += widthOf(part, advance);
    return needs <= width;
  };
  for (const piece of unbreakable(text)) {
    const parts = widthOf(piece.trimEnd(), advance) <= width ? [piece] : [...piece];
    for (const part of parts) if (!put(part)) return null;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
};

/**
 * As `breakLines`, in at most `most` lines: what does not fit is replaced by `…`, which shows that something is
 * missing. Null when nothing fits.
 */
export const shortened = (text: string, width: number, most: number, advance: Advance): string[] | null => {
  const lines = breakLines(text, width, advance);
  if (lines === null || most < 1) return null;
  if (lines.length <= most) return lines;
  const last = [...(lines[most - 1] ?? '')];
  while (last.length > 0 && widthOf(`${last.join('')}…`, advance) > width) last.pop();
  return [...lines.slice(0, most - 1), `${last.join('').trimEnd()}…`];
};
