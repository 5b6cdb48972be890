import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile, type BenchResult } from './result.ts';
import { readMs, wideSite } from './support/wide-site.ts';

const RUNS = 110;
const VISIT = 10;
const GIVEN_UP_MS = 5000;

/**
 * Scan received → last byte of the open frame written, the durable intent between them, on the lines of `poll`: with
 * every board read as often as the lines allow, against the same with only what is needed. A read on its way when the
 * scan comes is not cut short, and the family's pause follows it.
 */
export const run = async (): Promise<BenchResult[]> => {
  let opened: (at: number) => void = () => undefined;
  const site = await wideSite(mkdtempSync(join(tmpdir(), 'docketbox-open-')), {
    reply: () => undefined,
    opened: (at) => opened(at),
  });
  const { station } = site;
  const screen = (...names: string[]): Promise<string> =>
    new Promise((resolve) => {
      let stop = (): void => undefined;
      const look = (name: string): boolean => {
        if (!names.includes(name)) return false;
        stop();
        resolve(name);
        return true;
      };
      if (!look(station.snapshot().screen.name))
        stop = station.onSnapshot(({ screen: { name } }) => void look(name));
    });
  /** One drop from the scan to the door closed again; the time to the open frame, ms. */
  const drop = async (docket: string): Promise<number | null> => {
    await screen('drop-ready');
    // Anywhere within a cycle of the lines.
    await sleep(Math.random() * 120);
    const begin = performance.now();
    const took = new Promise<number | null>((resolve) => {
      opened = (at) => resolve(at - begin);
      setTimeout(() => resolve(null), GIVEN_UP_MS);
    });
    station.scanned({ bytes: Buffer.from(docket), text: docket, aim: null });
    const ms = await took;
    // Refused: on a busy machine a board was lost for a moment.
    if (ms === null) return null;
    const seen = await screen('drop-count', 'not-opened');
    const cause = { cause: `bench-${docket}` };
    await station.command(
      seen === 'drop-count' ? { type: 'confirm-count', dockets: [docket] } : { type: 'give-up-open' },
      cause,
    );
    return ms;
  };
  const [calm, loaded]: [number[], number[]] = [[], []];
  try {
    site.setUp();
    const dockets = site.pieces(2 * RUNS, 0);
    for (const [n, docket] of dockets.entries()) {
      // Visits with and without load in turn: what else the machine does meets both alike.
      const under = Math.floor(n / VISIT) % 2 === 1;
      if (n % VISIT === 0) {
        await station.command({ type: 'finish', print: 'none' }, { cause: `finish-${n}` });
        await station.command({ type: 'sign-in', number: '1', pin: '0000' }, { cause: `sign-in-${n}` });
        site.load(under);
      }
      const ms = await drop(docket);
      if (ms !== null) (under ? loaded : calm).push(ms);
    }
    const [free, busy] = [quantile(calm, 0.99), quantile(loaded, 0.99)];
    const one = readMs + site.gapMs;
    const ratio = busy / (one + free);
    return [
      {
        ...{ name: 'open-under-load', median: median(loaded), p99: busy, unit: 'ms' },
        ...{ ratio, target: '≤ 1', ok: ratio <= 1 },
        reference:
          `one read on the line ${readMs.toFixed(1)} ms and the pause after it ${site.gapMs} ms, ` +
          `plus the p99 without load ${free.toFixed(1)} ms (median ${median(calm).toFixed(1)} ms)`,
      },
    ];
  } finally {
    await site.stop();
  }
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
