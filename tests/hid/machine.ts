import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { createInterface } from 'node:readline';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCpio, type Entry } from './cpio.ts';

/** Where `.ci/run` unpacks Debian's kernel package. */
const kernelFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'docketbox', 'kernel');
const qemu = 'qemu-system-x86_64';
const modules = ['hid', 'hid-generic', 'uhid'];

const programs = (process.env['PATH'] ?? '').split(':');
const found = (program: string): string | undefined =>
  programs.map((folder) => join(folder, program)).find((path) => existsSync(path));
const listed = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const version = (): string | undefined =>
  listed(join(kernelFolder, 'lib', 'modules'))
    .sort()
    .at(-1);

/** Why there can be no virtual machine here; null when there can. */
export const noMachine = (): string | null => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it needs Linux on x86-64';
  if (!found(qemu)) return 'qemu-system-x86 is not installed';
  if (!found('busybox')) return 'busybox-static is not installed';
  return version() === undefined ? `no kernel in ${kernelFolder}: .ci/run puts one there` : null;
};

/** A module of the kernel, unpacked where the package packs it. */
const moduleFile = (name: string): Entry => {
  const folder = join(kernelFolder, 'lib', 'modules', version() ?? '', 'kernel', 'drivers', 'hid');
  const plain = join(folder, `${name}.ko`);
  return existsSync(plain)
    ? { file: plain }
    : { content: execFileSync('xz', ['-dc', `${plain}.xz`], { maxBuffer: 1 << 26 }) };
};
const libraries = (file: string): string[] =>
  execFileSync('ldd', [file], { encoding: 'utf8' }).match(/\/[^\s]+/g) ?? [];

const init = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
for m in ${modules.join(' ')}; do /bin/busybox insmod /modules/$m.ko; done
cd /app
/bin/node --import /plain.mjs "$(/bin/busybox cat /script)" 2>&1
echo "@@ended $?"
/bin/busybox poweroff -f
`;

/** Files of the project that the script may import, and what they load. */
const projectFiles = (): string[] => {
  const folders = ['drivers', 'controller/adapters', 'controller/devices', 'controller/ports', 'tests/hid'];
  const typescript = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  );
  const packages = ['node-hid', 'pkg-prebuilds'].flatMap((name) =>
    readdirSync(join('node_modules', name), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|json)$/.test(file) || /linux-x64\/.*\.node$/.test(file))
      .map((file) => join('node_modules', name, file)),
  );
  return ['package.json', ...typescript, ...packages];
};

/** Types are taken out beforehand: the machine is slow. */
const asIs = (path: string): Entry =>
  path.endsWith('.ts') ? { content: stripTypeScriptTypes(readFileSync(path, 'utf8')) } : { file: path };
const plain = `import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({
  load: (url, context, next) =>
    url.endsWith('.ts')
      ? { format: 'module', source: readFileSync(new URL(url)), shortCircuit: true }
      : next(url, context),
});
`;

const contents = (script: string, data: Readonly<Record<string, string>>): Map<string, Entry> => {
  const files = projectFiles();
  const entries = new Map<string, Entry>([
    ['init', { content: init, executable: true }],
    ['script', { content: script }],
    ['plain.mjs', { content: plain }],
    ['bin/busybox', { file: found('busybox') ?? '', executable: true }],
    ['bin/node', { file: process.execPath, executable: true }],
    ...['dev', 'proc', 'sys', 'tmp'].map((folder): [string, Entry] => [`${folder}/.here`, { content: '' }]),
    ...modules.map((name): [string, Entry] => [`modules/${name}.ko`, moduleFile(name)]),
    ...Object.entries(data).map(([path, content]): [string, Entry] => [`app/${path}`, { content }]),
    ...files.map((path): [string, Entry] => [`app/${path}`, asIs(path)]),
  ]);
  for (const file of [process.execPath, ...files.filter((path) => path.endsWith('.node'))])
    for (const library of libraries(file)) entries.set(library.slice(1), { file: library, executable: true });
  return entries;
};

/** What the script printed: its objects, its exit code, and all the rest for people. */
export interface Run {
  readonly said: readonly unknown[];
  readonly exit: number | null;
  readonly log: string;
}

/**
 * Boots a kernel of its own in plain emulation and runs one of our scripts in it, with the pinned Node. The script
 * prints lines `@@` and JSON. The machine is gone when this resolves.
 */
export const runInMachine = async (
  script: string,
  data: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Run> => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-vm-'));
  try {
    const initrd = join(folder, 'initrd');
    writeCpio(initrd, contents(script, data));
    const kernel = join(kernelFolder, 'boot', `vmlinuz-${version() ?? ''}`);
    const machine = spawn(
      qemu,
      [
        ...['-m', '1024', '-smp', '2', '-nodefaults', '-display', 'none', '-no-reboot', '-serial', 'stdio'],
        ...[
          '-kernel',
          kernel,
          '-initrd',
          initrd,
          '-append',
          'console=ttyS0 quiet panic=-1 mitigations=off no_timer_check',
        ],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const orphan = (): unknown => machine.kill('SIGKILL');
    process.once('exit', orphan);
    const limit = setTimeout(() => machine.kill('SIGKILL'), timeoutMs);
    const said: unknown[] = [];
    const log: string[] = [];
    let exit: number | null = null;
    const hear = (line: string): void => {
      log.push(line);
      // The firmware's own control characters may stand before the first line.
      const [, ended, json] = /@@(?:ended (\d+)|(.*))\s*$/.exec(line) ?? [];
      if (ended !== undefined) exit = Number(ended);
      else if (json !== undefined) said.push(JSON.parse(json));
    };
    createInterface({ input: machine.stdout }).on('line', hear);
    machine.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
    await new Promise<void>((resolve, reject) => machine.on('close', () => resolve()).on('error', reject));
    clearTimeout(limit);
    process.off('exit', orphan);
    return { said, exit, log: log.slice(-60).join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A file of the project as text, to be put into the machine under the same path. */
export const carried = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
