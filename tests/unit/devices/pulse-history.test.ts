import { describe, expect, it } from 'vitest';
import { pulseHistory } from '#controller/devices/pulse-history.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

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
