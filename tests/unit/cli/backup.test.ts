import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backup } from '#controller/cli/backup.ts';
import type { Command } from '#controller/cli/command.ts';
import { exportCommand } from '#controller/cli/export.ts';
import { restore } from '#controller/cli/restore.ts';
import { runCommandLine } from '#controller/cli/run.ts';
import { verify } from '#controller/cli/verify.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { add, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { treeHead } from '#tests/support/merkle-reference.ts';
import { fixChain, rewrite, tamperQuietly } from '#tests/support/tampering.ts';

const run = async (command: Command, ...args: string[]) => {
  const said = { out: [] as string[], err: [] as string[] };
  const console = { out: (line: string) => said.out.push(line), err: (line: string) => said.err.push(line) };
  const entry = { name: command.name, summary: '', load: () => Promise.resolve(command) };
  const code = await runCommandLine([entry], [command.name, ...args], console, '0');
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
};
const open = (dataDir: string) => openLedger({ dataDir, site: 'test' });
/** Seven events and a site key; answers the root after them. */
const fill = (dataDir: string): string => {
  const ledger = open(dataDir);
  for (let i = 0; i < 7; i++) add(ledger, 'device:board', wentOffline(`cable ${i}`));
  const { root } = ledger.head();
  ledger.close();
  writeFileSync(join(dataDir, 'site.key'), Buffer.alloc(32, 5));
  return root;
};

describe('a backup', () => {
  test('of a running site is whole, and becomes the same ledger again', async () => {
    using dir = temporaryDir();
    const [data, file, key, again] = ['data', 'b.db', 'b.key', 'again'].map((name) =>
      join(dir.path, name),
    ) as [...[string, string, string, string]];
    const root = fill(data);
    const running = open(data);
    const made = await run(backup, '--data', data, '--out', file, '--key-out', key, '--json');
    add(running, 'device:board', wentOffline('later'));
    running.close();
    expect([made.code, JSON.parse(made.out)]).toMatchObject([0, { size: 7, root, findings: [], key }]);
    expect([statSync(file).mode & 0o777, readdirSync(dir.path).sort()]).toEqual([
      0o600,
      ['b.db', 'b.key', 'data'],
    ]);
    expect(await run(restore, file, '--data', again, '--key', key)).toMatchObject({ code: 0, err: '' });
    expect(await run(verify, '--data', again, '--known', `7:${root}`)).toMatchObject({ code: 0 });
    expect(readFileSync(join(again, 'site.key'))).toEqual(Buffer.alloc(32, 5));
    expect(statSync(join(again, 'site.key')).mode & 0o777).toBe(0o600);
    const ledger = open(again);
    expect(ledger.head()).toMatchObject({ sequence: 7, root });
    add(ledger, 'device:board', wentOffline('goes on'));
    ledger.close();
  });

  test('of an edited ledger says so, and is restored only when told', async () => {
    using dir = temporaryDir();
    const [data, file, again] = ['data', 'b.db', 'again'].map((name) => join(dir.path, name)) as [
      ...[string, string, string],
    ];
    fill(data);
    tamperQuietly(data, (db) => rewrite(db, 3, { actor: '6666' }));
    expect(await run(backup, '--data', data, '--out', file)).toMatchObject({
      ...{ code: 1, out: expect.stringMatching(/^event 3: leaf-differs/) },
    });
    const refused = await run(restore, file, '--data', again);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringMatching(/event 3: leaf-differs[^]*--damaged/),
    ]);
    expect(readdirSync(dir.path)).not.toContain('again');
    expect((await run(restore, file, '--data', again, '--damaged')).out).toContain('put the site key to');
    expect(readdirSync(again)).toEqual(['ledger.db']);
  });

  const keep = (data: string, folder: string, content: string, ending: string): string => {
    const hash = createHash('sha256').update(content).digest('hex');
    const inside = folder === 'scans' ? join(folder, hash.slice(0, 2)) : folder;
    mkdirSync(join(data, inside), { recursive: true });
    writeFileSync(join(data, inside, hash + ending), content);
    return join(inside, hash + ending);
  };

  test('brings the kept scans and sheets back, and nothing that a site does not keep', async () => {
    using dir = temporaryDir();
    const [data, file, again] = ['data', 'b.db', 'again'].map((name) => join(dir.path, name)) as [
      ...[string, string, string],
    ];
    fill(data);
    const kept = [keep(data, 'scans', 'a scan', ''), keep(data, 'sheets', 'a sheet', '.pdf')];
    writeFileSync(join(data, 'sheets', 'note.txt'), 'not ours');
    expect((await run(backup, '--data', data, '--out', file)).out).toContain(', 2 kept files');
    expect((await run(restore, file, '--data', again)).out).toContain(', 2 kept files');
    expect(kept.map((name) => readFileSync(join(again, name), 'utf8'))).toEqual(['a scan', 'a sheet']);
    expect(readdirSync(join(again, 'sheets'))).toHaveLength(1);
    expect(statSync(join(again, kept[0] ?? '')).mode & 0o777).toBe(0o600);
    const ledger = open(again);
    expect(ledger.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kept_files'").get()).toBeUndefined();
    ledger.close();
  });

  test.each([
    ['a content that is not its own', "UPDATE kept_files SET bytes = x'00'", /is not what it was/],
    ['a name that leads elsewhere', "UPDATE kept_files SET name = 'scans/../../x'", /is no file that a site/],
  ])('whose files hold %s is restored only when told, and never outside', async (_, edit, message) => {
    using dir = temporaryDir();
    const [data, file, again] = ['data', 'b.db', 'again'].map((name) => join(dir.path, name)) as [
      ...[string, string, string],
    ];
    fill(data);
    keep(data, 'scans', 'a scan', '');
    await run(backup, '--data', data, '--out', file);
    const db = new Database(file);
    db.exec(edit);
    db.close();
    const refused = await run(restore, file, '--data', again);
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(message)]);
    expect((await run(restore, file, '--data', again, '--damaged')).code).toBe(1);
    expect(readdirSync(dir.path).sort()).toEqual(['again', 'b.db', 'data']);
  });

  test('is never put over something that is there', async () => {
    using dir = temporaryDir();
    const [data, file] = [join(dir.path, 'data'), join(dir.path, 'b.db')];
    fill(data);
    await run(backup, '--data', data, '--out', file);
    const running = open(data);
    for (const args of [
      [file, '--data', data],
      [file, '--data', dir.path],
    ])
      expect((await run(restore, ...args)).err).toMatch(/is not empty .*move it away/);
    running.close();
    expect((await run(backup, '--data', data, '--out', file)).err).toMatch(/is there already: .*--out/);
    expect((await run(restore, file, '--data', file)).err).toMatch(/is a file/);
  });

  test.each([
    ['no ledger', ['--data', '/nonexistent', '--out', '/nonexistent/x'], backup, /holds no ledger/],
    ['no file', ['/nonexistent', '--data', '/nonexistent'], restore, /no such file/],
    ['a file that is no backup', [import.meta.filename, '--data', '/nonexistent'], restore, /file-damaged/],
    [
      'a key that is none',
      [import.meta.filename, '--data', '/nonexistent', '--key', import.meta.filename],
      restore,
      /a site key has 32 bytes/,
    ],
  ] as const)('with %s says what to do', async (_, args, command, message) => {
    expect(await run(command, ...args)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(message),
    });
  });
});

