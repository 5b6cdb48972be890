import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { createDevices, type DeviceParts, type Devices } from '#controller/devices/supervisor.ts';
import type { createTwins } from '#controller/devices/twins.ts';
import { compartment } from '#controller/domain/compartment.ts';
import type { Link, LinkOpener } from '#drivers/link.ts';
import { boardKinds } from '#tests/support/board-stand.ts';
import { linesBench, type LinesBench, type LinesBenchOptions } from '#tests/support/lines-bench.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let bench: LinesBench;
afterEach(async () => {
  expect(await bench.stop()).toBe(0);
});
const feedback = 'closed_when_set';
const start = async (options: LinesBenchOptions): Promise<void> => {
  bench = linesBench(options);
  await bench.start();
};
const at = (device: string, channel: number) => ({ device, channel });
const box = (id: string, device: string, channel: number) => ({ id, lock: { front: at(device, channel) } });
const msUntil = async (holds: () => boolean, limit: number): Promise<number> => {
  for (let ms = 0; ms <= limit; ms += 10) {
    if (holds()) return ms;
    await bench.clock.advance(10);
  }
  return Infinity;
};

describe.each(boardKinds)('%s', (kind) => {
  const one = { id: 'board', kind, link: 'serial:/one', feedback };
  const options = { devices: [one], compartments: [box('A1', 'board', 1), box('A2', 'board', 2)] };

  it('opens a door, says so only when it is so, and never shows "not opened" on the way', async () => {
    await start(options);
    const shown: string[] = [];
    bench.actuator.onOutcome(() => shown.push(bench.actuator.door('A1', 'front')));
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    await bench.clock.advance(4000);
    expect(bench.on('board').pulses.map(({ terminal }) => terminal)).toEqual([1]);
    const since = bench.history('A1').slice(bench.history('A1').indexOf('OpenRequested'));
    expect(since).not.toContain('OpenFailed');
    expect(since).not.toContain('DoorSeenClosed');
    expect(since).toHaveLength(3);
    expect(since.at(-1)).toBe('DoorSeenOpen');
    // When the outcome is not the board's own word, the sensor's comes with it.
    if (since[1] === 'OpenUnanswered') expect(shown).toEqual(['open']);
    expect(bench.on('board').driven.size).toBe(0);
  });

  it('a jammed bolt is not called open, and not called jammed before it has had its time', async () => {
    await start(options);
    bench.on('board').jammed.add(1);
    const sentAt = bench.clock.now();
    let saidAt = 0;
    bench.actuator.onOutcome(() => (saidAt = bench.clock.now()));
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    await bench.clock.advance(6000);
    expect(['failed', 'unanswered']).toContain(bench.outcomes[0]?.outcome);
    expect(bench.actuator.door('A1', 'front')).toBe('closed');
    if (kind !== 'lock-board/bcc8a') expect(saidAt - sentAt).toBeGreaterThanOrEqual(1500);
  });

  /** Most coils with current at once while three doors on two lines are opened. */
  const mostAtOnce = async (supplies: readonly [string, string]): Promise<number> => {
    await start({
      devices: [
        { ...one, supply: supplies[0] },
        { ...one, id: 'other', link: 'serial:/two', supply: supplies[1] },
      ],
      compartments: [box('A1', 'board', 1), box('A2', 'board', 2), box('B1', 'other', 1)],
    });
    let most = 0;
    for (const id of ['A1', 'A2', 'B1']) bench.actuator.pulse(bench.intend(id, `i-${id}`));
    for (let ms = 0; ms < 9000; ms += 5) {
      await bench.clock.advance(5);
      most = Math.max(most, bench.on('board').driven.size + bench.on('other').driven.size);
    }
    expect(bench.on('board').pulses.length + bench.on('other').pulses.length).toBe(3);
    return most;
  };
  it('doors on one supply never draw at once, on whatever line they are', async () => {
    expect(await mostAtOnce(['main', 'main'])).toBe(1);
  });
  it('planted mutant: a queue a line instead of a queue a supply is caught', async () => {
    expect(await mostAtOnce(['one', 'two'])).toBe(2);
  });

  it('a coil rests its time after a restart, counted from when its pulse can have ended', async () => {
    const clock = new ManualClock();
    const ledger = createMemoryLedger({ site: 'bench' });
    const limited = { ...options, devices: [{ ...one, pulsesPerMinute: 1 }], clock, ledger };
    await start(limited);
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    await clock.advance(5000);
    await bench.stop();
    bench = linesBench(limited);
    await bench.start();
    bench.actuator.pulse(bench.intend('A1', 'i2'));
    await clock.advance(4000);
    expect(bench.outcomes).toMatchObject([{ outcome: 'failed', why: 'not-sent' }]);
    expect(bench.on('board').pulses).toEqual([]);
  });
});

