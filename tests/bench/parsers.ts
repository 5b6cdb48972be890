import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { xorOf } from '#drivers/framing/bytes.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { framers, type Framer } from './support/framers.ts';
import { chunksOf, hostileBytes } from './support/hostile-bytes.ts';

/** Of each measurement: the clock of a thread is coarse. */
const megabytes = 4;
const rounds = 6;
const warmUp = 2;
/** Longest chunk a line brings at once, bytes; on average half of it. */
const longestChunk = 512;
/** At least so many megabytes a second, so at most this many milliseconds for one. */
const leastRate = 20;
/** Most a framer may hold after all that, bytes. */
const mostHeld = 1 << 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Several times: what one collection unlinks (finalizers, code no longer in use) the next one frees. */
const heap = async (): Promise<number> => {
  for (let i = 0; i < 4; i += 1) {
    collect();
    await turn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const millisecondsPerMegabyte = (
  chunks: readonly Uint8Array[],
  feed: (bytes: Uint8Array) => void,
): number => {
  const start = process.hrtime.bigint();
  for (let i = 0; i < megabytes; i += 1) for (const chunk of chunks) feed(chunk);
  return Number(process.hrtime.bigint() - start) / 1e6 / megabytes;
};

const measure = async (
  name: string,
  make: () => Framer,
  chunks: readonly Uint8Array[],
): Promise<BenchResult & { readonly held: number }> => {
  const [times, plain]: [number[], number[]] = [[], []];
  const framer = make();
  let before = 0;
  for (let round = 0; round < rounds + warmUp; round += 1) {
    if (round === warmUp) before = await heap();
    const time = millisecondsPerMegabyte(chunks, framer.feed);
    // The reference: every byte looked at once.
    const reference = millisecondsPerMegabyte(chunks, xorOf);
    // What was answered or reported on a promise is let go of.
    await turn();
    if (round < warmUp) continue;
    times.push(time);
    plain.push(reference);
  }
  const held = (await heap()) - before;
  framer.end();
  const half = median(times);
  return {
    ...{ name, held, median: half, p99: quantile(times, 0.99), unit: 'ms/MB', ratio: half / median(plain) },
    ...{ target: `≥ ${leastRate} MB/s`, ok: half <= 1000 / leastRate },
    reference: `the same chunks, every byte looked at once: ${median(plain).toFixed(2)} ms/MB`,
  };
};

/** Hostile bytes through everything that makes frames of them: how fast, and how much is held in the end. */
export const run = async (): Promise<BenchResult[]> => {
  const chunks = chunksOf(hostileBytes(1_000_000), longestChunk);
  const results: (BenchResult & { readonly held: number })[] = [];
  for (const [name, make] of Object.entries(framers)) results.push(await measure(name, make, chunks));
  const worst = Math.max(...results.map(({ held }) => held));
  const kilobytes = results.map(({ held }) => Math.max(0, held) / 1024);
  return [
    ...results.map(({ held: _, ...result }) => result),
    {
      ...{ name: 'parsers-held', median: median(kilobytes), p99: quantile(kilobytes, 0.99), unit: 'kB' },
      ...{ ratio: worst / mostHeld, target: `≤ ${mostHeld / 1024} kB each`, ok: worst <= mostHeld },
      reference: `${rounds * megabytes} MB went through each`,
    },
  ];
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
