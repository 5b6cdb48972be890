#!/usr/bin/env node
// Runs on Node 18 and later, and hands over to the pinned Node 24 that the packages bring.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'controller', 'cli', 'main.ts');
const pinned = join(root, 'node_modules', '.bin', 'node');

if (!existsSync(pinned)) {
  process.stderr.write(
    `docketbox: not installed yet (${pinned} is missing). Run "npm ci" in ${root}, then try again.\n`,
  );
  process.exitCode = 1;
} else if (process.versions.node.startsWith('24.')) {
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
} else {
  const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal's Ctrl-C reaches both; the child decides when it is done.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`docketbox: ${pinned} does not start: ${error.message}. Run "npm ci" again.\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
