import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { crossCheck } from './config-checks.ts';
import { pathText, readJson, type JsonPath, type JsonText, type Position } from './config-json.ts';
import { siteConfig, type SiteConfig } from './config-schema.ts';

/** One thing wrong with a configuration: where, what stands there, what to write instead. */
export interface ConfigProblem extends Position {
  /** `cabinets[0].stations[1].scanner`; `$` for the whole file. */
  readonly path: string;
  /** As found, JSON, at most 80 characters. */
  readonly value: string;
  readonly fix: string;
}
export type ConfigResult =
  | { readonly ok: true; readonly source: string; readonly config: SiteConfig }
  | { readonly ok: false; readonly source: string; readonly problems: readonly ConfigProblem[] };

const MAX_BYTES = 4_194_304;

/** Reads and checks a site configuration. Lists every problem at once and never throws; then nothing may start. */
export const loadConfig = async (path: string): Promise<ConfigResult> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return whole(path, code, UNREADABLE_FILE[code] ?? 'make the file readable for this user');
  }
  if (bytes.length > MAX_BYTES)
    return whole(path, `${bytes.length} bytes`, `keep it under ${MAX_BYTES} bytes`);
  try {
    return parseConfig(new TextDecoder('utf-8', { fatal: true }).decode(bytes), path);
  } catch {
    return whole(path, 'not UTF-8', 'save the file as UTF-8');
  }
};
const UNREADABLE_FILE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path given to --config',
  EISDIR: 'this is a folder; name the JSON file in it',
  EACCES: 'this user may not read it; change its owner or mode',
};
const whole = (source: string, found: string, fix: string): ConfigResult => ({
  ok: false,
  source,
  problems: [{ path: '$', value: found, fix, line: 1, column: 1 }],
});

/** Checks the text of a site configuration; `source` names it in messages. */
export const parseConfig = (json: string, source: string): ConfigResult => {
  const text = readJson(json);
  if (!text.ok)
    return { ok: false, source, problems: [{ path: '$', value: text.found, fix: text.fix, ...text.at }] };
  const twice = text.duplicates.map(({ path, at }) => ({
    ...{ path: pathText(path), value: shown(valueAt(text.value, path)), ...at },
    fix: 'this name stands twice in the same object; keep one',
  }));
  const parsed = siteConfig.safeParse(text.value);
  const found = parsed.success
    ? crossCheck(parsed.data).map(({ path, value, fix }) => problem(text, path, value, fix))
    : parsed.error.issues.flatMap((issue) => problemsOf(text, issue));
  const problems = [...twice, ...found].sort((a, b) => a.line - b.line || a.column - b.column);
  if (parsed.success && problems.length === 0) return { ok: true, source, config: parsed.data };
  return { ok: false, source, problems };
};

/** One line a problem: `site.json:12:9 devices[0].address = 0 — write a number from 1 …`. */
export const describeProblems = (failed: Extract<ConfigResult, { ok: false }>): string =>
  failed.problems
    .map(
      ({ path, line, column, value, fix }) =>
        `${failed.source}:${line}:${column} ${path} = ${value} — ${fix}`,
    )
    .join('\n');

type Read = Extract<JsonText, { ok: true }>;
const problem = (text: Read, path: JsonPath, value: unknown, fix: string): ConfigProblem => ({
  path: pathText(path),
  ...text.positionOf(path),
  value: shown(value),
  fix,
});

const problemsOf = (text: Read, issue: z.core.$ZodIssue): ConfigProblem[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return problem(
        text,
        path,
        valueAt(text.value, path),
        'there is no such setting; remove it or mend its name',
      );
    });
  const value = valueAt(text.value, issue.path);
  return [problem(text, issue.path, value, value === undefined ? missing(issue) : fixOf(issue))];
};

const missing = (issue: z.core.$ZodIssue): string => `it is missing; add it (${fixOf(issue)})`;
const fixOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `write ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `use ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_union':
      return 'options' in issue && issue.options ? `use one of ${issue.options.join(', ')}` : issue.message;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `write at least ${issue.minimum}`
        : `give at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `write at most ${issue.maximum}`
        : `give at most ${issue.maximum} characters or items`;
    case 'invalid_format':
      if (issue.format === 'url') return 'write a whole address: https://…';
      return issue.message.replace(/^Invalid string: must match pattern/, 'write it in the form');
    default:
      return issue.message;
  }
};
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list: [ … ]',
  object: 'an object: { … }',
};

const valueAt = (value: unknown, path: JsonPath): unknown =>
  path.reduce<unknown>(
    (inside, step) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, step)
        ? (inside as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
const shown = (value: unknown): string => {
  const text = value === undefined ? '(nothing)' : (JSON.stringify(value) ?? '(nothing)');
  const plain = text.replace(/\p{C}/gu, '·');
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
};
