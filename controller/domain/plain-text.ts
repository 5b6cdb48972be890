/**
 * Characters that no line of a record may hold, because no label, screen or list can show them: controls and line
 * breaks, invisible and bidirectional marks, halves of pairs, and what a lossy reading leaves in place of a character.
 */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\uFFFD]/u;

/** Whether a text can stand on one line of a label, a screen or a list as it was meant. */
export const isPlainLine = (text: string): boolean => !UNSHOWABLE.test(text);

/** A text that was refused, as it may be repeated to people: a dot for each character that cannot be shown. */
export const shownPlain = (text: string): string => text.replace(new RegExp(UNSHOWABLE, 'gu'), '·');