describe('boards that share a line', () => {
  const relay = { id: 'relay', kind: 'lock-board/modbus-relay', link: 'serial:/bus', address: 1, feedback };
  const second = { ...relay, id: 'second', address: 2 };
  const plain = { id: 'plain', kind: 'sensor/modbus-input', link: 'serial:/bus', address: 3 };
  const compartments = [
    { ...box('A1', 'relay', 1), occupied: at('plain', 1), full: at('plain', 2) },
    box('A2', 'second', 1),
  ];

  it('relays are told to be off before anything else is said, at every coming up', async () => {
    await start({ devices: [plain, relay, second], compartments });
    const allOff = (address: number): string => `0${address}0500ff0000`;
    const heads = (): string[] => bench.requests.map(({ hex }) => hex.slice(0, 12));
    expect(heads().slice(0, 2)).toEqual([allOff(1), allOff(2)]);
    const before = bench.requests.length;
    bench.lines.get('serial:/bus')?.cut('pulled');
    await bench.clock.advance(3000);
    expect(heads().slice(before, before + 2)).toEqual([allOff(1), allOff(2)]);
  });

  it('each is read and lost by itself', async () => {
    await start({ devices: [relay, second, plain], compartments });
    expect(['relay', 'second', 'plain'].map((id) => bench.actuator.online(id))).toEqual([true, true, true]);
    bench.dead.add('second');
    expect(await msUntil(() => !bench.actuator.online('second'), 4000)).toBeLessThanOrEqual(4000);
    expect(bench.actuator.online('relay')).toBe(true);
    expect(bench.problem('second')).toContain('no answer from address 2');
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    await bench.clock.advance(3000);
    expect(bench.history('A1').at(-1)).toBe('DoorSeenOpen');
    bench.dead.delete('second');
    expect(await msUntil(() => bench.actuator.online('second'), 5000)).toBeLessThanOrEqual(5000);
  });

  it('the full sensor of a bin counts once it is steady; contradictions and flutter are named', async () => {
    await start({ devices: [relay, second, plain], compartments });
    const { level } = bench.on('plain');
    const bins = (): string[] => bench.history('A1').filter((type) => type.startsWith('Bin'));
    level.set(1, true);
    level.set(2, true);
    await bench.clock.advance(700);
    expect(bench.actuator.isFull('A1')).toBe(false);
    await bench.clock.advance(2500);
    expect(bench.actuator.isFull('A1')).toBe(true);
    expect(bins()).toEqual(['BinSeenEmpty', 'BinSeenOccupied']);
    level.set(1, false);
    await bench.clock.advance(15_000);
    expect(bench.problem('plain')).toContain('full and empty at once');
    expect([bench.actuator.isFull('A1'), bench.actuator.sensesBin('A1')]).toEqual([false, false]);
    level.set(2, false);
    await bench.clock.advance(5000);
    expect(bench.problem('plain')).toBeNull();
    bench.actuator.urgent(['A1']);
    for (let i = 0; i < 30; i += 1) {
      level.set(1, i % 2 === 0);
      await bench.clock.advance(200);
    }
    expect(bench.problem('plain')).toContain('flutters');
    expect(bench.actuator.sensesBin('A1')).toBe(false);
    bench.dead.add('plain');
    await bench.clock.advance(20_000);
    expect(bench.actuator.sensesBin('A1')).toBe(false);
  });
});

