// Writes what is generated from the code; with --check it only says whether that is up to date.
import { spawnSync } from 'node:child_process';

const check = process.argv.includes('--check') ? ['--check'] : [];
let failed = false;
for (const script of [
  'scripts/generate-events.ts',
  'scripts/generate-schema.ts',
  'scripts/generate-operations.ts',
]) {
  const { status } = spawnSync(process.execPath, [script, ...check], { stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
