import { z } from 'zod';
import type { Language } from './language.ts';
import { ProblemError, type FieldError } from './problem.ts';

const locales = { en: z.locales.en(), zh: z.locales.zhCN() };
/** Fields whose value an error answer never repeats. */
const UNSPOKEN = new Set(['pin', 'code', 'uid', 'title', 'secrecy', 'text', 'password', 'token']);
const MAX_ERRORS = 50;

/** Parses `input` strictly; throws the problem `invalid` with one error per field, in the reader's language. */
export const parseWith = <T>(schema: z.ZodType<T>, input: unknown, language: Language): T => {
  const result = schema.safeParse(input, { error: locales[language].localeError });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, input, language));
  throw new ProblemError(422, 'invalid', { errors: errors.slice(0, MAX_ERRORS) });
};

const fieldErrors = (issue: z.core.$ZodIssue, input: unknown, language: Language): FieldError[] => {
  if (issue.code !== 'unrecognized_keys')
    return [{ path: pointer(issue.path), value: shown(input, issue.path), fix: issue.message.slice(0, 300) }];
  const fix = language === 'zh' ? '没有此字段，请去掉' : 'there is no such field: leave it out';
  return issue.keys
    .slice(0, MAX_ERRORS)
    .map((name) => ({ path: pointer([...issue.path, name]), value: '', fix }));
};

/** RFC 6901. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => '/' + String(step).slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')).join('');

const shown = (input: unknown, path: readonly PropertyKey[]): string => {
  if (path.some((step) => UNSPOKEN.has(String(step)))) return '***';
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return '';
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  if (value === undefined) return '';
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return '{…}';
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
