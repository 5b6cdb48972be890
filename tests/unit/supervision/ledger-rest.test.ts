import { expect, it } from 'vitest';
import { restInQuiet } from '#controller/supervision/ledger-rest.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { add, wentOffline } from '#tests/support/ledgers.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const watched = () => {
  const clock = new ManualClock();
  const ledger = createMemoryLedger({ site: 'test' });
  const rests: number[] = [];
  const troubles: unknown[] = [];
  const rest = (): void => {
    rests.push(ledger.head().sequence);
    if (rests.length === 2) throw new Error('planted');
  };
  const stop = restInQuiet({
    ledger: { onAppended: (listener) => ledger.onAppended(listener), rest },
    clock,
    onTrouble: (error) => void troubles.push(error),
  });
  const append = (): void => void add(ledger, 'device:d', wentOffline('cable'));
  return { clock, rests, troubles, append, stop: () => (stop(), ledger.close()) };
};

it('The ledger rests once after a burst, a second after its last append, and not before', async () => {
  const { clock, rests, append, stop } = watched();
  for (let n = 0; n < 20; n++) {
    append();
    await clock.advance(600);
  }
  expect(rests).toEqual([]);
  await clock.advance(2_000);
  expect(rests).toEqual([20]);
  await clock.advance(60_000);
  expect(rests).toEqual([20]);
  expect(clock.pending).toBe(0);
  stop();
});

it('A rest that fails is told, and the next quiet moment tries again', async () => {
  const { clock, rests, troubles, append, stop } = watched();
  for (let n = 0; n < 3; n++) {
    append();
    await clock.advance(5_000);
  }
  expect(rests).toEqual([1, 2, 3]);
  expect(troubles).toEqual([new Error('planted')]);
  append();
  stop();
  expect(clock.pending).toBe(0);
});
