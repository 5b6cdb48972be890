import { afterEach, expect, test } from 'vitest';
import { orderThread, ThreadError, type OrderThread } from '#controller/adapters/threads/order-thread.ts';
import type { HostileOrder, HostileWork } from '#tests/support/hostile-work-child.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const LIMITS = { memoryMb: 32, limitMs: 30_000, mostWaiting: 1 };
const PATIENT = 120_000;
const threads: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.stop();
});
const begin = (
  clock = new ManualClock(),
): { clock: ManualClock; thread: OrderThread<HostileOrder, unknown> } => {
  const module = new URL('../../support/hostile-work-child.ts', import.meta.url);
  const thread = orderThread<HostileOrder, unknown>({ module, name: 'hostile', ...LIMITS }, clock);
  threads.push(thread);
  return { clock, thread };
};
const order = (what: HostileWork): HostileOrder => ({
  do: what,
  begun: new Int32Array(new SharedArrayBuffer(4)),
});
const trouble = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof ThreadError ? error.trouble : String(error)),
  );
/** When the thread is at work. */
const atWork = async ({ begun }: HostileOrder): Promise<void> => {
  const waited = Atomics.waitAsync(begun, 0, 0);
  if (waited.async) await waited.value;
};

test(
  'work that never ends is ended by its time limit, and the next order is answered',
  { timeout: PATIENT },
  async () => {
    const { clock, thread } = begin();
    const endless = order('loop');
    const ended = trouble(thread.ask(endless));
    const next = thread.ask(order('answer'));
    await atWork(endless);
    await clock.advance(LIMITS.limitMs);
    expect(await ended).toBe('slow');
    expect(await next).toBe('here it is');
    expect(clock.pending).toBe(0);
  },
);

test.each([
  ['objects without end', 'objects', 'heavy'],
  ['a gigabyte of WebAssembly, taken for a damaged file', 'wasm', 'heavy'],
  ['an error that nobody thought of', 'throw', 'died'],
  ['leaving without an answer', 'leave', 'died'],
] as const)('%s: the order fails by name', { timeout: PATIENT }, async (_, what, why) => {
  const { clock, thread } = begin();
  expect(await trouble(thread.ask(order(what)))).toBe(why);
  expect(clock.pending).toBe(0);
});

test('more orders than may wait are turned away at once', { timeout: PATIENT }, async () => {
  const { clock, thread } = begin();
  const endless = order('loop');
  const [first, second] = [trouble(thread.ask(endless)), thread.ask(order('answer'))];
  expect(await trouble(thread.ask(order('answer')))).toBe('busy');
  await atWork(endless);
  await clock.advance(LIMITS.limitMs);
  expect([await first, await second]).toEqual(['slow', 'here it is']);
});

test('stopping ends what is under way and refuses what comes after', { timeout: PATIENT }, async () => {
  const { clock, thread } = begin();
  const endless = order('loop');
  const asked = trouble(thread.ask(endless));
  await atWork(endless);
  await thread.stop();
  expect([await asked, await trouble(thread.ask(order('answer')))]).toEqual(['stopped', 'stopped']);
  expect(clock.pending).toBe(0);
});
