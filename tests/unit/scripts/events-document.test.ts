import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from '#controller/domain/events.ts';
import { eventsDocument } from '../../../scripts/events/document.ts';

const text = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');

it('docs/events.md is what the catalogue says now', () => {
  expect(text === eventsDocument(), 'run `npm run generate`').toBe(true);
});

it('docs/events.md describes every event and every field of it', () => {
  for (const { type, summary, payload } of catalogue.values()) {
    const [, chapter = ''] = text.split(`### ${type}\n`);
    const own = chapter.split('\n### ')[0] ?? '';
    expect(own).toContain(summary);
    for (const field of Object.keys(z.toJSONSchema(payload).properties ?? {}))
      expect(own, type).toMatch(new RegExp(`\\| \`${field}\` \\| .+ \\| .+ \\|`));
  }
});
