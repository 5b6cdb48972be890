/**
 * What a spreadsheet would take for a formula, also in full width and behind spaces: an apostrophe in front makes it
 * text for all of them. A cell that looks neutralised already gets another one, so that taking one away always gives
 * back what it was.
 */
const FORMULA = /^[\s'\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n|%]/u;

/** A text that no spreadsheet calculates; `plainCell` gives it back. */
export const inertCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
export const plainCell = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
