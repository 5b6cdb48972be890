import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { startNode } from '../support/child.ts';
import { dropOne } from '../support/messenger.ts';
import { layOut } from '../support/power-cut/disk.ts';
import { cutEverywhere } from '../support/power-cut/judge.ts';
import { canTrace, readTrace, tracing, type Op } from '../support/power-cut/trace.ts';
import { startSite } from '../support/running-site.ts';

// A killed process shows nothing of this: what it wrote is in the page cache. Here every write, sync, frame and answer of
// a controller stands in one list, and the disk is rebuilt as a power cut at each place of it could have left it.
const limit = 300_000;
const seed = fc.sample(fc.integer({ min: 1, max: 2 ** 31 - 1 }), 1)[0] ?? 1;
/** Numbers from 0 to 1 that follow from the seed, which stands in every finding. */
const randomFrom = (start: number) => {
  let state = start;
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};
const filesOf = (dataDir: string): ReadonlyMap<string, Buffer> =>
  new Map(
    ['ledger.db', 'ledger.db-wal']
      .filter((name) => existsSync(join(dataDir, name)))
      .map((name) => [name, readFileSync(join(dataDir, name))]),
  );

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'docketbox-cut-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const judged = (ops: readonly Op[], files: ReadonlyMap<string, Buffer>, more = {}) => {
  const report = cutEverywhere(ops, files, {
    ...{ dir: join(dir, 'rebuilt'), random: randomFrom(seed) },
    ...more,
  });
  return { ...report, broken: report.broken.map((what) => `${what} (seed ${seed})`) };
};

describe.skipIf(!canTrace())('A power cut', () => {
  describe('anywhere in a sheet’s way into the box', () => {
    let ops: readonly Op[] = [];
    let files: ReadonlyMap<string, Buffer> = new Map();

    beforeAll(async () => {
      const site = await startSite();
      const list = join(dir, 'site.list');
      await site.seed();
      await site.controller.end('SIGKILL');
      files = filesOf(site.dataDir);
      site.under = tracing(list);
      await site.serve();
      await site.signIn();
      await dropOne(site, 'bgs');
      await site.controller.end();
      ops = readTrace(readFileSync(list, 'latin1'), site.dataDir);
      await site.stop();
    }, limit);

    test(
      'loses nothing a client was told of, and leaves no open frame without its intent',
      { timeout: limit },
      () => {
        const { cuts, told, opened, broken } = judged(ops, files);
        expect(broken).toEqual([]);
        expect(opened).toBe(1);
        expect(told).toBeGreaterThan(30);
        expect(cuts).toBeGreaterThan(100);
      },
    );

    test(
      'planted mutant: a log that is not synced is caught, by clients and by the line',
      { timeout: limit },
      () => {
        const forgetful = ops.filter((op) => !(op.is === 'sync' && op.file === 'ledger.db-wal'));
        const { broken } = judged(forgetful, files, { kinds: ['dropped'] });
        expect(broken.some((what) => what.includes('a client was told of event'))).toBe(true);
        expect(broken.some((what) => what.includes('open frames for channel'))).toBe(true);
      },
    );

    test(
      'planted mutant: a controller that acts before its intent is durable is caught',
      { timeout: limit },
      () => {
        const frame = ops.findIndex(
          (op) => op.is === 'effect' && op.bytes.length === 5 && op.bytes[0] === 0x8a,
        );
        const moved = ops[frame];
        const intent = ops.findLastIndex(
          (op, place) => place < frame && op.is === 'write' && op.bytes.includes('"OpenRequested"'),
        );
        if (!moved || intent < 0) throw new Error('no intent was written before the frame');
        const hasty = [...ops.slice(0, intent), moved, ...ops.slice(intent, frame), ...ops.slice(frame + 1)];
        const { broken } = judged(hasty, files, { kinds: ['dropped'] });
        expect(broken.some((what) => what.includes('open frames for channel'))).toBe(true);
      },
    );
  });

  const appended = async (forgetful: boolean) => {
    const dataDir = join(dir, forgetful ? 'forgetful' : 'honest');
    // Taken from an open ledger, whose log has its full size already: only the appends are of interest.
    const ledger = openLedger({ dataDir: `${dataDir}-made`, site: 'test' });
    const files = filesOf(`${dataDir}-made`);
    layOut(dataDir, files);
    ledger.close();
    const list = `${dataDir}.list`;
    const args = ['tests/support/acknowledging-child.ts', dataDir];
    const child = startNode(args, { FORGETFUL: forgetful ? '1' : '0' }, tracing(list));
    expect(await child.ended, child.output()).toBe(0);
    return judged(readTrace(readFileSync(list, 'latin1'), dataDir), files);
  };

  test('among plain appends loses none that was acknowledged', { timeout: limit }, async () => {
    const { broken, told } = await appended(false);
    expect([broken, told]).toEqual([[], 12]);
  });

  test(
    'planted mutant: synchronous=NORMAL under the same appends loses some',
    { timeout: limit },
    async () => {
      const { broken } = await appended(true);
      expect(broken.some((what) => what.includes('a client was told of event'))).toBe(true);
    },
  );
});
