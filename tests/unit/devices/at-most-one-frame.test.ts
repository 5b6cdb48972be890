import { afterEach, describe, expect, it } from 'vitest';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { deviceBench, type BenchOptions, type DeviceBench } from '#tests/support/device-bench.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let bench: DeviceBench;
afterEach(async () => {
  expect(await bench.stop()).toBe(0);
});
const ready = async (options?: BenchOptions): Promise<void> => {
  bench = await deviceBench(options);
  await bench.start();
};

describe('a frame leaves only for a durable attempt, and once', () => {
  it('nothing is sent without an intent in the ledger, and nothing is recorded', async () => {
    await ready();
    const [compartment, door, device] = ['A3', 'front', 'board'] as const;
    bench.actuator.pulse({ compartment, door, intent: 'made-up', attempt: 1, device, channel: 3 });
    await bench.clock.advance(5000);
    expect(bench.board.pulses).toEqual([]);
    expect(bench.history(3)).toEqual(['DoorSeenClosed']);
  });

  it('the same order again, at once and later, sends nothing more', async () => {
    await ready();
    const order = bench.intend(3, 'i1');
    bench.actuator.pulse(order);
    bench.actuator.pulse(order);
    await bench.clock.advance(5000);
    bench.actuator.pulse(order);
    await bench.clock.advance(5000);
    expect(bench.board.pulses).toHaveLength(1);
  });

  it('an order for another door than its intent, or another channel than the door has, sends nothing', async () => {
    await ready();
    const order = bench.intend(3, 'i1');
    bench.actuator.pulse({ ...order, channel: 4 });
    bench.actuator.pulse({ ...order, compartment: 'A4' });
    bench.actuator.pulse({ ...order, attempt: 2 });
    await bench.clock.advance(5000);
    expect(bench.board.pulses).toEqual([]);
  });

  it('an intent that names a channel the door does not have fails, recorded', async () => {
    await ready();
    const by = { actor: '1', station: 'front', cause: 'x' };
    const payload = { intent: 'x', attempt: 1, door: 'front', device: 'board', channel: 7 } as const;
    const more = { session: 's', person: '1', reason: 'drop' } as const;
    const events = [{ type: 'OpenRequested' as const, payload: { ...payload, ...more } }];
    bench.desk.append([{ stream: 'compartment:A3', events }], by);
    bench.actuator.pulse({ compartment: 'A3', ...payload });
    await bench.clock.advance(5000);
    expect(bench.board.pulses).toEqual([]);
    expect(bench.outcomes).toMatchObject([{ outcome: 'failed', why: 'not-sent' }]);
  });

  it('before the start, and while the board does not answer, nothing is sent', async () => {
    bench = await deviceBench();
    bench.actuator.pulse(bench.intend(3, 'i1'));
    expect(bench.outcomes).toMatchObject([{ outcome: 'failed', why: 'not-sent' }]);
    await bench.start();
    await bench.clock.advance(5000);
    expect(bench.board.pulses).toEqual([]);
  });

  it('a board that answers with another number of channels is not used, and says what to set', async () => {
    await ready({ board: { channels: 36 } });
    await bench.clock.advance(3000);
    expect(bench.actuator.online('board')).toBe(false);
    expect(bench.devices.health()[0]?.problem).toContain('set "channels" to 24');
    bench.actuator.pulse(bench.intend(3, 'i1'));
    await bench.clock.advance(3000);
    expect(bench.board.pulses).toEqual([]);
  });
});

