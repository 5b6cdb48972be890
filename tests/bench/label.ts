import { makeLabel, verifiedLabel } from '#label-printer/make-label.ts';
import { greyOfRaster } from '#label-printer/decoding/grey.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { median, quantile, type BenchResult } from './result.ts';

const WARM_UP = 50;
const RUNS = 300;
const TARGET_MS = 20;

/** A different label every time, as in a batch: 16 digits and capitals, Chinese texts of changing length. */
const sample = (n: number) => ({
  docket: (BigInt(n) * 2_654_435_761n + 36n ** 15n).toString(36).toUpperCase().padStart(16, '0').slice(-16),
  recipient: '市发展和改革委员会',
  number: `某政办发〔2026〕${n}号`,
  title: `某市人民政府办公室关于做好${2000 + n}年防汛工作的通知`.repeat(1 + (n % 2)),
  issuer: '某市人民政府办公室',
  urgency: n % 3 === 0 ? 'teji' : 'none',
  copy: `${1 + (n % 12)}/12`,
});
const timed = async (task: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await task();
  return performance.now() - start;
};

/**
 * Artwork → verified ZPL bytes of one 60 × 40 mm label at 203 dpi, read-back included. The reference, taken in turn
 * with it, is one decode of both symbols of the same dots by zxing-cpp alone.
 */
export const run = async (): Promise<BenchResult[]> => {
  const label = (n: number) => makeLabel(sample(n), { language: 'zpl', stock: '60x40', dpi: 203 });
  const raster = await verifiedLabel(sample(0), '60x40', 203);
  const decode = () => readWithZxingWasm(greyOfRaster(raster), ['QRCode', 'Code128']);
  for (let n = 0; n < WARM_UP; n++) {
    await label(n);
    await decode();
  }
  const times: number[] = [];
  const references: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    times.push(await timed(() => label(WARM_UP + n)));
    references.push(await timed(decode));
  }
  const half = median(times);
  const reference = median(references);
  return [
    {
      name: 'label',
      median: half,
      p99: quantile(times, 0.99),
      unit: 'ms',
      ratio: half / reference,
      target: `p50 ≤ ${TARGET_MS} ms (the printer takes 400 ms to move the label)`,
      ok: half <= TARGET_MS,
      reference: `one zxing-cpp decode of the same label: ${reference.toFixed(2)} ms`,
    },
  ];
};
