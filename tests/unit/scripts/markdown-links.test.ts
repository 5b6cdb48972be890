import { expect, it } from 'vitest';
import { deadLinks } from '../../../scripts/markdown-links.ts';

const pages: Readonly<Record<string, string>> = {
  'docs/a.md':
    '# First of all\n## `GET /x`, again\n## Twice\n## Twice\n```\n# no heading\n[x](gone.md)\n```\n',
  'docs/folder': '',
};
const deadOf = (text: string) =>
  deadLinks('docs/page.md', (path) => (path === 'docs/page.md' ? text : pages[path]));

it.each([
  ['a page', '[a](a.md)'],
  ['a heading', '[a](a.md#first-of-all)'],
  ['a heading with code and marks', '[a](a.md#get-x-again)'],
  ['the second heading of one name', '[a](a.md#twice-1)'],
  ['a heading of the page itself', '# Here\n[a](#here)'],
  ['a folder', '[a](folder)'],
  ['another site', '[a](https://example.org/#x)'],
  ['an example of a link', '`[a](gone.md)`\n```\n[a](gone.md)\n```'],
])('a link to %s is all right', (_, text) => expect(deadOf(text)).toEqual([]));

it.each([
  ['a page that is not there', '[a](b.md)', 'docs/page.md: b.md — there is no docs/b.md'],
  ['a page above', '[a](../a.md)', 'docs/page.md: ../a.md — there is no a.md'],
  [
    'a heading that is not there',
    '[a](a.md#last)',
    'docs/page.md: a.md#last — docs/a.md has no such heading',
  ],
  [
    'what only an example calls a heading',
    '[a](a.md#no-heading)',
    'docs/page.md: a.md#no-heading — docs/a.md has no such heading',
  ],
])('a link to %s is found', (_, text, said) => expect(deadOf(text)).toEqual([said]));
