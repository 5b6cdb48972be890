// Writes docs/events.md from the event catalogue; with --check says whether it is up to date (exit code 1 if not).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventsDocument } from './events/document.ts';

const path = join(import.meta.dirname, '../docs/events.md');
const text = eventsDocument();
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error('docs/events.md is stale: run `npm run generate` and commit the result');
  process.exitCode = 1;
}
