// Types, lint, format, architecture, unused code, generated files, links: two at a time, all reported, each with its time.
import { spawn } from 'node:child_process';

const steps: readonly (readonly [name: string, command: string])[] = [
  ['lint', 'eslint . --max-warnings 0 --cache --cache-location node_modules/.cache/eslint'],
  ['types', 'tsc -p .'],
  ['page types', 'svelte-check --tsconfig kiosk-ui/tsconfig.json --fail-on-warnings --output human'],
  [
    'format',
    'prettier --check --log-level warn --cache --cache-location node_modules/.cache/prettier-check .',
  ],
  ['architecture', 'vitest run tests/architecture.test.ts'],
  ['unused code', 'knip'],
  ['generated files', 'node scripts/generate.ts --check'],
  ['links of the pages', 'node scripts/check-links.ts'],
];

const run = (command: string): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });

const waiting = [...steps];
let failures = 0;
const worker = async (): Promise<void> => {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const [name, command] = step;
    const begin = performance.now();
    const { code, output } = await run(command);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
    if (code === 0) continue;
    failures++;
    console.log(output.trimEnd());
  }
};
await Promise.all([worker(), worker()]);
if (failures > 0) console.log(`${failures} of ${steps.length} checks failed`);
process.exit(failures > 0 ? 1 : 0);
