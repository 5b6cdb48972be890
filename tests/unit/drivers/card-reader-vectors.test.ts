import { describe, expect, it } from 'vitest';
import { typingMs } from '#drivers/card-readers/typist.ts';
import { bytesOf } from '#drivers/framing/bytes.ts';
import { inChunks, readerBench } from '#tests/support/listening-bench.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Framed {
  readonly cards: readonly string[];
  readonly discardedBytes: number;
  readonly decimal?: string;
}
const framed = (['serial-em', 'serial-stx'] as const).flatMap((file) =>
  vectorsOf<Framed>(file).map((vector) => ({ ...vector, file })),
);
describe.each(framed)('$file: $name', ({ file, hex, meaning }) => {
  it.each([1, 5, 1000])('in pieces of %i bytes', async (size) => {
    const { reader, cards, plug } = readerBench({ kind: `card-reader/${file}`, link: 'serial:/x' });
    await plug().say(inChunks(bytesOf(hex), size));
    expect(cards).toEqual(meaning.cards);
    expect(reader.counters()['discardedBytes']).toBe(meaning.discardedBytes);
    if (meaning.decimal !== undefined)
      expect(String(parseInt((cards[0] ?? '').slice(2), 16)).padStart(10, '0')).toBe(meaning.decimal);
  });
});

interface Typed {
  readonly setting: { readonly format: string; readonly byteOrder: string };
  readonly cards: readonly string[];
  readonly discards: number;
  readonly only?: 'reports';
}
const typed = vectorsOf<Typed>('hid-reader');
const heard = async (link: string, { setting }: Typed, chunks: Iterable<Uint8Array>) => {
  const { clock, reader, cards, plug } = readerBench({ kind: 'card-reader/hid', link, ...setting });
  const { detach, say } = plug();
  await say(chunks);
  await clock.advance(typingMs);
  detach();
  expect(clock.pending).toBe(0);
  return { cards, discards: reader.counters()['discards'] };
};
describe.each(typed)('hid-reader: $name', ({ hex, meaning }) => {
  const { cards, discards } = meaning;
  it('as reports', async () => {
    expect(await heard('hid:ffff:0035', meaning, inChunks(bytesOf(hex), 8))).toEqual({ cards, discards });
  });
});
const streamed = typed.filter(({ meaning }) => meaning.only !== 'reports');
describe.each(streamed)('hid-reader: $name, as a stream', ({ hex, meaning }) => {
  const { cards, discards } = meaning;
  it.each([1, 3, 100, 100_000])('in pieces of %i bytes', async (size) => {
    const chunks = inChunks(bytesOf(hex), size);
    expect(await heard('tcp://127.0.0.1:1', meaning, chunks)).toEqual({ cards, discards });
  });
});

describe.each([
  { kind: 'card-reader/serial-em', link: 'serial:/x', file: 'serial-em' },
  { kind: 'card-reader/serial-stx', link: 'serial:/x', file: 'serial-stx' },
  { kind: 'card-reader/hid', link: 'tcp://127.0.0.1:1', file: 'hid-reader' },
])('a card held to $kind', ({ kind, link, file }) => {
  const card = bytesOf(vectorsOf(file)[0]?.hex ?? '');

  it('is one card, however long it is held', async () => {
    const { clock, cards, plug } = readerBench({ kind, link });
    const { say } = plug();
    for (let ms = 0; ms < 5000; ms += 100) {
      await say([card]);
      await clock.advance(100);
    }
    expect(cards).toHaveLength(1);
  });

  it('is a second card after it was away, and not before', async () => {
    const { clock, cards, plug } = readerBench({ kind, link });
    const { say } = plug();
    await say([card]);
    await clock.advance(1499);
    await say([card]);
    expect(cards).toHaveLength(1);
    await clock.advance(1500);
    await say([card]);
    expect(cards).toHaveLength(2);
  });

  it('while the cable is pulled and put back is still one card', async () => {
    const { cards, plug } = readerBench({ kind, link });
    const before = plug();
    await before.say([card]);
    before.detach();
    await plug().say([card]);
    expect(cards).toHaveLength(1);
  });
});

describe('a number that a reader types', () => {
  it('is forgotten when its Enter does not come', async () => {
    const { clock, reader, cards, plug } = readerBench({ kind: 'card-reader/hid', link: 'hid:ffff:0035' });
    const { say } = plug();
    const reports = inChunks(bytesOf(vectorsOf('hid-reader')[0]?.hex ?? ''), 8);
    await say(reports.slice(0, -2));
    await clock.advance(typingMs);
    await say(reports.slice(-2));
    expect(cards).toEqual([]);
    expect(reader.counters()['discards']).toBe(2);
    expect(clock.pending).toBe(0);
  });
});
