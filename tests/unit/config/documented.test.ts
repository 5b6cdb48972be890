import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { siteConfig } from '#controller/config-schema.ts';

const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

/** Every name of a setting anywhere in the schema. */
const settings = (schema: unknown, found = new Set<string>()): Set<string> => {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
    settings(value, found);
  }
  return found;
};
/** What the page tells otherwise: the schema's own address. */
const elsewhere = ['$schema'];

test('every setting stands on the page of the configuration', () => {
  const all = [...settings(z.toJSONSchema(siteConfig, { io: 'input' }))];
  expect(all.length).toBeGreaterThan(60);
  const code = [...page.replace(/```[\s\S]*?```/g, '').matchAll(/`[^`\n]+`/g)].join(' ');
  const unnamed = (text: string): string[] =>
    all.filter((name) => !elsewhere.includes(name) && !new RegExp(`\\b${name}\\b`).test(text));
  // A page without the word misses it: the check itself is alive.
  expect(unnamed(code.replaceAll('blackBit', ''))).toContain('blackBit');
  const missing = unnamed(code);
  expect(missing).toEqual([]);
});
