import { isClassified } from '../../domain/secrecy.ts';
import type { Reading } from './found.ts';

const LEVEL = '(?:绝\\s*密|机\\s*密|秘\\s*密)';
/** A value that is nothing but a level, with or without its period: `机密`, `秘密★10年`, `绝密（长期）`. */
const MARK = new RegExp(
  `^[\\[【(（]?${LEVEL}[\\])】）]?\\s*(?:[★☆*].*|[(（]?\\d*\\s*(?:年|个?月|日|天|长期)[)）]?)?$`,
  'u',
);
/** The mark as it is printed: the level and a star. */
const PRINTED = new RegExp(`${LEVEL}\\s*[★☆]`, 'u');

/** Whether a text that stands alone, in whatever field, is a secrecy mark, or holds a printed one. */
export const isMark = (text: string): boolean => MARK.test(text.trim()) || PRINTED.test(text);

/** Whether a text of a page holds a printed mark, also when each character was placed alone. */
export const holdsMark = (text: string): boolean => PRINTED.test(text.replace(/\s+/g, ''));

/**
 * Whether anything among the readings says that the paper is classified: a secrecy field that says anything but 无 or
 * none (an empty one too), a period, or a mark in any other field.
 */
export const saysClassified = (readings: readonly Reading[]): boolean =>
  readings.some(({ field, text }) => {
    if (field === 'secrecy') return isClassified(text);
    if (field === 'term') return text.trim() !== '' && isClassified(text);
    return isMark(text);
  });
