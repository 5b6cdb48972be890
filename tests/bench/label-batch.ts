import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { systemEntropy } from '#controller/adapters/system-entropy.ts';
import { batchWrites } from '#controller/commands/label-jobs.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import type { Printer } from '#controller/ports/printer.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { greyOfRaster } from '#label-printer/decoding/grey.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { makeLabel, verifiedLabel } from '#label-printer/make-label.ts';
import { Spooler } from '#label-printer/spooler.ts';
import { median, quantile, type BenchResult } from './result.ts';

const LABELS = 1000;
const TARGET = 40;
const docketOf = (n: number): string =>
  (BigInt(n) * 2_654_435_761n + 36n ** 15n).toString(36).toUpperCase().padStart(16, '0').slice(-16);
const sample = (n: number) => ({
  ...{ docket: docketOf(n), recipient: '市发展和改革委员会', number: `某政办发〔2026〕${n}号` },
  ...{ title: `某市人民政府办公室关于做好${2000 + n}年防汛工作的通知`, issuer: '某市人民政府办公室' },
  ...{ urgency: n % 3 === 0 ? 'teji' : 'none', copy: `${n + 1}/${LABELS}` },
});

/**
 * One batch of 1,000 distinct 60 × 40 mm labels at 203 dpi: artwork made, both symbols read back, bytes made, spooled
 * with its two durable appends a label to a printer that takes each at once. The reference is one zxing-cpp decode of
 * a label. Time of the processor, so that other work on the machine does not count.
 */
export const run = async (): Promise<BenchResult[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-batch-'));
  const ledger = openLedger({ dataDir: folder, site: 'bench', projections });
  const desk = createDesk(ledger, systemClock);
  const readModels = createReadModels(ledger.db);
  const raster = await verifiedLabel(sample(0), '60x40', 203);
  const reference = await referenceMs(() => readWithZxingWasm(greyOfRaster(raster), ['QRCode', 'Code128']));
  const each: number[] = [];
  let last = 0;
  let finished = (): void => undefined;
  const all = new Promise<void>((resolve) => (finished = resolve));
  const printer: Printer = {
    status: () => Promise.resolve({ condition: 'connected', remaining: 0, answered: true, detail: null }),
    send: () => {
      const now = cpuMs();
      each.push(now - last);
      last = now;
      if (each.length === LABELS) finished();
      return Promise.resolve({ kind: 'taken' });
    },
  };
  const numbers = new Map(Array.from({ length: LABELS }, (_, n) => [docketOf(n), n]));
  const spooler = new Spooler({
    ...{ desk, ledger, readModels, clock: systemClock, printers: new Map([['desk', printer]]) },
    artwork: async ({ subject }) => ({
      ok: true,
      bytes: await makeLabel(sample(numbers.get(subject) ?? 0), {
        language: 'zpl',
        stock: '60x40',
        dpi: 203,
      }),
    }),
  });
  try {
    const labels = [...numbers.keys()].map((docket) => ({ docket, reprintOf: null }));
    desk.append(batchWrites({ document: 'd1', printer: 'desk', labels }, systemEntropy), {
      ...{ actor: 'bench', station: null, cause: 'bench' },
    });
    const start = cpuMs();
    last = start;
    spooler.start();
    await all;
    const rate = (LABELS * 1000) / (cpuMs() - start);
    await spooler.stop();
    return [
      {
        ...{ name: 'label-batch', median: median(each), p99: quantile(each, 0.99), unit: 'ms' },
        ratio: median(each) / reference,
        target: `≥ ${TARGET} labels a second on one core; now ${rate.toFixed(1)}`,
        ok: rate >= TARGET,
        reference: `one zxing-cpp decode of the same label: ${reference.toFixed(2)} ms`,
      },
    ];
  } finally {
    await spooler.stop();
    ledger.close();
    rmSync(folder, { recursive: true });
  }
};

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const referenceMs = async (task: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let n = 0; n < 60; n++) {
    const start = cpuMs();
    await task();
    times.push(cpuMs() - start);
  }
  return median(times.slice(10));
};
