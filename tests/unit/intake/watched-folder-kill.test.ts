import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanFiles } from '#controller/adapters/scan-files.ts';
import { WatchedFolder } from '#controller/adapters/watched-folder.ts';
import { Intake, type IntakeDeps } from '#controller/commands/intake.ts';
import { folderIntake } from '#controller/composition/folder-intake.ts';
import type { PageReader } from '#controller/ports/intake.ts';
import { Death } from '#tests/support/death.ts';
import { entropy, makeSite, temporaryFolder } from '#tests/support/api-site.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const NAME = '扫描.pdf';
const CONTENT = 'a page';
/** One page without codes; what reading finds is not these tests' concern. */
const reader: PageReader = {
  read: (bytes) =>
    Promise.resolve({
      ok: true,
      file: {
        form: 'pdf',
        pages: [{ codes: [] }],
        cut: () => Promise.resolve([{ form: 'pdf', bytes, thumbnail: new Uint8Array() }]),
        close: () => undefined,
      },
    }),
  stop: () => Promise.resolve(),
};

type Take = ReturnType<typeof folderIntake>;
/** How a life of the process takes a file in, every effect counted. */
type Life = (deps: IntakeDeps, death: Death) => Take;
const faithful: Life = (deps, death) => {
  const { desk, files } = deps;
  const mortal: IntakeDeps = {
    ...deps,
    desk: { ...desk, append: (...args) => death.sync(() => desk.append(...args)) },
    files: {
      ...files,
      put: (hash, file) => death.async(() => files.put(hash, file)),
      remove: (hash) => death.sync(() => files.remove(hash)),
    },
  };
  const take = folderIntake(new Intake(mortal), entropy);
  // Counted first; killed after it, all is done and the folder never hears of it.
  return (file) => death.async(() => take(file));
};
/** Mutant: files are not known again by their content. */
const forgetful: Life = (deps, death) =>
  faithful({ ...deps, views: { ...deps.views, scansFrom: () => [] } }, death);
/** Mutant: the folder is told before it is recorded. */
const hasty: Life = (deps, death) => {
  const take = faithful(deps, death);
  return (file) => {
    void take(file).catch(() => undefined);
    return Promise.resolve({ is: 'taken' });
  };
};

/** One file through a life that is killed at an effect and one that is not; what is recorded, kept and left where. */
const survive = async (life: Life, effect: number, after: boolean) => {
  const [folder, dataDir] = [temporaryFolder(), temporaryFolder()];
  const site = makeSite({ dataDir, reader, files: scanFiles(dataDir) });
  writeFileSync(join(folder, NAME), CONTENT);
  for (const death of [new Death(effect, after), new Death(Number.POSITIVE_INFINITY, false)]) {
    // Each life keeps what it is given by the disk alone.
    const files = scanFiles(dataDir);
    const take = life({ ...site, siteKey: site.siteKey, reader, files }, death);
    const watch = new WatchedFolder({ folder, clock: new ManualClock(), mostBytes: 100, take });
    for (let look = 0; look < 3; look++) await Promise.race([watch.look(), death.met]);
  }
  const received = site.ledger.read(0, 1000).filter(({ type }) => type === 'ScanReceived').length;
  const done = readdirSync(join(folder, 'done')).map((name) =>
    readFileSync(join(folder, 'done', name), 'utf8'),
  );
  const left = readdirSync(folder).filter((name) => name === NAME).length;
  const kept = scanFiles(dataDir).list().length;
  site.ledger.close();
  for (const path of [folder, dataDir]) rmSync(path, { recursive: true });
  return { received, done, left, kept };
};

const once = { received: 1, done: [CONTENT], left: 0, kept: 1 };
const kills = [0, 1, 2].flatMap((effect) => [
  [effect, false],
  [effect, true],
]) as [number, boolean][];

describe('a file from the watched folder', () => {
  it.each(kills)(
    'is recorded once, kept once and moved once, killed at effect %i (after it: %s)',
    async (effect, after) => {
      expect(await survive(faithful, effect, after)).toEqual(once);
    },
  );

  it('is recorded twice where files are not known by their content, and lost where it is moved first (mutants)', async () => {
    const all = async (life: Life) => {
      const found = [];
      for (const [effect, after] of kills) found.push(await survive(life, effect, after));
      return found;
    };
    expect((await all(forgetful)).map(({ received }) => received)).toContain(2);
    expect((await all(hasty)).map(({ received }) => received)).toContain(0);
  });

  it('whose name was claimed in done and which was not moved any more is moved beside it', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'done'));
    writeFileSync(join(folder, 'done', NAME), '');
    writeFileSync(join(folder, NAME), CONTENT);
    const take: Take = () => Promise.resolve({ is: 'taken' });
    const watch = new WatchedFolder({ folder, clock: new ManualClock(), mostBytes: 100, take });
    for (let look = 0; look < 2; look++) await watch.look();
    expect(readdirSync(folder)).toEqual(['done', 'failed']);
    expect(readFileSync(join(folder, 'done', '扫描-2.pdf'), 'utf8')).toBe(CONTENT);
    rmSync(folder, { recursive: true });
  });
});
