import { afterEach, describe, expect, it } from 'vitest';
import { deviceBench, type BenchOptions, type DeviceBench } from '#tests/support/device-bench.ts';
import type { BusFault } from '#tests/support/fake-board.ts';

let bench: DeviceBench;
afterEach(async () => {
  expect(await bench.stop()).toBe(0);
});
const ready = async (options?: BenchOptions): Promise<void> => {
  bench = await deviceBench(options);
  await bench.start();
};
/** What the ledger says of compartment A3 after one pulse on channel 3, and what really happened. */
const pulse = async (fault: BusFault, faultOn: 'open' | 'read' | null = 'open'): Promise<string[]> => {
  bench.board.fault = fault;
  bench.board.faultOn = faultOn;
  const before = bench.history(3).length;
  bench.actuator.pulse(bench.intend(3, 'i1'));
  await bench.clock.advance(8000);
  return bench.history(3).slice(before);
};
const opened = ['OpenRequested', 'OpenAcknowledged', 'DoorSeenOpen'];
const unanswered = ['OpenRequested', 'OpenUnanswered', 'DoorSeenOpen'];

describe('what the ledger says happened at a door is what happened', () => {
  it.each<[BusFault, string[], string | null]>([
    ['none', opened, null],
    ['silent', unanswered, 'silent'],
    ['echo', opened, null],
    ['echo-only', unanswered, 'proves-nothing'],
    ['late', unanswered, 'silent'],
    ['split', opened, null],
    ['merged', opened, null],
    ['flipped-bit', unanswered, 'garbled'],
    ['foreign-address', unanswered, 'garbled'],
    ['noise-before', opened, null],
    ['push-between', opened, null],
  ])('the door opens, the open meets: %s', async (fault, expected, why) => {
    await ready();
    expect(await pulse(fault)).toEqual(expected);
    expect(bench.board.pulses).toHaveLength(1);
    expect(bench.outcomes).toMatchObject([{ intent: 'i1', attempt: 1, why }]);
    expect(bench.actuator.door('A3', 'front')).toBe('open');
    expect(bench.state(3).front).toMatchObject({ seen: 'open', under: 'i1', forced: false });
  });

  it.each<[BusFault, string[]]>([
    ['none', ['OpenRequested', 'OpenFailed']],
    ['silent', ['OpenRequested', 'OpenUnanswered', 'DoorSeenClosed']],
    ['echo', ['OpenRequested', 'OpenFailed']],
    ['echo-only', ['OpenRequested', 'OpenFailed']],
    ['late', ['OpenRequested', 'OpenUnanswered', 'DoorSeenClosed']],
    ['split', ['OpenRequested', 'OpenFailed']],
    ['flipped-bit', ['OpenRequested', 'OpenUnanswered', 'DoorSeenClosed']],
    ['foreign-address', ['OpenRequested', 'OpenUnanswered', 'DoorSeenClosed']],
  ])('the bolt is jammed, the open meets: %s', async (fault, expected) => {
    await ready();
    bench.board.jammed.add(3);
    expect(await pulse(fault)).toEqual(expected);
    expect(bench.board.pulses).toHaveLength(1);
    expect(bench.actuator.door('A3', 'front')).toBe('closed');
  });

  it('a board with reversed feedback: its "opened" equals the request and proves nothing, the sensor does', async () => {
    await ready({ feedback: 'open_when_set' });
    expect(await pulse('none')).toEqual(unanswered);
    expect(bench.outcomes).toMatchObject([{ outcome: 'unanswered', why: 'proves-nothing' }]);
  });

  it('a line known to echo: the echo is taken out, the answer after it counts', async () => {
    await ready({ feedback: 'open_when_set', echo: true });
    bench.board.fault = 'echo';
    await bench.clock.advance(1000);
    expect(await pulse('echo', null)).toEqual(opened);
  });

  it('stuck feedback: no opening is claimed that no sensor saw', async () => {
    await ready();
    bench.board.stuck.set(3, true);
    expect(await pulse('none')).toEqual(['OpenRequested', 'OpenFailed']);
    expect(bench.board.open.has(3)).toBe(true);
  });

  it('reads fail after the open: the door is lost, not guessed', async () => {
    await ready();
    expect(await pulse('silent', 'read')).toEqual(['OpenRequested', 'OpenAcknowledged']);
    expect(bench.actuator.door('A3', 'front')).toBe('unknown');
    expect(bench.actuator.online('board')).toBe(false);
  });

  it('the line is down before the write: certainly nothing was sent', async () => {
    await ready();
    bench.line().line({ outcome: { kind: 'not-sent', why: 'gone' }, delivers: false });
    expect(await pulse('none')).toContain('OpenFailed');
    expect(bench.outcomes).toMatchObject([{ outcome: 'failed', why: 'not-sent' }]);
    expect(bench.board.pulses).toHaveLength(0);
  });

  it.each([true, false])('the write ends unknown, delivered: %s', async (delivers) => {
    await ready();
    bench.line().line({ outcome: { kind: 'unknown', why: 'gone' }, delivers });
    const order = bench.intend(3, 'i1');
    bench.actuator.pulse(order);
    await bench.clock.advance(10);
    bench.line().line('healthy');
    await bench.clock.advance(8000);
    const [seen] = delivers ? ['DoorSeenOpen'] : ['DoorSeenClosed'];
    expect(bench.history(3).slice(1)).toEqual(['OpenRequested', 'OpenUnanswered', seen]);
    expect(bench.outcomes).toMatchObject([{ outcome: 'unanswered', why: 'link-down' }]);
    expect(bench.board.pulses).toHaveLength(delivers ? 1 : 0);
  });

  it('the cable is pulled after the write: unknown, then read when it is back', async () => {
    await ready();
    bench.actuator.pulse(bench.intend(3, 'i1'));
    await bench.clock.advance(100);
    bench.cable.plugged = false;
    bench.line().cut('pulled');
    await bench.clock.advance(3000);
    expect(bench.outcomes).toMatchObject([{ outcome: 'unanswered', why: 'link-down' }]);
    bench.cable.plugged = true;
    await bench.clock.advance(5000);
    expect(bench.history(3).at(-1)).toBe('DoorSeenOpen');
    expect(bench.state(3).front).toMatchObject({ under: 'i1', forced: false });
    expect(bench.board.pulses).toHaveLength(1);
  });

  it('an open reply that comes late is not taken for the answer to the next attempt', async () => {
    await ready();
    bench.board.jammed.add(3);
    bench.board.fault = 'silent';
    bench.board.faultOn = 'open';
    bench.actuator.pulse(bench.intend(3, 'i1'));
    await bench.clock.advance(5000);
    // The second pulse moves nothing either, but while it is under way the answer of an earlier one comes in.
    bench.actuator.pulse(bench.intend(3, 'i1', 2));
    await bench.clock.advance(100);
    bench.board.sendRaw([0x8a, 0x01, 0x03, 0x00, 0x88]);
    await bench.clock.advance(5000);
    expect(bench.history(3)).not.toContain('OpenAcknowledged');
    expect(bench.board.pulses).toHaveLength(2);
  });

  it('on a line that is late, a read from before the pulse never closes the door that it opened', async () => {
    let sent = 0;
    for (let lateMs = 300; lateMs <= 6000; lateMs += 50) {
      await ready();
      bench.board.lateMs = lateMs;
      bench.board.fault = 'late';
      bench.board.faultOn = null;
      await bench.clock.advance(9000);
      bench.actuator.pulse(bench.intend(3, 'i1'));
      await bench.clock.advance(9000);
      const since = bench.history(3).slice(bench.history(3).indexOf('OpenRequested'));
      const pulsed = bench.board.pulses.length > 0;
      sent += pulsed ? 1 : 0;
      if (pulsed) expect(since, `${lateMs} ms late`).not.toContain('DoorSeenClosed');
      bench.board.fault = 'none';
      await bench.clock.advance(12_000);
      if (pulsed) expect(bench.actuator.door('A3', 'front'), `${lateMs} ms late`).toBe('open');
      expect(await bench.stop()).toBe(0);
    }
    expect(sent).toBeGreaterThan(10);
    await ready();
  });

  it('a door that opens with no intent is forced', async () => {
    await ready();
    bench.board.open.add(3);
    await bench.clock.advance(2000);
    expect(bench.history(3).slice(1)).toEqual(['DoorForced', 'DoorSeenOpen']);
    bench.board.open.delete(3);
    await bench.clock.advance(2000);
    expect(bench.history(3).at(-1)).toBe('DoorSeenClosed');
  });
});
