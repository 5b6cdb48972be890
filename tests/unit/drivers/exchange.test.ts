import { describe, expect, it } from 'vitest';
import { createBus } from '#drivers/exchange.ts';
import type { Ask } from '#drivers/exchange-machine.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const timings = { gapMs: 30, silenceMs: 20, echo: false };
/** Answered by the byte one higher. */
const ask = (byte: number, more: Partial<Ask<number>> = {}): Ask<number> => ({
  ...{ bytes: Uint8Array.of(byte), urgent: false, timeoutMs: 400 },
  read(received) {
    const at = received.indexOf(byte + 1);
    return at < 0 ? null : { reply: byte + 1, rest: received.filter((_, i) => i !== at) };
  },
  ...more,
});

const bench = (options: Partial<typeof timings> = {}) => {
  const clock = new ManualClock();
  const bus = createBus(clock, { ...timings, ...options });
  const pair = memoryPair(clock);
  const wire: { byte: number; at: number }[] = [];
  const strays: number[] = [];
  pair.far.onBytes((bytes) => bytes.forEach((byte) => wire.push({ byte, at: clock.now() })));
  bus.onStray((bytes) => void strays.push(...bytes));
  bus.attach(pair.near);
  const say = (...bytes: number[]): void => void pair.far.write(Uint8Array.from(bytes));
  return { clock, bus, pair, wire, strays, say, bytes: () => wire.map(({ byte }) => byte) };
};

describe('one conversation at a time', () => {
  it('hands the bytes to the link within the call, when the line is free', () => {
    const { bus, pair } = bench();
    let written = false;
    const write = pair.near.write.bind(pair.near);
    pair.near.write = (...args) => {
      written = true;
      return write(...args);
    };
    void bus.ask(ask(1));
    expect(written).toBe(true);
  });

  it('waits for the answer, then for the gap, before the next request leaves', async () => {
    const { clock, bus, wire, say } = bench();
    const first = bus.ask(ask(1));
    void bus.ask(ask(5));
    await clock.advance(100);
    expect(wire).toHaveLength(1);
    say(2);
    await clock.advance(29);
    expect(wire).toHaveLength(1);
    await clock.advance(1);
    expect(wire).toHaveLength(2);
    expect(await first).toEqual({ kind: 'reply', reply: 2 });
    await clock.advance(1000);
  });

  it('lets an urgent request go before those that wait, never before the one under way', async () => {
    const { clock, bus, bytes, say } = bench();
    void bus.ask(ask(1));
    void bus.ask(ask(3));
    void bus.ask(ask(5, { urgent: true }));
    void bus.ask(ask(7, { urgent: true }));
    await clock.advance(0);
    for (const reply of [2, 6, 8, 4]) {
      say(reply);
      await clock.advance(50);
    }
    expect(bytes()).toEqual([1, 5, 7, 3]);
    expect(clock.pending).toBe(0);
  });

  it('gives up after the time limit: silent when nothing came, garbled when something did', async () => {
    const { clock, bus, say, strays } = bench();
    const [a, b] = [bus.ask(ask(1)), bus.ask(ask(1))];
    await clock.advance(500);
    say(9, 9);
    await clock.advance(1000);
    expect(await a).toEqual({ kind: 'silent', sent: 'yes' });
    expect(await b).toMatchObject({ kind: 'garbled', sent: 'yes' });
    expect(strays).toEqual([9, 9]);
  });

  it('throws away what came in before a request, and a reply that comes too late', async () => {
    const { clock, bus, say, strays } = bench();
    say(2);
    await clock.advance(5);
    const early = bus.ask(ask(1));
    await clock.advance(450);
    expect(await early).toMatchObject({ kind: 'silent' });
    say(2);
    await clock.advance(100);
    expect(strays).toEqual([2, 2]);
  });

  it('takes out exactly the echoed bytes, once', async () => {
    const { clock, bus, say } = bench({ echo: true });
    const echoed = bus.ask(ask(1, { read: (got) => (got.length ? { reply: got.length, rest: got } : null) }));
    say(1);
    await clock.advance(50);
    say(1, 7);
    await clock.advance(50);
    expect(await echoed).toEqual({ kind: 'reply', reply: 2 });
    expect(bus.counters()).toEqual({ echoes: 1 });
  });

  it('keeps no more than 256 bytes of a babbling line, and loses none unreported', async () => {
    const { clock, bus, pair, strays } = bench();
    const garbled = bus.ask(ask(1));
    for (let i = 0; i < 20; i += 1) await pair.far.write(new Uint8Array(100).fill(9));
    await clock.advance(1000);
    const answer = await garbled;
    expect(answer.kind === 'garbled' ? answer.raw.length : 0).toBe(256);
    expect(strays).toHaveLength(2000);
  });
});

