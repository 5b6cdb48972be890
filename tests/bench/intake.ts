import { threadReader } from '#label-printer/intake/thread.ts';
import { openPages } from '#label-printer/decoding/pages.ts';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { splitScan } from '#controller/domain/scan-split.ts';
import { marksOf } from '#controller/commands/scan-marks.ts';
import { docketOf, pilePdf, type PileSheet } from '#tests/support/piles.ts';
import { median, quantile, type BenchResult } from './result.ts';

/** Pages in all; `INTAKE_PAGES` changes it while developing. */
const PAGES = Number(process.env['INTAKE_PAGES'] ?? 1000);
const PAGES_A_FILE = 50;
const LEAST = 0.5;
/** Growth of the process from a third of the pages on that still counts as steady, MB. */
const STEADY_MB = 120;

/** A cover sheet, a stamped first page, text, an official record, a foreign code: turned now and then. */
const sheetsOf = (file: number): PileSheet[] =>
  Array.from({ length: PAGES_A_FILE }, (_, i): PileSheet => {
    const docket = docketOf(100 * file + Math.floor(i / 10));
    const turn = i % 10 === 7 ? 180 : i % 10 === 8 ? 3 : 0;
    const kinds: PileSheet[] = [
      { cover: docket },
      { stamp: docket },
      {},
      {},
      { record: {} },
      {},
      { foreign: `EX${i}00001234` },
    ];
    return { ...kinds[i % 10], ...(turn === 0 ? {} : { turn }) };
  });

/** Processor time a page of the whole of intake's reading, splitting and cutting, against pdfium alone. */
export const run = async (): Promise<BenchResult[]> => {
  const files = Math.max(1, Math.round(PAGES / PAGES_A_FILE));
  const reader = threadReader(systemClock);
  const ours: number[] = [];
  const alone: number[] = [];
  const memory: number[] = [];
  let [parts, matched] = [0, 0];
  const views = {
    consignment: (docket: string) => ({ docket, document: docket }) as never,
    documentsLike: () => [],
  };
  for (let n = 0; n < files; n++) {
    const pdf = await pilePdf(sheetsOf(n));
    const from = processorMs();
    const read = await reader.read(pdf, { signal: new AbortController().signal, onPage: () => undefined });
    if (!read.ok) throw new Error(read.fault);
    const split = splitScan(read.file.pages.map((page) => marksOf(page, views)));
    await read.file.cut(split);
    read.file.close();
    ours.push((processorMs() - from) / PAGES_A_FILE);
    alone.push((await rasterised(pdf)) / PAGES_A_FILE);
    memory.push(process.memoryUsage().rss / 1e6);
    parts += split.length;
    matched += split.filter(({ finding }) => 'match' in finding).length;
    console.log(
      `intake: ${(n + 1) * PAGES_A_FILE} pages, ${ours.at(-1)?.toFixed(1)} ms a page, pdfium alone ${alone.at(-1)?.toFixed(1)} ms, ${memory.at(-1)?.toFixed(0)} MB`,
    );
  }
  await reader.stop();
  console.log(`intake: ${parts} papers, ${matched} matched`);
  const ratio = median(alone) / median(ours);
  const third = Math.floor(files / 3);
  const growth = Math.max(...memory.slice(third)) - Math.max(...memory.slice(0, third + 1));
  return [
    {
      ...{
        name: 'intake',
        median: median(ours),
        p99: quantile(ours, 0.99),
        unit: 'processor ms a page',
        ratio,
      },
      ...{ target: `≥ ${LEAST} of pdfium alone`, ok: ratio >= LEAST },
      reference: `pdfium rasterising the same pages alone: ${median(alone).toFixed(2)} ms a page`,
    },
    {
      ...{
        name: 'intake-memory',
        median: median(memory),
        p99: Math.max(...memory),
        unit: 'MB',
        ratio: growth / STEADY_MB,
      },
      ...{ target: `≤ ${STEADY_MB} MB more after a third of the pages`, ok: growth <= STEADY_MB },
      reference: `grew by ${growth.toFixed(0)} MB; ${matched} of ${parts} papers matched`,
    },
  ];
};

/** Of all threads: intake's own yields to others, so that on a busy machine the clock says nothing. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds that pdfium alone takes for the pages, at intake's own resolution. */
const rasterised = async (pdf: Uint8Array): Promise<number> => {
  const from = processorMs();
  const pages = await openPages(pdf);
  for (let index = 0; index < pages.count; index++) await pages.page(index);
  pages.close();
  return processorMs() - from;
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
