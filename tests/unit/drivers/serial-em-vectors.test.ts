import { describe, expect, it } from 'vitest';
import { serialEmReader } from '#drivers/card-readers/serial-em.ts';
import { bytesOf } from '#drivers/framing/bytes.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly cards: readonly string[];
  readonly discardedBytes: number;
  readonly decimal?: string;
}
const reader = () => {
  const clock = new ManualClock();
  const pair = memoryPair(clock);
  const config = { id: 'r', kind: 'card-reader/serial-em', link: 'serial:/x', debounceMs: 1500 } as const;
  const driver = serialEmReader(config, clock);
  const cards: string[] = [];
  driver.onCard(({ uid }) => cards.push(uid));
  driver.attach(pair.near);
  return { clock, driver, cards, send: (bytes: Uint8Array) => pair.far.write(bytes) };
};

describe.each(vectorsOf<Meaning>('serial-em'))('$name', ({ hex, meaning }) => {
  it.each([1, 5, 1000])('in pieces of %i bytes', async (size) => {
    const { driver, cards, send } = reader();
    const bytes = bytesOf(hex);
    for (let at = 0; at < bytes.length; at += size) await send(bytes.subarray(at, at + size));
    expect(cards).toEqual(meaning.cards);
    expect(driver.counters()['discardedBytes']).toBe(meaning.discardedBytes);
    if (meaning.decimal !== undefined)
      expect(String(parseInt((cards[0] ?? '').slice(2), 16)).padStart(10, '0')).toBe(meaning.decimal);
  });
});

describe('a card that is held to the reader', () => {
  const card = bytesOf('02 31 30 30 30 38 36 46 34 34 34 32 36 03');

  it('is one card, however long it is held', async () => {
    const { clock, cards, send } = reader();
    for (let ms = 0; ms < 5000; ms += 50) {
      await send(card);
      await clock.advance(50);
    }
    expect(cards).toHaveLength(1);
  });

  it('is a second card after it was away', async () => {
    const { clock, cards, send } = reader();
    await send(card);
    await clock.advance(1499);
    await send(card);
    await clock.advance(1500);
    await send(card);
    expect(cards).toHaveLength(2);
  });
});