describe('a request that nothing answers', () => {
  const open = ask(1, { unanswered: true, urgent: true, restMs: 150, timeoutMs: 300 });

  it('is over when it is written, and the line rests as long as it asks for', async () => {
    const { clock, bus, wire } = bench();
    const opened = bus.ask(open);
    void bus.ask(ask(5));
    await clock.advance(1);
    expect(await opened).toEqual({ kind: 'silent', sent: 'yes' });
    await clock.advance(148);
    expect(wire).toHaveLength(1);
    await clock.advance(2);
    expect(wire.map(({ byte }) => byte)).toEqual([1, 5]);
    await clock.advance(1000);
    expect(clock.pending).toBe(0);
  });

  it('believes nothing that a firmware says all the same', async () => {
    const { clock, bus, say, strays } = bench();
    const opened = bus.ask(open);
    await clock.advance(1);
    say(2);
    await clock.advance(500);
    expect(await opened).toEqual({ kind: 'silent', sent: 'yes' });
    expect(strays).toEqual([2]);
  });

  it('waits for its echo on a line that echoes, and not for ever', async () => {
    const { clock, bus, say, strays } = bench({ echo: true });
    const [first, second] = [bus.ask(open), bus.ask(open)];
    let over = false;
    void first.then(() => (over = true));
    await clock.advance(20);
    expect(over).toBe(false);
    say(1);
    await clock.advance(1);
    expect(await first).toEqual({ kind: 'silent', sent: 'yes' });
    await clock.advance(1000);
    expect(await second).toEqual({ kind: 'silent', sent: 'yes' });
    expect([strays, bus.counters()]).toEqual([[], { echoes: 1 }]);
    expect(clock.pending).toBe(0);
  });
});

it('looks at a babbling line when it is silent, not at each of its bytes', async () => {
  const { clock, bus, pair } = bench();
  let looks = 0;
  const counted = ask(1, {
    read(received) {
      looks += 1;
      return received.at(-1) === 2 ? { reply: 2, rest: received.subarray(0, -1) } : null;
    },
  });
  const answer = bus.ask(counted);
  for (let i = 0; i < 2000; i += 1) await pair.far.write(Uint8Array.of(9));
  await pair.far.write(Uint8Array.of(2));
  await clock.advance(25);
  expect(await answer).toEqual({ kind: 'reply', reply: 2 });
  expect(looks).toBeLessThanOrEqual(256 + 1);
  await clock.advance(100);
});

describe('when the line goes', () => {
  it('what was written is unknown or sent, what waited was certainly not', async () => {
    const { clock, bus, pair } = bench();
    const [a, b] = [bus.ask(ask(1)), bus.ask(ask(3))];
    await clock.advance(10);
    pair.cut('pulled');
    expect(await a).toEqual({ kind: 'link-down', sent: 'yes', why: 'pulled' });
    expect(await b).toEqual({ kind: 'not-sent', why: 'pulled' });
    expect(await bus.ask(ask(1))).toMatchObject({ kind: 'not-sent' });
    expect(clock.pending).toBe(0);
  });

  it.each([
    [{ outcome: { kind: 'not-sent', why: 'x' }, delivers: false } as const, { kind: 'not-sent', why: 'x' }],
    [
      { outcome: { kind: 'unknown', why: 'x' }, delivers: true } as const,
      { kind: 'link-down', sent: 'unknown', why: 'x' },
    ],
    ['stalled' as const, { kind: 'link-down', sent: 'unknown' }],
  ])('a write that ends as %j', async (line, expected) => {
    const { clock, bus, pair } = bench();
    pair.line(line);
    const asked = bus.ask(ask(1));
    await clock.advance(1000);
    expect(await asked).toMatchObject(expected);
    expect(clock.pending).toBe(0);
  });

  it('another link takes over and the old one is no longer heard', async () => {
    const { clock, bus, pair } = bench();
    const [next, old] = [memoryPair(clock), pair];
    bus.attach(next.near);
    const asked = bus.ask(ask(1));
    await old.far.write(Uint8Array.of(2));
    await clock.advance(10);
    await next.far.write(Uint8Array.of(2));
    await clock.advance(10);
    expect(await asked).toEqual({ kind: 'reply', reply: 2 });
    old.cut('later');
    expect(bus.up).toBe(true);
  });
});