describe('slots', () => {
  const devices = [
    { id: 'board', kind: 'lock-board/kerong-cu16', link: 'serial:/locks', feedback },
    { id: 'plain', kind: 'sensor/modbus-input', link: 'serial:/slots' },
  ];
  const slot = { outer: at('plain', 1), inner: at('plain', 2) };
  const compartments = [{ ...box('A1', 'board', 1), slot }];
  const counted: string[] = [];
  const ready = async (): Promise<void> => {
    await start({ devices, compartments });
    counted.length = 0;
    const { counter } = bench.devices;
    counter.onPiece(({ direction }) => counted.push(direction));
    counter.onDoubt(() => counted.push('doubt'));
    counter.onBlocked(() => counted.push('blocked'));
    bench.actuator.urgent(['A1']);
    await bench.clock.advance(1000);
    counted.length = 0;
  };
  const pass = async (first: number, second: number): Promise<void> => {
    const { level } = bench.on('plain');
    for (const [terminal, on] of [
      [first, true],
      [second, true],
      [first, false],
      [second, false],
    ] as const) {
      level.set(terminal, on);
      await bench.clock.advance(120);
    }
    await bench.clock.advance(200);
  };

  it('are read as fast as the line allows while somebody is there, and count pieces by direction', async () => {
    await ready();
    expect(bench.devices.counter.counts('A1')).toBe(true);
    await pass(1, 2);
    await pass(2, 1);
    expect(counted).toEqual(['in', 'out']);
    const before = bench.requests.filter(({ link }) => link === 'serial:/slots').length;
    await bench.clock.advance(1000);
    const reads = bench.requests.filter(({ link }) => link === 'serial:/slots').length - before;
    expect(reads).toBeGreaterThan(10);
  });

  it('that are lost or blocked do not count, and say so', async () => {
    await ready();
    bench.on('plain').level.set(1, true);
    await bench.clock.advance(6000);
    expect(counted).toEqual(['blocked']);
    expect(bench.devices.counter.counts('A1')).toBe(false);
    await bench.clock.advance(60_000);
    expect(bench.problem('plain')).toContain('outer slot beam of A1 stays broken');
    bench.on('plain').level.delete(1);
    await bench.clock.advance(1000);
    expect(bench.devices.counter.counts('A1')).toBe(true);
    counted.length = 0;
    bench.dead.add('plain');
    await bench.clock.advance(5000);
    expect(counted).toContain('doubt');
    expect(bench.devices.counter.counts('A1')).toBe(false);
  });
});

describe('cables that changed places', () => {
  const board = { kind: 'lock-board/kerong-cu16c', feedback };
  const strangers = {
    devices: [
      { ...board, id: 'left', link: 'serial:/left', address: 1 },
      { ...board, id: 'right', link: 'serial:/right', address: 2 },
    ],
    compartments: [box('A1', 'left', 1), box('B1', 'right', 1)],
  };
  const swap = (left: string, right: string): void => {
    bench.leadsTo.set('serial:/left', left);
    bench.leadsTo.set('serial:/right', right);
    for (const line of [...bench.lines.values()]) line.cut('pulled');
  };
  /** Locks that were pulsed when A1 was to be opened over swapped cables. */
  const pulsed = async (): Promise<string[]> => {
    swap('serial:/right', 'serial:/left');
    await bench.clock.advance(8000);
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    await bench.clock.advance(3000);
    return ['left', 'right'].filter((id) => bench.on(id).pulses.length > 0);
  };

  it('are told, and the line is not used until they are back', async () => {
    await start(strangers);
    expect(await pulsed()).toEqual([]);
    expect(bench.problem('left')).toContain('answers as right (address 2)');
    swap('serial:/left', 'serial:/right');
    expect(await msUntil(() => bench.actuator.online('left'), 5000)).toBeLessThanOrEqual(5000);
    expect(bench.problem('left')).toBeNull();
  });

  it('planted mutant: a shell that takes whoever answers for its own opens the wrong door', async () => {
    /** Every frame is for, and from, the board that was meant: address in the second byte, sum in the last. */
    const readdressed = (frame: Uint8Array, to: number): Uint8Array => {
      const body = Uint8Array.from(frame.with(1, to).subarray(0, -1));
      return Uint8Array.from([...body, body.reduce((a, b) => a + b, 0) & 0xff]);
    };
    const deaf = (link: Link, url: string): Link => {
      const own = url === 'serial:/left' ? 1 : 2;
      const there = (): number => ((bench.leadsTo.get(url) ?? url) === 'serial:/left' ? 1 : 2);
      return {
        ...link,
        write: (bytes, ms) => link.write(readdressed(bytes, there()), ms),
        onBytes: (listener) => link.onBytes((bytes) => listener(readdressed(bytes, own))),
      };
    };
    const create = (parts: DeviceParts): Devices =>
      createDevices({
        ...parts,
        openLink: (url, clock) => {
          const made = parts.openLink?.(url, clock);
          if (!made?.ok) throw new Error('the bench opens every link');
          const opener: LinkOpener = async () => {
            const opened = await made.opener();
            return opened.ok ? { ok: true, link: deaf(opened.link, url) } : opened;
          };
          return { ok: true, opener };
        },
      });
    await start({ ...strangers, create });
    expect(await pulsed()).toEqual(['right']);
  });
});

