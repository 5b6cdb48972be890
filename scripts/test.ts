// Runs every test (or those named: `npm test -- tests/unit/ledger`) and ends with `N passed, N failed`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { startVitest } from 'vitest/node';

const CODE = ['controller', 'drivers', 'kiosk-ui', 'label-printer', 'simulator', 'tests'];
/** Of the code that is committed: a commit that passed once meets no other stories later. DOCKETBOX_SEED=n tries others. */
const seedOfCommit = (): string => {
  try {
    const trees = execFileSync('git', ['rev-parse', ...CODE.map((folder) => `HEAD:${folder}`)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `${createHash('sha256').update(trees).digest().readUInt32BE() >>> 1}`;
  } catch {
    // A copy without its history.
    return '1';
  }
};
process.env['DOCKETBOX_SEED'] ??= seedOfCommit();
console.log(`random stories of seed ${process.env['DOCKETBOX_SEED']}`);

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const vitest = await startVitest('test', filters, { run: true, watch: false, reporters: ['default'] });

let passed = 0;
let failed = 0;
let skipped = 0;
for (const module of vitest.state.getTestModules()) {
  if (module.errors().length > 0) failed++;
  for (const test of module.children.allTests()) {
    const state = test.result().state;
    if (state === 'passed') passed++;
    else if (state === 'skipped') skipped++;
    else failed++;
  }
}
failed += vitest.state.getUnhandledErrors().length;
if (passed + failed === 0) {
  console.error(`No test matches ${filters.join(', ') || 'anything'}.`);
  failed = 1;
}
await vitest.close();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 ? 1 : 0);
