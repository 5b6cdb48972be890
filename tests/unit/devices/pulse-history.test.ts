import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pulseHistory } from '#controller/devices/pulse-history.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const asked: EventDraft = {
  type: 'OpenRequested',
  payload: {
    ...{ intent: 'i', attempt: 1, door: 'front', session: 's', person: '1', reason: 'drop' },
    ...{ device: 'board', channel: 3 },
  },
};
const identity = { intent: 'i', attempt: 1, door: 'front' } as const;
const acknowledged: EventDraft = { type: 'OpenAcknowledged', payload: { ...identity, reply: '00' } };
const notSent: EventDraft = { type: 'OpenFailed', payload: { ...identity, why: 'not-sent', reply: null } };

/** What is known of the coil after these events, each so long after the one before; ages in ms. */
const ages = async (steps: readonly (readonly [ms: number, event: EventDraft])[], laterMs: number) => {
  const clock = new ManualClock();
  const ledger = createMemoryLedger({ site: 'x' });
  const desk = createDesk(ledger, clock);
  for (const [ms, event] of steps) {
    await clock.advance(ms);
    const by = { actor: '1', station: null, cause: 'i' };
    desk.append([{ stream: 'compartment:A1', events: [event] }], by);
  }
  await clock.advance(laterMs);
  const parts = { now: clock.now(), waitedMs: 16_500, tailMs: () => 1000 };
  return (pulseHistory(ledger, parts).get('board/3') ?? []).map((off) => clock.now() - off);
};

describe('after a restart a coil is known to have been off', () => {
  it('from the end of its conversation and its longest pulse on, not from when it was asked for', async () => {
    // The order waited twelve seconds for its turn: the intent alone would call the coil rested.
    expect(
      await ages(
        [
          [0, asked],
          [12_000, acknowledged],
        ],
        2000,
      ),
    ).toEqual([1000]);
  });
  it('also when the order is older than a minute and its pulse is not', async () => {
    expect(
      await ages(
        [
          [0, asked],
          [14_000, acknowledged],
        ],
        50_000,
      ),
    ).toEqual([49_000]);
  });
  it('as late as a frame can have left when nothing is known of it', async () => {
    expect(await ages([[0, asked]], 5000)).toEqual([-1000]);
    expect(await ages([[0, asked]], 30_000)).toEqual([12_500]);
  });
  it('and nothing counts that certainly was not sent, or is over for a minute', async () => {
    expect(
      await ages(
        [
          [0, asked],
          [100, notSent],
        ],
        1000,
      ),
    ).toEqual([]);
    expect(
      await ages(
        [
          [0, asked],
          [100, acknowledged],
        ],
        62_000,
      ),
    ).toEqual([]);
  });
});

interface Pulse {
  /** From the one before to its intent, from there to its frame, from there to its outcome, ms. */
  readonly pauseMs: number;
  readonly queuedMs: number;
  readonly answeredMs: number;
  readonly outcome: 'OpenAcknowledged' | 'OpenUnanswered' | 'crash';
}
const waitedMs = 16_500;
const tailMs = 1000;
type History = typeof pulseHistory;
/** Whatever the ledger holds at a restart, every coil that was powered within the minute is known to have been so long. */
const forgetsNoPulse = (history: History) =>
  fc.asyncProperty(
    fc.array(
      fc.record({
        pauseMs: fc.integer({ min: 0, max: 20_000 }),
        queuedMs: fc.integer({ min: 0, max: 15_000 }),
        answeredMs: fc.integer({ min: 20, max: 1500 }),
        outcome: fc.constantFrom('OpenAcknowledged', 'OpenAcknowledged', 'OpenUnanswered', 'crash'),
      } satisfies { [K in keyof Pulse]: fc.Arbitrary<Pulse[K]> }),
      { minLength: 1, maxLength: 6 },
    ),
    fc.integer({ min: 0, max: 70_000 }),
    async (pulses, laterMs) => {
      const clock = new ManualClock();
      const ledger = createMemoryLedger({ site: 'x' });
      const desk = createDesk(ledger, clock);
      const by = { actor: '1', station: null, cause: 'i' };
      /** When each coil was off in truth, at the latest. */
      const offs: number[] = [];
      for (const [at, { pauseMs, queuedMs, answeredMs, outcome }] of pulses.entries()) {
        const identity = { intent: `i${at}`, attempt: 1, door: 'front' } as const;
        const append = (event: EventDraft): unknown =>
          desk.append([{ stream: 'compartment:A1', events: [event] }], by);
        await clock.advance(pauseMs);
        append({ ...asked, payload: { ...asked.payload, ...identity } } as EventDraft);
        await clock.advance(queuedMs + answeredMs);
        offs.push(clock.now() + tailMs);
        if (outcome === 'OpenAcknowledged') append({ type: outcome, payload: { ...identity, reply: '00' } });
        if (outcome === 'OpenUnanswered')
          append({ type: outcome, payload: { ...identity, sent: 'yes', why: 'silent', reply: null } });
      }
      await clock.advance(laterMs);
      const now = clock.now();
      const known = history(ledger, { now, waitedMs, tailMs: () => tailMs }).get('board/3') ?? [];
      const recent = offs.filter((off) => off > now - 60_000).sort((a, b) => b - a);
      // The n-th latest that is known ends no earlier than the n-th latest in truth.
      const latest = [...known].sort((a, b) => b - a);
      expect(recent.filter((off, n) => (latest[n] ?? -Infinity) < off)).toEqual([]);
    },
  );

describe('whatever was asked for before a restart', () => {
  it('no pulse of the last minute is forgotten, or thought to be over before it was', async () => {
    await fc.assert(forgetsNoPulse(pulseHistory), { numRuns: 200 });
  });
  const seeing =
    (change: (events: readonly AnyStoredEvent[]) => readonly AnyStoredEvent[]): History =>
    (ledger, parts) =>
      pulseHistory({ head: () => ledger.head(), read: (...at) => [...change(ledger.read(...at))] }, parts);
  it.each<[string, History]>([
    [
      'counts from the intent',
      (ledger, parts) => pulseHistory(ledger, { ...parts, waitedMs: 0, tailMs: () => 0 }),
    ],
    [
      'thinks a coil off with its answer',
      (ledger, parts) => pulseHistory(ledger, { ...parts, tailMs: () => 0 }),
    ],
    [
      'forgets what was not answered',
      seeing((events) => {
        const answered = new Set(
          events.flatMap((e) => (e.type === 'OpenAcknowledged' ? [e.payload.intent] : [])),
        );
        return events.filter((e) => e.type !== 'OpenRequested' || answered.has(e.payload.intent));
      }),
    ],
    [
      'knows the last pulse only',
      (ledger, parts) =>
        new Map([...pulseHistory(ledger, parts)].map(([coil, offs]) => [coil, offs.slice(-1)])),
    ],
  ])('planted mutant: one that %s is caught', async (_, mutant) => {
    await expect(
      fc.assert(forgetsNoPulse(mutant), { seed: MUTANT_SEED, numRuns: 1000, endOnFailure: true }),
    ).rejects.toThrow('Property failed');
  });
});
