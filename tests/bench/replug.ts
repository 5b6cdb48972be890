import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { siteConfig } from '#controller/config-schema.ts';
import { createDevices, type Devices } from '#controller/devices/supervisor.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { startSimulatedSite, type SimulatedSite } from '../support/simulated-site.ts';
import { median, quantile, type BenchResult } from './result.ts';

const CYCLES = 50;
/** What an office is promised, ms. */
const limits = { noticed: 2000, usable: 5000 } as const;
/** How long a cable stays out, ms: spread, so that it comes back at every point of the waits between two tries. */
const awayMs = (cycle: number): number => 100 + ((cycle * 617) % 3000);
const patienceMs = 30_000;

const lock = (device: string) => ({ lock: { front: { device, channel: 1 } } });
const site = {
  site: { id: 'replug', name: 'replug' },
  devices: [
    {
      id: 'board',
      kind: 'lock-board/bcc8a',
      link: 'serial:/dev/ttyS1?baud=9600',
      feedback: 'closed_when_set',
    },
    { id: 'server', kind: 'lock-board/wkly', link: 'tcp://127.0.0.1:4001', feedback: 'closed_when_set' },
    { id: 'scanner', kind: 'scanner/serial', link: 'serial:/dev/ttyS2?baud=9600' },
  ],
  cabinets: [
    {
      ...{ id: 'A', name: 'A', stations: [{ id: 'front', name: 'front', flows: ['drop'] }] },
      compartments: [
        { id: 'A1', number: 1, usage: 'spare', ...lock('board') },
        { id: 'A2', number: 2, usage: 'spare', ...lock('server') },
      ],
    },
  ],
};
const names: Readonly<Record<string, string>> = { board: 'serial', server: 'tcp', scanner: 'scanner' };
/** A board is usable when its door can be read. */
const doors: Readonly<Record<string, string>> = { board: 'A1', server: 'A2' };

/**
 * Cables pulled and plugged again, fifty times each, with the devices shell of the controller on real pseudo-terminals
 * and sockets of a simulator in its own process: until the loss is noticed, and from the return until it is usable.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-replug-'));
  const config = join(dir, 'config.json');
  writeFileSync(config, JSON.stringify(site));
  const sim = await startSimulatedSite(dir, { config });
  const ledger = createMemoryLedger({ site: 'replug' });
  const devices = createDevices({
    config: siteConfig.parse(JSON.parse(readFileSync(sim.configFile, 'utf8'))),
    ...{ clock: systemClock, desk: createDesk(ledger, systemClock), ledger },
  });
  const stall = monitorEventLoopDelay({ resolution: 10 });
  try {
    devices.start();
    await Promise.all(
      Object.keys(names).map((id) => reached(`${id} to be usable`, () => usable(devices, id))),
    );
    stall.enable();
    const measured = await Promise.all(Object.keys(names).map((id) => cycles(id, devices, sim)));
    stall.disable();
    const reference = `the limit; meanwhile this process stood still for ${(stall.max / 1e6).toFixed(0)} ms at most`;
    return measured.flatMap(({ id, noticed, back }) => [
      resultOf(`noticed-${names[id] ?? id}`, noticed, limits.noticed, reference),
      resultOf(`replug-${names[id] ?? id}`, back, limits.usable, reference),
    ]);
  } finally {
    await devices.stop();
    await sim.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

const usable = (devices: Devices, id: string): boolean => {
  const door = doors[id];
  return (
    devices.actuator.online(id) && (door === undefined || devices.actuator.door(door, 'front') !== 'unknown')
  );
};
const cycles = async (id: string, devices: Devices, sim: SimulatedSite) => {
  const [noticed, back]: [number[], number[]] = [[], []];
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    noticed.push(
      await timed(
        () => sim.do('pullCable', { device: id, adapter: true }),
        () => !devices.actuator.online(id),
        `the loss of ${id} to be noticed`,
      ),
    );
    await sleep(awayMs(cycle));
    back.push(
      await timed(
        () => sim.do('plugCable', { device: id }),
        () => usable(devices, id),
        `${id} to be usable again`,
      ),
    );
  }
  return { id, noticed, back };
};
/** From before the hand moves until it shows, ms. */
const timed = async (move: () => Promise<unknown>, shows: () => boolean, what: string): Promise<number> => {
  const since = performance.now();
  await move();
  await reached(what, shows);
  return performance.now() - since;
};
const reached = async (what: string, holds: () => boolean): Promise<void> => {
  const limit = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`waited ${patienceMs} ms for ${what}`);
    await sleep(5);
  }
};
const resultOf = (name: string, times: readonly number[], limit: number, reference: string): BenchResult => {
  const most = Math.max(...times);
  return {
    ...{ name, median: median(times), p99: quantile(times, 0.99), unit: 'ms', ratio: most / limit },
    ...{ target: `${times.length} of ${times.length} ≤ ${limit} ms`, ok: most <= limit, reference },
  };
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
