import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportCommand } from '#controller/cli/export.ts';
import { runCommandLine } from '#controller/cli/run.ts';
import { verify } from '#controller/cli/verify.ts';
import { latestCheckpoint } from '#controller/commands/checkpoints/issue.ts';
import { logKey } from '#controller/commands/checkpoints/log-key.ts';
import { signNote, writeCheckpoint } from '#controller/commands/checkpoints/note.ts';
import { loadSiteKey } from '#controller/commands/site-key.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { verifyLedger } from '#controller/ledger/verify.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { entropy } from '#tests/support/api-site.ts';
import { add, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { eventAt, fixChain, rewrite, tamperQuietly } from '#tests/support/tampering.ts';

const run = async (...args: string[]) => {
  const said = { out: [] as string[], err: [] as string[] };
  const console = { out: (line: string) => said.out.push(line), err: (line: string) => said.err.push(line) };
  const entries = [verify, exportCommand].map((command) => ({
    ...{ name: command.name, summary: '', load: () => Promise.resolve(command) },
  }));
  const code = await runCommandLine(entries, args, console, '0');
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
};
const by = { actor: '1001', station: null, cause: 'test' };

/** Nine events, a checkpoint, nine more; the note lies beside the ledger. */
const fill = (dir: string, site = 'test') => {
  const clock = new ManualClock();
  const siteKey = loadSiteKey(dir, entropy);
  const ledger = openLedger({ dataDir: dir, site, projections });
  const nine = () => {
    for (let i = 0; i < 9; i++) add(ledger, 'device:board', wentOffline(`cable ${i}`));
  };
  nine();
  const deps = { desk: createDesk(ledger, clock), ledger, clock, siteKey, config: { site: { id: site } } };
  const row = latestCheckpoint({ ...deps, views: createReadModels(ledger.db) }, 'asked', by);
  nine();
  ledger.close();
  const file = join(dir, 'checkpoint.txt');
  writeFileSync(file, row.note);
  return { row, file, siteKey };
};
const forge = (dir: string, sequence: number): void =>
  tamperQuietly(dir, (db) => {
    rewrite(db, sequence, { actor: '6666' });
    fixChain(db);
  });

describe('docketbox verify --checkpoint', () => {
  test('finds that the ledger still begins so; from the answer of the API too, and with an exported key', async () => {
    using dir = temporaryDir();
    const { row, file } = fill(dir.path);
    const { code, out } = await run('verify', '--data', dir.path, '--checkpoint', file);
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      `${file}: a checkpoint of docketbox/test, the first 9 events are those`,
    ]);
    const answer = join(dir.path, 'answer.json');
    writeFileSync(answer, JSON.stringify({ items: [row], next: null }));
    const key = join(dir.path, 'key.txt');
    expect((await run('export', 'key', '--data', dir.path, '--out', key)).code).toBe(0);
    expect(readFileSync(key, 'utf8')).toMatch(/^docketbox\/test\+[0-9a-f]{8}\+[\w+/=]+\n$/);
    const told = await run('verify', '--data', dir.path, '--checkpoint', answer, '--key', key, '--json');
    expect(told.code).toBe(0);
    expect(JSON.parse(told.out)).toMatchObject({
      size: 19,
      findings: [],
      checkpoint: { size: 9, root: row.root },
    });
  });

  test('planted mutant: an event before it was edited and every hash made anew', async () => {
    using dir = temporaryDir();
    const { file } = fill(dir.path);
    // The event that records the checkpoint is edited as well, so that the ledger alone gives nothing away.
    forge(dir.path, 3);
    tamperQuietly(dir.path, (db) => {
      const root = db.prepare('SELECT root FROM events WHERE sequence = 9').pluck().get() as Buffer;
      const { payload } = eventAt(db, 10) as { payload: object };
      rewrite(db, 10, { payload: { ...payload, root: root.toString('hex') } });
      fixChain(db);
    });
    expect((await run('verify', '--data', dir.path)).code).toBe(0);
    const { code, out } = await run('verify', '--data', dir.path, '--checkpoint', file);
    expect([code, out.split('\n')[0]]).toEqual([1, expect.stringContaining('event 9: checkpoint-differs')]);
  });

  test('planted mutant: an edit after it is no business of this checkpoint', async () => {
    using dir = temporaryDir();
    const { file } = fill(dir.path);
    forge(dir.path, 15);
    expect((await run('verify', '--data', dir.path, '--checkpoint', file)).code).toBe(0);
  });

  test('planted mutant: the end of the ledger was cut off before it', async () => {
    using dir = temporaryDir();
    const { file } = fill(dir.path);
    tamperQuietly(dir.path, (db) => {
      db.exec('DELETE FROM events WHERE sequence > 5');
      fixChain(db);
    });
    const { code, out } = await run('verify', '--data', dir.path, '--checkpoint', file);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/event 9: checkpoint-differs: .*over 9 events.*4 are gone/),
    ]);
  });

  test('planted mutant: the root of another ledger, signed with the right key', async () => {
    using dir = temporaryDir();
    const { row, file, siteKey } = fill(dir.path);
    const other = { origin: row.origin, size: row.size, root: 'cd'.repeat(32) };
    writeFileSync(file, signNote(writeCheckpoint(other), logKey(siteKey, 'test')));
    const { code, out } = await run('verify', '--data', dir.path, '--checkpoint', file);
    expect([code, out]).toEqual([1, expect.stringContaining('event 9: checkpoint-differs')]);
  });

  test('the ledger itself gives away a recorded checkpoint that it never had', () => {
    using dir = temporaryDir();
    fill(dir.path);
    forge(dir.path, 3);
    expect(verifyLedger(dir.path).findings.map(({ code, sequence }) => [code, sequence])).toEqual([
      ['checkpoint-differs', 10],
    ]);
  });

  test.each([
    [
      'of another site',
      (note: string) => note.replaceAll('docketbox/test', 'docketbox/tost'),
      /not signed with/,
    ],
    ['with another size', (note: string) => note.replace('\n9\n', '\n8\n'), /altered after it was signed/],
    ['that is no note', () => 'hello\n', /no signed note/],
    ['that is empty', () => '', /no signed note/],
  ])('a file %s is refused with what is wrong', async (_, change, message) => {
    using dir = temporaryDir();
    const { row, file } = fill(dir.path);
    writeFileSync(file, change(row.note));
    const { code, err } = await run('verify', '--data', dir.path, '--checkpoint', file);
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
  });

  test('says which key it needs when there is none', async () => {
    using dir = temporaryDir();
    const { file } = fill(dir.path);
    const key = join(dir.path, 'site.key');
    rmSync(key);
    const { code, err } = await run('verify', '--data', dir.path, '--checkpoint', file);
    expect([code, err]).toEqual([2, expect.stringContaining('--key FILE')]);
  });
});
