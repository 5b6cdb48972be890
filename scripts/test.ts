// Runs every test (or those named: `npm test -- tests/unit/ledger`) and ends with `N passed, N failed`.
import { startVitest } from 'vitest/node';

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
