import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiDocument, operationsDocument } from '../../../scripts/operations/document.ts';

const root = join(import.meta.dirname, '../../..');
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary: string }>>>>;
}
const { paths } = openApiDocument() as Described;

/** `GET /api/v1/export/{departments,people}?format=csv` names two operations, `…/` at the end any below. */
const named = (text: string): { readonly method: string; readonly path: string }[] =>
  [...text.matchAll(/\b(GET|POST) (\/api\/v1\/[\w<>{},./…-]+)/g)].flatMap(([, method = '', path = '']) => {
    const [all = '', choice = ''] = /\{([\w,-]+,[\w,-]+)\}/.exec(path) ?? [];
    const chosen = choice === '' ? [path] : choice.split(',').map((one) => path.replace(all, one));
    return chosen.map((one) => ({ method: method.toLowerCase(), path: one.replace(/[.,]+$/, '') }));
  });
const isThere = ({ method, path }: { readonly method: string; readonly path: string }): boolean => {
  const asked = path.split('/');
  const open = ['', '…'].includes(asked.at(-1) ?? '');
  if (open) asked.pop();
  return Object.entries(paths).some(([known, methods]) => {
    const segments = known.split('/');
    return (
      method in methods &&
      (open ? segments.length > asked.length : segments.length === asked.length) &&
      asked.every((one, i) => one === segments[i] || segments[i]?.startsWith('{') === true)
    );
  });
};

describe('The operations in the documents', () => {
  it('are all those of the OpenAPI document, each with who may call it and what it does', () => {
    const rows = operationsDocument()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const expected = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary }]) => ({
        operation: `${method.toUpperCase()} ${path}`,
        summary,
      })),
    );
    expect(rows).toHaveLength(expected.length);
    for (const { operation, summary } of expected) {
      const own = rows.filter((row) => row.startsWith(`| \`${operation.replace('/api/v1', '')}\` | `));
      expect(own, operation).toHaveLength(1);
      expect(own[0]).toMatch(/` \| [a-z][a-z, ]+ \| /);
      expect(own[0]?.endsWith(` | ${summary.replaceAll('|', '\\|')} |`), operation).toBe(true);
    }
  });

  it('exist, wherever a page names one', () => {
    const pages = [
      'README.md',
      ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ];
    const wrong = pages.flatMap((page) =>
      named(readFileSync(join(root, page), 'utf8'))
        .filter((one) => !isThere(one))
        .map(({ method, path }) => `${page}: ${method} ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    'POST /api/v1/documents/<id>/amended',
    'GET /api/v1/scan',
    'POST /api/v1/export/{departments,houses}/x',
  ])('planted mutant: a page that names `%s` is found', (text) => {
    const found = named(`Send \`${text}\`.`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.some((one) => !isThere(one))).toBe(true);
  });
});