describe('two boards of one kind and address that changed places', () => {
  const board = { kind: 'lock-board/bcc8a', feedback, address: 1 };
  const twins = {
    devices: [
      { ...board, id: 'left', link: 'serial:/left' },
      { ...board, id: 'right', link: 'serial:/right' },
    ],
    compartments: [
      { ...box('A1', 'left', 1), occupied: at('left', 13) },
      { ...box('B1', 'right', 1), occupied: at('right', 13) },
    ],
  };
  const lead = (left: string, right: string): void => {
    bench.leadsTo.set('serial:/left', left);
    bench.leadsTo.set('serial:/right', right);
    for (const line of [...bench.lines.values()]) line.cut('pulled');
  };
  /** With paper in A1 and none in B1. */
  const begin = async (options: Partial<LinesBenchOptions> = {}): Promise<void> => {
    await start({ ...twins, ...options });
    bench.on('left').level.set(13, true);
    bench.on('right').level.set(13, false);
    await bench.clock.advance(2000);
    expect(bench.desk.state(compartment, 'A1').state.bin).toBe('occupied');
  };

  it('are found out by what they showed before: nothing opens, nothing wrong is recorded, until they are back', async () => {
    await begin();
    const before = bench.history('A1').filter((type) => type.startsWith('Bin'));
    lead('serial:/right', 'serial:/left');
    await bench.clock.advance(8000);
    expect(bench.problem('left')).toContain('left and right seem to have changed places');
    expect(bench.actuator.online('left')).toBe(false);
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    bench.actuator.pulse(bench.intend('B1', 'i2'));
    await bench.clock.advance(3000);
    expect([bench.on('left').pulses, bench.on('right').pulses]).toEqual([[], []]);
    expect(bench.outcomes.map(({ why }) => why)).toEqual(['not-sent', 'not-sent']);
    expect(bench.history('A1').filter((type) => type.startsWith('Bin'))).toEqual(before);
    lead('serial:/left', 'serial:/right');
    await bench.clock.advance(8000);
    expect(bench.problem('left')).toBeNull();
    bench.actuator.pulse(bench.intend('A1', 'i3'));
    await bench.clock.advance(3000);
    expect(bench.on('left').pulses).toHaveLength(1);
  });

  it('are found out after a restart too, by the bins in the ledger', async () => {
    const shared = { clock: new ManualClock(), ledger: createMemoryLedger({ site: 'bench' }) };
    await begin(shared);
    await bench.stop();
    const second = linesBench({ ...twins, ...shared });
    second.leadsTo.set('serial:/left', 'serial:/right');
    second.leadsTo.set('serial:/right', 'serial:/left');
    second.on('left').level.set(13, true);
    second.on('right').level.set(13, false);
    await second.start(8000);
    expect(second.problem('right')).toContain('right and left seem to have changed places');
    expect(await second.stop()).toBe(0);
  });

  it('are used when they are back as they were, when one alone was away, and when one stays away', async () => {
    await begin();
    for (const line of [...bench.lines.values()]) line.cut('pulled');
    expect(
      await msUntil(() => bench.actuator.online('left') && bench.actuator.online('right'), 5000),
    ).toBeLessThan(5000);
    bench.lines.get('serial:/right')?.cut('pulled');
    bench.on('right').level.set(13, true);
    expect(await msUntil(() => bench.actuator.online('right'), 5000)).toBeLessThan(5000);
    for (const line of [...bench.lines.values()]) line.cut('pulled');
    bench.unplugged.add('serial:/left');
    expect(await msUntil(() => bench.actuator.online('right'), 20_000)).toBeLessThan(16_000);
    expect(bench.problem('right')).toBeNull();
  });

  const pulsesForLeft = async (): Promise<number[]> => {
    lead('serial:/right', 'serial:/left');
    await bench.clock.advance(8000);
    bench.actuator.pulse(bench.intend('A1', 'i1'));
    await bench.clock.advance(3000);
    return [bench.on('left').pulses.length, bench.on('right').pulses.length];
  };

  it('that showed the same are not told apart: only addresses of their own help', async () => {
    await start({ ...twins, compartments: [box('A1', 'left', 1), box('B1', 'right', 1)] });
    expect(await pulsesForLeft()).toEqual([0, 1]);
  });

  it('planted mutant: without a look at what they show the wrong door opens, and wrong bins are recorded', async () => {
    const credulous: typeof createTwins = () => ({
      has: () => false,
      believes: () => true,
      lost: () => undefined,
      distrust: () => null,
      faults: () => [],
    });
    await begin({ create: (parts) => createDevices({ ...parts, twins: credulous }) });
    expect(await pulsesForLeft()).toEqual([0, 1]);
    expect(bench.desk.state(compartment, 'A1').state.bin).toBe('empty');
  });
});
