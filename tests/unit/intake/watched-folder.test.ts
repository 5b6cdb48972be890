import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WatchedFolder } from '#controller/adapters/watched-folder.ts';
import { folderIntake } from '#controller/composition/folder-intake.ts';
import type { FolderTaken as Taken } from '#controller/ports/intake.ts';
import { LedgerUnavailable } from '#controller/ports/ledger.ts';
import { entropy, temporaryFolder } from '#tests/support/api-site.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

const leave = (name: string, content = name) => writeFileSync(join(folder, name), content);
const watching = (answer: (name: string) => Taken = () => ({ is: 'taken' })) => {
  const taken: string[] = [];
  const watch = new WatchedFolder({
    ...{ folder, clock: new ManualClock(), mostBytes: 100 },
    take: ({ name, bytes }) => {
      taken.push(`${name}=${Buffer.from(bytes).toString()}`);
      return Promise.resolve(answer(name));
    },
  });
  return { watch, taken };
};
const names = (within = '.') =>
  readdirSync(join(folder, within), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

it('a file is taken when it stopped growing, then lies in done', async () => {
  const { watch, taken } = watching();
  leave('a.pdf', 'half');
  await watch.look();
  leave('a.pdf', 'half and the rest');
  await watch.look();
  expect(taken).toEqual([]);
  await watch.look();
  expect(taken).toEqual(['a.pdf=half and the rest']);
  expect([names(), names('done')]).toEqual([[], ['a.pdf']]);
  await watch.look();
  expect(taken).toHaveLength(1);
});

it('what is not complete, hidden, or no file is left alone', async () => {
  const { watch, taken } = watching();
  for (const name of ['.hidden.pdf', 'b.pdf.part', '~c.pdf', 'd.TMP']) leave(name);
  mkdirSync(join(folder, 'more'));
  for (let look = 0; look < 3; look++) await watch.look();
  expect([taken, names().length]).toEqual([[], 4]);
});

it('what cannot be taken lies in failed beside the reason; nothing there is ever replaced', async () => {
  const { watch } = watching((name) => ({ is: 'failed', why: `damaged: ${name}` }));
  for (const content of ['one', 'two']) {
    leave('a.pdf', content);
    await watch.look();
    await watch.look();
  }
  leave('large.pdf', 'x'.repeat(101));
  await watch.look();
  await watch.look();
  expect(names('failed')).toEqual([
    'a-2.pdf',
    'a-2.pdf.txt',
    'a.pdf',
    'a.pdf.txt',
    'large.pdf',
    'large.pdf.txt',
  ]);
  expect(readFileSync(join(folder, 'failed', 'a-2.pdf'), 'utf8')).toBe('two');
  expect(readFileSync(join(folder, 'failed', 'large.pdf.txt'), 'utf8')).toContain('101 bytes');
  expect(watch.view()).toMatchObject({ taken: 0, failed: 3, problem: null });
});

it('of a classified file nothing stays, not even its name', async () => {
  const { watch } = watching(() => ({ is: 'classified' }));
  leave('关于某项部署.pdf', '绝密内容');
  await watch.look();
  await watch.look();
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  const [left, ...more] = all.filter((entry) => entry.isFile());
  expect([left?.name.startsWith('refused-'), more]).toEqual([true, []]);
  const text = readFileSync(join(folder, 'failed', left?.name ?? ''), 'utf8');
  expect(text).toContain('机要室');
  expect(text + all.map(({ name }) => name).join()).not.toMatch(/部署|绝密内容/);
});

it('what must wait is tried again, and a folder that went away is told and comes back', async () => {
  let answer: Taken = { is: 'later' };
  const { watch, taken } = watching(() => answer);
  leave('a.pdf');
  for (let look = 0; look < 3; look++) await watch.look();
  answer = { is: 'taken' };
  await watch.look();
  expect([taken.length, names('done')]).toEqual([3, ['a.pdf']]);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder was');
  await watch.look();
  expect(watch.view().problem).not.toBeNull();
  rmSync(folder);
  mkdirSync(folder);
  await watch.look();
  expect(watch.view().problem).toBeNull();
});

it('it looks by its clock, and stops when told', async () => {
  const clock = new ManualClock();
  const taken: string[] = [];
  const watch = new WatchedFolder({
    ...{ folder, clock, mostBytes: 100 },
    take: ({ name }) => Promise.resolve(void taken.push(name)).then((): Taken => ({ is: 'taken' })),
  });
  leave('a.pdf');
  watch.start();
  for (let second = 0; second < 5000 && taken.length === 0; second++) {
    await clock.advance(1000);
    await sleep(2);
  }
  await watch.stop();
  expect([taken, existsSync(join(folder, 'done', 'a.pdf'))]).toEqual([['a.pdf'], true]);
});

/** What a crash between record and moving leaves behind: the file is known already. */
it.each([
  [{ ok: false, refusal: { code: 'scan-known', values: {} } }, { is: 'taken' }],
  [{ ok: true, value: [] }, { is: 'taken' }],
  [{ ok: false, refusal: { code: 'classified', values: {} } }, { is: 'classified' }],
  [{ ok: false, refusal: { code: 'intake-busy', values: {} } }, { is: 'later' }],
  [{ ok: false, refusal: { code: 'unreadable-scan', values: { fault: 'locked' } } }, { is: 'failed' }],
] as const)('intake says %j, the folder hears %j', async (outcome, heard) => {
  const take = folderIntake({ take: () => Promise.resolve(outcome) }, entropy);
  expect(await take({ bytes: new Uint8Array(), name: 'a' })).toMatchObject(heard);
});

it('a ledger that cannot be written leaves the file where it is', async () => {
  const take = folderIntake({ take: () => Promise.reject(new LedgerUnavailable('full')) }, entropy);
  expect(await take({ bytes: new Uint8Array(), name: 'a' })).toEqual({ is: 'later' });
});
