import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDevices, type DeviceParts, type Devices } from '#controller/devices/supervisor.ts';
import type { OpenOrder } from '#controller/ports/actuator.ts';
import type { Link } from '#drivers/link.ts';
import { deviceBench, type BenchOptions } from '#tests/support/device-bench.ts';
import type { BusFault } from '#tests/support/fake-board.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

type Step =
  | { readonly do: 'open'; readonly channel: number; readonly times: number; readonly written: boolean }
  | { readonly do: 'close' | 'pull' | 'plug' }
  | { readonly do: 'fault'; readonly fault: BusFault; readonly on: 'open' | 'read' | null }
  | { readonly do: 'wait'; readonly ms: number };

const faults: BusFault[] = [
  ...(['none', 'silent', 'echo', 'echo-only', 'late', 'split'] as const),
  ...(['merged', 'flipped-bit', 'foreign-address', 'noise-before', 'push-between'] as const),
];
const open = fc.record({
  do: fc.constant('open' as const),
  channel: fc.integer({ min: 1, max: 3 }),
  times: fc.integer({ min: 1, max: 2 }),
  written: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: open },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 400, max: 900 })),
    }),
  },
  fc.record({
    do: fc.constant('fault' as const),
    fault: fc.constantFrom(...faults),
    on: fc.constantFrom('open' as const, 'read' as const, null),
  }),
  fc.constantFrom({ do: 'close' } as const, { do: 'pull' } as const, { do: 'plug' } as const),
);

/** Plays the steps and returns what is wrong with what happened; empty when nothing is. */
const play = async (steps: readonly Step[], options: BenchOptions): Promise<string[]> => {
  const bench = await deviceBench(options);
  const { board, clock, devices } = bench;
  const wrong: string[] = [];
  const wire: { channel: number; at: number }[] = [];
  const allowed = new Map<number, number>();
  const arrived = board.pulses.push.bind(board.pulses);
  board.pulses.push = (...pulses) => {
    for (const { channel, at } of pulses) {
      const left = (allowed.get(channel) ?? 0) - 1;
      allowed.set(channel, left);
      if (left < 0) wrong.push(`a frame for channel ${channel} without an attempt of its own`);
      const rest = wire.filter((pulse) => pulse.channel === channel).at(-1);
      if (rest && at - rest.at < 1500) wrong.push(`channel ${channel} rested ${at - rest.at} ms`);
      wire.push({ channel, at });
    }
    return arrived(...pulses);
  };
  devices.actuator.onDoor(({ compartment, seen }) => {
    const really = board.open.has(Number(compartment.slice(1))) ? 'open' : 'closed';
    // A reading may be older than the latest move by the time two reads take.
    if (seen !== 'unknown' && seen !== really && clock.now() - moved > 1000)
      wrong.push(`${compartment} recorded as ${seen} is ${really}`);
  });
  let moved = clock.now();
  const add = board.open.add.bind(board.open);
  board.open.add = (channel) => {
    moved = clock.now();
    return add(channel);
  };
  await bench.start();
  let count = 0;
  for (const each of steps) {
    if (each.do === 'wait') await clock.advance(each.ms);
    if (each.do === 'fault') Object.assign(board, { fault: each.fault, faultOn: each.on });
    if (each.do === 'close') {
      board.open.clear();
      moved = clock.now();
    }
    if (each.do === 'pull') {
      bench.cable.plugged = false;
      bench.line().cut('pulled');
    }
    if (each.do === 'plug') bench.cable.plugged = true;
    if (each.do !== 'open') continue;
    const intent = `i${(count += 1)}`;
    const channel = each.channel;
    const idle = bench.state(channel).attempt?.outcome !== null;
    let order: OpenOrder = {
      compartment: `A${channel}`,
      door: 'front',
      intent,
      attempt: 1,
      device: 'board',
      channel,
    };
    if (each.written && idle) {
      order = bench.intend(channel, intent);
      allowed.set(channel, (allowed.get(channel) ?? 0) + 1);
    }
    for (let i = 0; i < each.times; i += 1) devices.actuator.pulse(order);
  }
  Object.assign(board, { fault: 'none' });
  bench.cable.plugged = true;
  await clock.advance(30_000);
  for (const channel of [1, 2, 3]) {
    const really = board.open.has(channel) ? 'open' : 'closed';
    const { attempt, front } = bench.state(channel);
    if (front.seen !== really) wrong.push(`A${channel} stays recorded as ${front.seen}, is ${really}`);
    if (attempt && attempt.outcome === null) wrong.push(`A${channel} has an attempt without outcome`);
  }
  if ((await bench.stop()) !== 0) wrong.push('something was left running');
  return wrong;
};
const holds = (options: () => BenchOptions = () => ({})) =>
  fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
    expect(await play(steps, options())).toEqual([]);
  });
/** A shell whose links are tampered with. */
const withLink =
  (tamper: (link: Link, clock: ManualClock) => Link, clock: ManualClock) =>
  (parts: DeviceParts): Devices =>
    createDevices({
      ...parts,
      openLink: (url, given) => {
        const made = parts.openLink?.(url, given);
        if (!made?.ok) throw new Error('the bench opens every link');
        return {
          ok: true,
          opener: async () => {
            const opened = await made.opener();
            return opened.ok ? { ok: true, link: tamper(opened.link, clock) } : opened;
          },
        };
      },
    });
const isOpen = (bytes: Uint8Array): boolean => bytes[0] === 0x8a;

describe('whatever goes wrong, in any order', () => {
  it(
    'every frame has its own durable attempt, coils rest, and doors are recorded as they are',
    { timeout: 120_000 },
    async () => {
      await fc.assert(holds(), { numRuns: 60 });
    },
  );

  const mutants: Record<string, () => BenchOptions> = {
    'blind retry': () => {
      const clock = new ManualClock();
      const retried = (link: Link): Link => ({
        ...link,
        write: (bytes, ms) => {
          if (isOpen(bytes)) clock.after(600, () => void link.write(bytes, ms));
          return link.write(bytes, ms);
        },
      });
      return { clock, create: withLink(retried, clock) };
    },
    'act before append': () => ({
      create: (parts) => {
        let line: Link | null = null;
        const clock = new ManualClock();
        const devices = withLink((link) => (line = link), clock)(parts);
        const early = (order: OpenOrder): void => {
          const body = [0x8a, 1, order.channel, 0x11];
          void line?.write(
            Uint8Array.of(
              ...body,
              body.reduce((a, b) => a ^ b, 0),
            ),
          );
        };
        return { ...devices, actuator: { ...devices.actuator, pulse: early } };
      },
    }),
    'polarity inverted': () => ({
      create: (parts) => {
        const boards = parts.config.devices.map((device) => ({
          ...device,
          feedback: 'open_when_set' as const,
        }));
        return createDevices({
          ...parts,
          config: { ...parts.config, devices: boards as typeof parts.config.devices },
        });
      },
    }),
    'coil limits ignored': () => ({ board: { restMs: 300, pulsesPerMinute: 60 } }),
  };
  it.each(Object.keys(mutants))('planted mutant: %s is caught', async (name) => {
    await expect(
      fc.assert(holds(mutants[name]), { seed: MUTANT_SEED, numRuns: 2000, endOnFailure: true }),
    ).rejects.toThrow('Property failed');
  });
});
