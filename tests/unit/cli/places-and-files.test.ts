import { constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backup } from '#controller/cli/backup.ts';
import type { Command } from '#controller/cli/command.ts';
import { keptOut } from '#controller/cli/data-dir.ts';
import { decode } from '#controller/cli/decode.ts';
import { directory } from '#controller/cli/directory.ts';
import { exportCommand } from '#controller/cli/export.ts';
import { unreadable, unwritable } from '#controller/cli/file-words.ts';
import { importCommand } from '#controller/cli/import.ts';
import { label } from '#controller/cli/label.ts';
import { restore } from '#controller/cli/restore.ts';
import { runCommandLine } from '#controller/cli/run.ts';
import { token } from '#controller/cli/token.ts';
import { verify } from '#controller/cli/verify.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { temporaryDir } from '#tests/support/ledgers.ts';

const run = async (command: Command, ...args: string[]) => {
  const said = { out: [] as string[], err: [] as string[] };
  const console = { out: (line: string) => said.out.push(line), err: (line: string) => said.err.push(line) };
  const entry = { name: command.name, summary: '', load: () => Promise.resolve(command) };
  const code = await runCommandLine([entry], [command.name, ...args], console, '0');
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
};
const siteIn = (dataDir: string): string => {
  openLedger({ dataDir, site: 'test' }).close();
  writeFileSync(join(dataDir, 'site.key'), Buffer.alloc(32, 5), { mode: 0o600 });
  return dataDir;
};

describe('a data directory', () => {
  const { R_OK, W_OK } = constants;
  test.each<[string, 'read' | 'write', (path: string, mode: number) => boolean, RegExp | null]>([
    ['of one’s own', 'write', () => true, null],
    ['that may not be looked into', 'read', (path) => !path.endsWith('site'), /may not look into it/],
    [
      'whose ledger may not be read',
      'read',
      (path, mode) => path.endsWith('site') || mode !== R_OK,
      /ledger\.db: this user may not read it/,
    ],
    ['on a read-only disk, to write', 'write', (_, mode) => mode !== W_OK, /may not write there/],
    [
      'on a read-only disk, to read',
      'read',
      (path, mode) => mode !== W_OK && !path.endsWith('-shm'),
      /book of readers/,
    ],
    ['of another user whose controller runs, to read', 'read', (_, mode) => mode !== W_OK, null],
  ])('%s', (_, use, may, found) => {
    using dir = temporaryDir();
    const dataDir = join(dir.path, 'site');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'ledger.db'), '');
    const kept = keptOut(dataDir, use, may);
    if (found === null) expect(kept).toBeUndefined();
    else {
      expect(kept?.found).toMatch(found);
      expect(kept?.fix).toMatch(/owner|copy/);
    }
  });

  test('that is a file, or is not there, is told so by every command', async () => {
    using dir = temporaryDir();
    const file = join(dir.path, 'file');
    writeFileSync(file, 'x');
    const out = join(dir.path, 'out');
    for (const [command, ...args] of [
      [verify, '--data'],
      [backup, '--out', out, '--data'],
      [exportCommand, 'ledger', '--out', out, '--data'],
      [exportCommand, 'people', '--out', `${out}.csv`, '--data'],
      [token, 'list', '--data'],
    ] as const) {
      expect(await run(command, ...args, file)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/is a file: |is a file;/),
      });
      expect(await run(command, ...args, join(dir.path, 'no'))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/holds no ledger/),
      });
    }
    expect(existsSync(out)).toBe(false);
  });
});

describe('a file that a command is given', () => {
  test('and that is not there, or is a folder, is told so with what to do', async () => {
    using dir = temporaryDir();
    const data = siteIn(join(dir.path, 'site'));
    const folder = join(dir.path, 'folder');
    mkdirSync(folder);
    for (const [command, ...args] of [
      [verify, '--export'],
      [verify, '--data', data, '--checkpoint'],
      [importCommand, '--data', data, 'people'],
      [label, '--out', join(dir.path, 'l'), '--in'],
      [decode],
      [restore, '--data', join(dir.path, 'new')],
    ] as const) {
      const missing = await run(command, ...args, join(dir.path, 'no'));
      expect([command.name, missing]).toMatchObject([
        command.name,
        { code: 1, err: expect.stringMatching(/no: there is no such file; check the name/) },
      ]);
      const wrong = await run(command, ...args, folder);
      expect([command.name, wrong]).toMatchObject([
        command.name,
        { code: 1, err: expect.stringMatching(/folder: this is a folder; name a file in it/) },
      ]);
    }
  });

  test('and that cannot be written is left as it is', async () => {
    using dir = temporaryDir();
    const data = siteIn(join(dir.path, 'site'));
    const there = join(dir.path, 'there.csv');
    writeFileSync(there, 'mine');
    for (const [command, ...args] of [
      [exportCommand, 'ledger', '--data', data, '--out'],
      [exportCommand, 'people', '--data', data, '--out'],
      [exportCommand, 'key', '--data', data, '--out'],
      [backup, '--data', data, '--out'],
    ] as const) {
      expect(await run(command, ...args, there)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/there already[;:] give another name/),
      });
      expect(await run(command, ...args, join(dir.path, 'no', 'x.csv'))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/no such folder/),
      });
    }
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });

  test.each([
    ['EACCES', /may not read it/, /may not write there/],
    ['EROFS', /cannot be read: EROFS/, /may not write there/],
    ['ENOSPC', /cannot be read/, /the disk is full; make room/],
    ['SQLITE_CORRUPT', /cannot be read/, /^the ledger cannot be read: .*verify/],
  ])('%s says what to do', (code, reading, writing) => {
    const error = Object.assign(new Error('as it is'), { code });
    expect(unreadable('f', error).message).toMatch(reading);
    expect(unwritable('f', error).message).toMatch(writing);
  });
});

test.each(['up', 'toString', '__proto__'])('directory %s is no verb', async (verb) => {
  expect(await run(directory, verb, '--data', 'd')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/say sync, syncs or undo/),
  });
});

test('a token is listed without its secret, and void once revoked', async () => {
  using dir = temporaryDir();
  const data = siteIn(join(dir.path, 'site'));
  const made = await run(token, 'create', '--data', data, '--name', 'oa', '--role', 'registrar');
  expect(made.out).toMatch(/^dxb_[\w-]{43}$/);
  const listed = await run(token, 'list', '--data', data);
  expect(listed.out).toMatch(/^oa {2}registrar {2}\d{4}-/);
  expect(listed.out).not.toContain(made.out);
  expect(await run(token, 'revoke', '--data', data, '--name', 'oa')).toMatchObject({
    code: 0,
    out: 'oa: revoked',
  });
  expect(await run(token, 'revoke', '--data', data, '--name', 'oa')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no such token/),
  });
  expect(await run(token, 'list', '--data', data, '--json')).toMatchObject({ code: 0, out: '[]' });
  expect(await run(token, 'drop', '--data', data)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/create, list or revoke/),
  });
  for (const name of ['', 'o a', '办公', 'x'.repeat(41)])
    expect(await run(token, 'create', '--data', data, '--name', name, '--role', 'registrar')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/use 1 to 40 letters, digits/),
    });
  for (const code of [0, 1])
    expect((await run(token, 'create', '--data', data, '--name', 'again', '--role', 'kiosk')).code).toBe(
      code,
    );
  expect(await run(token, 'create', '--data', data, '--name', 'x')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--role/),
  });
});
