import { z } from 'zod';

/** As `isPlainLine` of the domain has it, which the contract may not import; a test holds the two together. */
export const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\uFFFD]/u;
const fix = { params: { fix: 'unshowable' } };

/** One line that people wrote, trimmed, of 0 to `max` characters that can be shown and printed. */
export const someLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !UNSHOWABLE.test(text), fix);

/** The same with at least one character. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !UNSHOWABLE.test(text), fix);

/** What people write in several lines, trimmed, of 0 to `max` characters. */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !UNSHOWABLE.test(text.replace(/\r\n|[\n\t]/g, ' ')), fix);
