// Sets up what is missing before `npm start`, `npm test`, `npm run check`; quick when nothing is. Runs on Node 18+.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const purpose = process.argv[2] ?? 'start';
const pinnedNode = join(root, 'node_modules', '.bin', 'node');

const say = (line) => process.stderr.write(`[setup] ${line}\n`);
const fail = (line) => {
  say(line);
  process.exit(1);
};
const run = (command, args, what) => {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (error || status !== 0) fail(`${what} failed (${error?.message ?? `exit code ${status}`}); see above.`);
};

/** Fingerprint of files by name, size and time: cheap enough for every start. */
const fingerprint = (paths) => {
  const hash = createHash('sha256');
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) return void hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) if (name !== 'dist') add(join(path, name));
  };
  paths.forEach(add);
  return hash.digest('hex');
};
const stamped = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value;

function packages() {
  const stamp = join('node_modules', '.docketbox-installed');
  const want = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (stamped(stamp, want) && existsSync(pinnedNode)) return;
  say('installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm?.endsWith('.js')) run(process.execPath, [npm, ...args], 'npm ci');
  else run('npm', args, 'npm ci');
  if (!existsSync(pinnedNode))
    fail(
      'the pinned Node (package "node") is missing after npm ci: allow its install script, then try again.',
    );
  writeFileSync(stamp, want);
}

function pages() {
  const stamp = join('kiosk-ui', 'dist', '.built');
  const want = fingerprint(['kiosk-ui', join('controller', 'api', 'contract'), 'package-lock.json']);
  if (stamped(stamp, want)) return;
  say('building the pages (vite) …');
  run(
    pinnedNode,
    [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'kiosk-ui', '--logLevel', 'warn'],
    'vite build',
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, want);
}

function browser() {
  if (findBrowser()) return;
  const byHand = 'install Chromium (Debian: apt-get install chromium) or set DOCKETBOX_BROWSER to its path.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    fail(`no browser found for the tests: ${byHand}`);
  say("installing Chromium with the system's package manager …");
  run('apt-get', ['update', '-qq'], 'apt-get update');
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], 'apt-get install chromium');
  if (!findBrowser()) fail(`Chromium was installed but is not to be found: ${byHand}`);
}

packages();
if (purpose === 'start' || purpose === 'test') pages();
if (purpose === 'test') browser();