describe('after a restart', () => {
  it('an intent without outcome is in doubt, is settled by reading, and nothing is sent again', async () => {
    await ready();
    const order = bench.intend(3, 'i1');
    bench.board.fault = 'silent';
    bench.actuator.pulse(order);
    await bench.clock.advance(100);
    const { ledger, board } = bench;
    // The process dies here: its time stands still, and another one begins on the same ledger.
    const clock = new ManualClock(new Date(bench.clock.now() + 2000).toISOString());
    const second = await deviceBench({ clock, ledger });
    second.board.open.add(3);
    await second.start();
    await clock.advance(3000);
    expect(second.history(3).slice(-2)).toEqual(['OpenUnanswered', 'DoorSeenOpen']);
    expect(second.outcomes).toMatchObject([{ outcome: 'unanswered', why: 'restart' }]);
    expect(second.state(3).front).toMatchObject({ under: 'i1', forced: false });
    second.actuator.pulse(order);
    await clock.advance(3000);
    expect(second.board.pulses).toEqual([]);
    expect(board.pulses).toHaveLength(1);
    await second.stop();
  });

  it('a coil gets no extra pulse', async () => {
    const clock = new ManualClock();
    const ledger = createMemoryLedger({ site: 'bench' });
    const options = { clock, ledger, board: { pulsesPerMinute: 2, restMs: 300 } };
    await ready(options);
    for (const intent of ['i1', 'i2']) {
      bench.board.open.clear();
      bench.actuator.pulse(bench.intend(3, intent));
      await clock.advance(3000);
    }
    await bench.devices.stop();
    const second = await deviceBench(options);
    await second.start();
    second.actuator.pulse(second.intend(3, 'i3'));
    await clock.advance(3000);
    expect(second.outcomes).toMatchObject([{ intent: 'i3', outcome: 'failed', why: 'not-sent' }]);
    expect(second.board.pulses).toEqual([]);
    await second.stop();
  });
});

describe('coils and supplies', () => {
  const spacing = (): number[] =>
    bench.board.pulses.slice(1).map(({ at }, i) => at - (bench.board.pulses[i]?.at ?? 0));

  it('twelve doors asked for at once open one after the other', async () => {
    await ready();
    for (let channel = 1; channel <= 12; channel += 1)
      bench.actuator.pulse(bench.intend(channel, `i${channel}`));
    await bench.clock.advance(14_000);
    expect(bench.board.pulses.map(({ channel }) => channel)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(Math.min(...spacing())).toBeGreaterThanOrEqual(600);
  });

  it('a coil rests between two pulses, and a third in the minute is refused', async () => {
    await ready({ board: { restMs: 1500, pulsesPerMinute: 2 } });
    for (const intent of ['i1', 'i2', 'i3']) {
      bench.board.jammed.add(3);
      bench.actuator.pulse(bench.intend(3, intent));
      await bench.clock.advance(700);
      await bench.clock.advance(2500);
    }
    expect(bench.board.pulses).toHaveLength(2);
    expect(Math.min(...spacing())).toBeGreaterThanOrEqual(1500);
    expect(bench.outcomes.at(-1)).toMatchObject({ intent: 'i3', outcome: 'failed', why: 'not-sent' });
  });

  it('an order that waited half its window for its turn is not sent any more', async () => {
    await ready();
    bench.board.fault = 'silent';
    bench.board.faultOn = 'open';
    for (let channel = 1; channel <= 12; channel += 1)
      bench.actuator.pulse(bench.intend(channel, `i${channel}`));
    await bench.clock.advance(40_000);
    const last = bench.board.pulses.at(-1)?.at ?? 0;
    expect(last - (bench.board.pulses[0]?.at ?? 0)).toBeLessThanOrEqual(15_000);
    expect(bench.outcomes.filter(({ why }) => why === 'not-sent').length).toBe(
      12 - bench.board.pulses.length,
    );
    expect(bench.outcomes).toHaveLength(12);
  });
});

describe('when the ledger fails', () => {
  it('nothing is actuated, and what was sent before is recorded when it is back', async () => {
    const clock = new ManualClock();
    const ledger = createMemoryLedger({ site: 'bench' });
    const switchable = { broken: false };
    const append = ledger.append.bind(ledger);
    ledger.append = (...args) => {
      if (switchable.broken) throw new Error('disk full');
      return append(...args);
    };
    await ready({ clock, ledger });
    const [first, second] = [bench.intend(3, 'i1'), bench.intend(4, 'i2')];
    bench.actuator.pulse(first);
    switchable.broken = true;
    await clock.advance(2000);
    expect(bench.devices.halted()).toContain('disk full');
    bench.actuator.pulse(second);
    await clock.advance(2000);
    expect(bench.board.pulses.map(({ channel }) => channel)).toEqual([3]);
    switchable.broken = false;
    await clock.advance(3000);
    expect(bench.history(3).slice(1)).toEqual(['OpenRequested', 'OpenAcknowledged', 'DoorSeenOpen']);
    expect(bench.history(4).slice(1)).toEqual(['OpenRequested', 'OpenFailed']);
    expect(bench.devices.halted()).toBeNull();
    expect(createDesk(ledger, clock)).toBeDefined();
  });
});
