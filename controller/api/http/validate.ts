import type { z } from 'zod';
import { shownPlain } from '../../domain/plain-text.ts';
import { fixFor } from './fix-words.ts';
import type { Language } from './language.ts';
import { ProblemError, type FieldError } from './problem.ts';

/** Fields whose value an error answer never repeats. */
const UNSPOKEN = new Set(['pin', 'code', 'uid', 'title', 'secrecy', 'text', 'password', 'token']);
const MAX_ERRORS = 50;

/** Parses `input` strictly; throws the problem `invalid` with one error per field, in the reader's language. */
export const parseWith = <T>(schema: z.ZodType<T>, input: unknown, language: Language): T => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, input, language));
  throw new ProblemError(422, 'invalid', { errors: errors.slice(0, MAX_ERRORS) });
};

const fieldErrors = (issue: z.core.$ZodIssue, input: unknown, language: Language): FieldError[] => {
  if (issue.code !== 'unrecognized_keys') {
    const given = valueAt(input, issue.path);
    const value = issue.path.some((step) => UNSPOKEN.has(String(step))) ? '***' : shown(given);
    return [{ path: pointer(issue.path), value, fix: fixFor(issue, given, language).slice(0, 300) }];
  }
  const fix = language === 'zh' ? '没有此字段，请去掉' : 'there is no such field: leave it out';
  return issue.keys
    .slice(0, MAX_ERRORS)
    .map((name) => ({ path: pointer([...issue.path, name]), value: '', fix }));
};

/** RFC 6901. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => '/' + String(step).slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')).join('');

/** What stands at a path; undefined when nothing does. */
export const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inside, step) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, step)
        ? (inside as Record<PropertyKey, unknown>)[step]
        : undefined,
    input,
  );

const shown = (value: unknown): string => {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return '{…}';
  const text = shownPlain(String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
