import { decode } from '#label-printer/decoding/decode.ts';
import { CONDITIONS, corpus, type Sample } from '#tests/support/symbols/corpus.ts';
import { CORPUS_KINDS, hasZint } from '#tests/support/symbols/modules.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { hasZbar, zbar, zxingJs, zxingWasmDefaults, type Found } from './support/rival-readers.ts';

/** Pictures of each cell: 6 kinds under 8 conditions make 48 cells. `DECODE_EACH` changes it while developing. */
const EACH = Number(process.env['DECODE_EACH'] ?? 42);
const SEED = Number(process.env['DECODE_SEED'] ?? 20_260_618);
/** Only these kinds, separated by commas, while developing. */
const KINDS = CORPUS_KINDS.filter((kind) =>
  (process.env['DECODE_KINDS'] ?? CORPUS_KINDS.join(',')).split(',').includes(kind),
);
const MORE = 1.15;
const FASTER = 0.7;
const READERS = ['ours', 'zxing-js', 'zxing-wasm', 'zbar'] as const;
type Reader = (typeof READERS)[number];

interface Outcome {
  readonly sample: Sample;
  readonly right: Readonly<Record<Reader, boolean>>;
  readonly wrong: Readonly<Record<Reader, number>>;
  readonly ms: { readonly ours: number; readonly 'zxing-wasm': number };
}

/**
 * How many pictures of a generated corpus are read, how many wrongly, and how fast, against zxing-js, zxing-wasm with
 * its defaults, and zbarimg on the same pictures.
 */
export const run = async (): Promise<BenchResult[]> => {
  const zint = hasZint();
  const withZbar = hasZbar();
  console.log(
    `decode: seed ${SEED}, ${EACH} pictures a cell, ${EACH * KINDS.length * CONDITIONS.length} in all`,
  );
  if (!zint) console.log('decode: no symbols by zint: it is not installed (apt-get install zint)');
  if (!withZbar)
    console.log('decode: not compared with zbar: it is not installed (apt-get install zbar-tools)');
  const outcomes: Outcome[] = [];
  for (const samples of cells(zint)) {
    const byZbar = withZbar ? zbar(samples.map(({ picture }) => picture)) : samples.map(() => []);
    for (const [i, sample] of samples.entries()) outcomes.push(await outcomeOf(sample, byZbar[i] ?? []));
  }
  print(outcomes);
  return results(outcomes);
};

function* cells(zint: boolean): Generator<Sample[]> {
  let cell: Sample[] = [];
  for (const sample of corpus(SEED, EACH, zint, KINDS)) {
    cell.push(sample);
    if (cell.length < EACH) continue;
    yield cell;
    cell = [];
  }
}

const timed = async <T>(task: () => Promise<T>): Promise<readonly [result: T, ms: number]> => {
  const start = performance.now();
  const result = await task();
  return [result, performance.now() - start];
};

const outcomeOf = async (sample: Sample, byZbar: Found): Promise<Outcome> => {
  const { picture } = sample;
  const [decoded, oursMs] = await timed(() => decode(picture));
  const [byWasm, wasmMs] = await timed(() => zxingWasmDefaults(picture));
  const found: Record<Reader, Found> = {
    ours: decoded.map(({ bytes }) => bytes),
    'zxing-wasm': byWasm,
    'zxing-js': zxingJs(picture),
    zbar: byZbar,
  };
  const isRight = (bytes: Uint8Array): boolean => Buffer.compare(bytes, sample.bytes) === 0;
  const wrong = found.ours.filter((bytes) => !isRight(bytes));
  for (const bytes of wrong)
    console.log(`decode: WRONG ${sample.name}: ${Buffer.from(bytes).toString('hex')}`);
  const each = <T>(of: (list: Found) => T) =>
    Object.fromEntries(READERS.map((reader) => [reader, of(found[reader])])) as Record<Reader, T>;
  return {
    sample,
    right: each((list) => list.some(isRight)),
    wrong: each((list) => list.filter((bytes) => !isRight(bytes)).length),
    ms: { ours: oursMs, 'zxing-wasm': wasmMs },
  };
};

const count = (outcomes: readonly Outcome[], reader: Reader): number =>
  outcomes.filter(({ right }) => right[reader]).length;
const wrongOf = (outcomes: readonly Outcome[], reader: Reader): number =>
  outcomes.reduce((sum, { wrong }) => sum + wrong[reader], 0);
const cellOf = (outcomes: readonly Outcome[], kind: string, condition: string): readonly Outcome[] =>
  outcomes.filter(({ sample }) => sample.kind === kind && sample.condition === condition);

const print = (outcomes: readonly Outcome[]): void => {
  console.log(`\n${'reads'.padEnd(28)}${READERS.map((reader) => reader.padStart(12)).join('')}   of`);
  const line = (name: string, list: readonly Outcome[]) =>
    console.log(
      `${name.padEnd(28)}${READERS.map((reader) => `${count(list, reader)}`.padStart(12)).join('')}${`${list.length}`.padStart(5)}`,
    );
  for (const kind of KINDS)
    for (const condition of CONDITIONS) line(`${kind}, ${condition}`, cellOf(outcomes, kind, condition));
  line('all', outcomes);
  for (const encoder of ['bwip-js', 'zint'] as const)
    line(
      `made by ${encoder}`,
      outcomes.filter(({ sample }) => sample.encoder === encoder),
    );
  console.log(
    `${'wrong'.padEnd(28)}${READERS.map((reader) => `${wrongOf(outcomes, reader)}`.padStart(12)).join('')}\n`,
  );
};

const results = (outcomes: readonly Outcome[]): BenchResult[] => {
  const [ours, wasm] = [count(outcomes, 'ours'), count(outcomes, 'zxing-wasm')];
  const behind = KINDS.flatMap((kind) =>
    CONDITIONS.filter((condition) => {
      const cell = cellOf(outcomes, kind, condition);
      return READERS.some((reader) => count(cell, reader) > count(cell, 'ours'));
    }).map((condition) => `${kind}, ${condition}`),
  );
  const wrong = wrongOf(outcomes, 'ours');
  const readable = outcomes.filter(({ right }) => right['zxing-wasm']);
  const times = readable.map(({ ms }) => ms.ours);
  const theirs = median(readable.map(({ ms }) => ms['zxing-wasm']));
  return [
    {
      ...{
        name: 'decode-reads',
        median: ours,
        p99: outcomes.length,
        unit: 'read of p99',
        ratio: ours / wasm,
      },
      ...{
        target: `≥ ${MORE} × zxing-wasm, behind nobody in any cell`,
        ok: ours >= MORE * wasm && behind.length === 0,
      },
      reference: `zxing-wasm reads ${wasm}; behind in ${behind.join('; ') || 'none'}`,
    },
    {
      ...{ name: 'decode-wrong', median: wrong, p99: wrong, unit: 'wrong', ratio: wrong },
      ...{ target: 'none', ok: wrong === 0 },
      reference: `zxing-wasm ${wrongOf(outcomes, 'zxing-wasm')}, zxing-js ${wrongOf(outcomes, 'zxing-js')}`,
    },
    {
      ...{ name: 'decode-time', median: median(times), p99: quantile(times, 0.99), unit: 'ms' },
      ...{
        ratio: median(times) / theirs,
        target: `≤ ${FASTER} on what zxing-wasm reads`,
        ok: median(times) <= FASTER * theirs,
      },
      reference: `zxing-wasm's defaults: ${theirs.toFixed(2)} ms`,
    },
  ];
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
