import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runCommandLine, type Entry } from './run.ts';

// Halves the time the next start needs to load the code; without a writable folder nothing is lost.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)));

const entries: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'run the controller of a site',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'simulate',
    summary: 'run simulated devices for a site configuration',
    load: async () => (await import('./simulate.ts')).simulate,
  },
  {
    name: 'doctor',
    summary: 'look at machine, configuration and devices, and say what to mend',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'token',
    summary: 'make a bearer token for a program',
    load: async () => (await import('./token.ts')).token,
  },
  {
    name: 'import',
    summary: 'import departments, people or documents from CSV or Excel',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'directory',
    summary: 'bring people and departments in line with an LDAP directory',
    load: async () => (await import('./directory.ts')).directory,
  },
  {
    name: 'export',
    summary: 'write registers of a site to a file',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'verify',
    summary: 'recompute the ledger and report every edit',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'backup',
    summary: 'copy the ledger to one file, also while the controller runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'make a data directory from a backup',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'label',
    summary: 'draw a label to a file',
    load: async () => (await import('./label.ts')).label,
  },
  {
    name: 'decode',
    summary: 'read the codes in pictures and PDF files',
    load: async () => (await import('./decode.ts')).decode,
  },
];

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
// A reader that went away (`docketbox … | head`) is no reason to crash.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.exitCode = await runCommandLine(
  entries,
  process.argv.slice(2),
  {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  },
  version,
);
