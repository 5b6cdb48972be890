// Writes docs/http-operations.md from the OpenAPI document; with --check says whether it is up to date (exit code 1 if not).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationsDocument } from './operations/document.ts';

const path = join(import.meta.dirname, '../docs/http-operations.md');
const text = operationsDocument();
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error('docs/http-operations.md is stale: run `npm run generate` and commit the result');
  process.exitCode = 1;
}