describe('an export of the ledger', () => {
  const exported = async (dir: string): Promise<{ file: string; lines: string[]; root: string }> => {
    const file = join(dir, 'ledger.jsonl');
    const root = fill(join(dir, 'data'));
    expect(await run(exportCommand, 'ledger', '--data', join(dir, 'data'), '--out', file)).toMatchObject({
      ...{ code: 0, out: `${file}: 7 events, root ${root}` },
    });
    return { file, root, lines: readFileSync(file, 'utf8').trimEnd().split('\n') };
  };

  test('holds every event with its leaf and root, as an independent reading of RFC 6962 has them', async () => {
    using dir = temporaryDir();
    const { lines, root, file } = await exported(dir.path);
    const events = lines.map((line) => Buffer.from(/"event":(.*)\}$/.exec(line)?.[1] ?? ''));
    expect(lines.map((line) => JSON.parse(line).sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    lines.forEach((line, at) => {
      const { leaf, root: told } = JSON.parse(line);
      expect(leaf).toBe(treeHead(events.slice(at, at + 1)).toString('hex'));
      expect(told).toBe(treeHead(events.slice(0, at + 1)).toString('hex'));
    });
    expect(treeHead(events).toString('hex')).toBe(root);
    expect(await run(verify, '--export', file)).toMatchObject({
      ...{ code: 0, out: `7 events, root ${root}: nothing was changed` },
    });
  });

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    [
      'an edited event',
      (lines) => lines.map((line) => line.replace('cable 2', 'cable x')),
      /^event 3: its leaf/,
    ],
    ['a missing event', (lines) => lines.toSpliced(3, 1), /^event 4: its sequence is not 4/],
    [
      'two that changed places',
      (lines) => [...lines.slice(0, 5), lines[6] ?? '', lines[5] ?? ''],
      /^event 6: its sequence/,
    ],
    [
      'a line cut off',
      (lines) => [...lines.slice(0, 6), lines[6]?.slice(0, 80) ?? ''],
      /^event 7: not a line/,
    ],
    [
      'a forged root',
      (lines) => lines.map((line) => line.replace(/"root":"../, '"root":"00')),
      /^event 1: the root/,
    ],
  ])('with %s is found out', async (_, change, message) => {
    using dir = temporaryDir();
    const { lines, file } = await exported(dir.path);
    writeFileSync(file, `${change(lines).join('\n')}\n`);
    expect(await run(verify, '--export', file)).toMatchObject({
      code: 1,
      out: expect.stringMatching(message),
    });
    rmSync(file);
  });

  test('of a forged chain is found by the root of a receipt', async () => {
    using dir = temporaryDir();
    const { root } = await exported(dir.path);
    tamperQuietly(join(dir.path, 'data'), (db) => {
      rewrite(db, 3, { actor: '6666' });
      fixChain(db);
    });
    const forged = join(dir.path, 'forged.jsonl');
    const { out } = await run(exportCommand, 'ledger', '--data', join(dir.path, 'data'), '--out', forged);
    expect(out).not.toContain(root);
    expect((await run(verify, '--export', forged)).code).toBe(0);
  });
});
