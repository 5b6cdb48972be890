import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { dumpViews } from '#controller/ledger/projector.ts';
import { verifyLedger } from '#controller/ledger/verify.ts';
import { projections } from '#controller/views/read-models.ts';
import { temporaryDir } from '#tests/support/ledgers.ts';

const child = join(import.meta.dirname, '../../support/append-child.ts');

/** Lets a process append, kills it without warning after so many acknowledgements, returns all it gave. */
const appendUntilKilled = async (dataDir: string, run: number, after: number): Promise<string[]> => {
  const process_ = spawn(process.execPath, [child, dataDir, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: process_.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === after) process_.kill('SIGKILL');
  }
  return acknowledged;
};

it('keeps everything acknowledged by a process killed at any point, and starts again at once', async () => {
  using dir = temporaryDir();
  const kills = fc.sample(fc.integer({ min: 1, max: 120 }), 6);
  const acknowledged: string[] = [];
  for (const [run, after] of kills.entries()) {
    acknowledged.push(...(await appendUntilKilled(dir.path, run, after)));

    const ledger = openLedger({ dataDir: dir.path, site: 'test', projections });
    for (const line of acknowledged) {
      const [sequence, root] = line.split(' ');
      expect(ledger.proof(Number(sequence))?.root, `after kills at ${kills.join(', ')}`).toBe(root);
    }
    const views = dumpViews(ledger.db);
    ledger.rebuildViews();
    expect(dumpViews(ledger.db)).toEqual(views);
    ledger.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills.reduce((sum, after) => sum + after));
  const known = acknowledged.map((line) => ({
    size: Number(line.split(' ')[0]),
    root: String(line.split(' ')[1]),
  }));
  expect(verifyLedger(dir.path, { known }).findings).toEqual([]);
});
