// npm run bench [-- NAME…] [--json FILE]: each line a median, a 99th percentile and a ratio to a reference of the same run.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchResult } from './result.ts';

const benches: Readonly<Record<string, () => Promise<{ run(): Promise<BenchResult[]> }>>> = {
  'scan-to-bolt': () => import('./scan-to-bolt.ts'),
  append: () => import('./append.ts'),
  poll: () => import('./poll.ts'),
  'open-under-load': () => import('./open-under-load.ts'),
  label: () => import('./label.ts'),
  'label-batch': () => import('./label-batch.ts'),
  start: () => import('./start.ts'),
  parsers: () => import('./parsers.ts'),
  replug: () => import('./replug.ts'),
  decode: () => import('./decode.ts'),
  lists: () => import('./lists.ts'),
  intake: () => import('./intake.ts'),
  api: () => import('./api.ts'),
  deadlines: () => import('./deadlines.ts'),
  search: () => import('./search.ts'),
  evaluation: () => import('./evaluation.ts'),
  year: () => import('./year.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const results: BenchResult[] = [];
for (const [name, load] of Object.entries(benches)) {
  // The year takes as long as all the others together, and measures nothing: only by its name.
  if (positionals.length > 0 ? !positionals.includes(name) : name === 'year') continue;
  for (const result of await (await load()).run()) {
    results.push(result);
    const { median, p99, unit, ratio, target, ok, reference } = result;
    console.log(
      `${ok ? 'ok  ' : 'MISS'} ${result.name.padEnd(14)} median ${median.toFixed(3)} ${unit}, p99 ${p99.toFixed(3)} ${unit}, ` +
        `ratio ${ratio.toFixed(2)} (${target})\n     reference: ${reference}`,
    );
  }
}
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ node: process.version, cpus: cpus().length, model: cpus()[0]?.model, results }, null, 2)}\n`,
  );
process.exit(results.every((result) => result.ok) ? 0 : 1);
