import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '#drivers/framing/bytes.ts';
import { hidPosScanner } from '#drivers/scanners/hid-pos.ts';
import { reportOf } from '#drivers/scanners/hid-pos-report.ts';
import { scanOf } from '#drivers/scanners/payload.ts';
import { scanSource, type ScannerDriver } from '#drivers/scanners/scanner-driver.ts';
import { emFrame, type serialEmReader } from '#drivers/card-readers/serial-em.ts';
import { framedReader } from '#drivers/card-readers/framed-reader.ts';
import { stxFrame } from '#drivers/card-readers/serial-stx.ts';
import { inChunks, readerBench, scannerBench } from '#tests/support/listening-bench.ts';
import { vectorsOf } from '#tests/support/vectors.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

/** A report that carries this text alone, or is followed by more. */
const report = (text: string, more = false): Uint8Array =>
  Uint8Array.from([2, text.length, ...Buffer.from(`]Q1${text.padEnd(56, '\0')}s\0`), more ? 1 : 0]);
const texts = fc.string({ unit: fc.constantFrom(...'ABCDEFGH0123456789'), minLength: 1, maxLength: 120 });
const reportsOf = (text: string): Uint8Array[] =>
  inChunks(Buffer.from(text), 56).map((part, i, all) =>
    report(Buffer.from(part).toString(), i < all.length - 1),
  );
/** Bytes that are no true frame: noise, replies, pieces of frames. */
const noise = (pool: readonly Uint8Array[]) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .tuple(fc.constantFrom(...pool), fc.nat(200))
      .map(([bytes, cut]) => bytes.subarray(0, cut % (bytes.length || 1))),
  );
const sizes = fc.integer({ min: 1, max: 200 });

describe('a HID POS scanner', () => {
  const foreign = vectorsOf<{ scans: unknown[] }>('hid-pos')
    .filter(({ meaning, hex }) => meaning.scans.length === 0 && bytesOf(hex).length === 64)
    .map(({ hex }) => bytesOf(hex));
  const heard = async (
    link: string,
    chunks: readonly Uint8Array[],
    make: (
      config: Parameters<typeof hidPosScanner>[0],
      clock: Parameters<typeof hidPosScanner>[1],
    ) => ScannerDriver,
  ) => {
    const bench = scannerBench({ kind: 'scanner/hid-pos', link }, { make: make as never });
    const line = bench.plug();
    await line.say(chunks);
    line.detach();
    expect(bench.clock.pending).toBe(0);
    return bench;
  };

  it('reads exactly the codes that were sent, whatever stands between them, and counts the rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            texts.map(reportsOf),
            fc.constantFrom(...foreign).map((one) => [one]),
          ),
          { maxLength: 8 },
        ),
        async (sent) => {
          const { scans, scanner } = await heard('hid:0c2e:0b81', sent.flat(), hidPosScanner);
          const codes = sent.filter(([first]) => !foreign.some((one) => one === first));
          const wanted = codes.map((reports) =>
            reports.map((bytes) => Buffer.from(bytes.subarray(5, 5 + (bytes[1] ?? 0))).toString()).join(''),
          );
          expect(scans.map(({ text }) => text)).toEqual(wanted);
          expect(scanner.counters()['discards']).toBe(sent.length - codes.length);
        },
      ),
    );
  });

  const streamed = (make: typeof hidPosScanner) =>
    fc.asyncProperty(
      fc.array(texts, { maxLength: 5 }),
      noise([report('LOST1234')]),
      sizes,
      async (sent, junk, size) => {
        const bytes = Buffer.concat([
          ...sent.slice(0, 1).flatMap(reportsOf),
          junk,
          ...sent.slice(1).flatMap(reportsOf),
        ]);
        const { scans } = await heard('tcp://127.0.0.1:1', inChunks(bytes, size), make);
        for (const { text } of scans) expect(sent).toContain(text);
      },
    );

  it('in a stream with noise, reads nothing that was not sent', async () => {
    await fc.assert(streamed(hidPosScanner));
  });

  it('planted mutant: cutting the stream every 64 bytes without looking is caught', async () => {
    const blind: typeof hidPosScanner = (config) => {
      const source = scanSource();
      let held = Buffer.alloc(0);
      return {
        ...source,
        attach: (link) =>
          link.onBytes((bytes) => {
            held = Buffer.concat([held, bytes]);
            for (; held.length >= 64; held = held.subarray(64)) {
              const one = reportOf(held.subarray(0, 64));
              source.found(
                scanOf(
                  one?.data ?? held.subarray(5, 61).filter((byte) => byte > 0x20),
                  one?.aim ?? config.id,
                ),
              );
            }
          }),
      };
    };
    await expect(fc.assert(streamed(blind), { seed: MUTANT_SEED })).rejects.toThrow();
  });
});

describe.each([
  ['serial-em', emFrame],
  ['serial-stx', stxFrame],
] as const)('a card reader %s', (kind, frame) => {
  const config = { kind: `card-reader/${kind}`, link: 'serial:/x' };
  const genuine = vectorsOf<{ cards: string[] }>(kind)
    .filter(({ meaning, hex }) => meaning.cards.length === 1 && bytesOf(hex).length === frame.length)
    .map(({ hex }) => bytesOf(hex));
  const property = (make?: typeof serialEmReader) =>
    fc.asyncProperty(
      fc.constantFrom(...genuine),
      fc.nat({ max: frame.length * 8 - 1 }),
      fc.array(fc.constantFrom(0x02, 0x03, 0x0a, 0x30, 0xff), { maxLength: 8 }),
      sizes,
      async (card, bit, junk, size) => {
        const flipped = Uint8Array.from(card);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const bytes = Buffer.concat([Uint8Array.from(junk), flipped, Uint8Array.from(junk)]);
        // Now and then flipped bytes and junk make up a true frame, which a reader must believe.
        const places = Array.from({ length: bytes.length - frame.length + 1 }, (_, at) => at);
        fc.pre(
          places.every(
            (at) => at === junk.length || frame.cardIn(bytes.subarray(at, at + frame.length)) === null,
          ),
        );
        const bench = readerBench(config, make ? { make: make as never } : {});
        const line = bench.plug();
        await line.say(inChunks(bytes, size));
        line.detach();
        // One flipped bit is always seen, but that small and capital hex digits name the same card.
        const same = flipped[0] === card[0] ? frame.cardIn(flipped) : null;
        expect(bench.cards).toEqual(same === null ? [] : [frame.cardIn(card)]);
        expect(bench.reader.counters()['discardedBytes']).toBe(
          bytes.length - (same === null ? 0 : frame.length),
        );
      },
    );

  it('never reports a card of a frame with a flipped bit, and counts every byte thrown away', async () => {
    await fc.assert(property());
  });

  it('planted mutant: without the check it would', async () => {
    const unchecked: typeof serialEmReader = (settings, clock) =>
      framedReader(
        { ...frame, cardIn: (bytes) => Buffer.from(bytes.subarray(3, 8)).toString('hex').toUpperCase() },
        settings,
        clock,
      );
    await expect(fc.assert(property(unchecked), { seed: MUTANT_SEED })).rejects.toThrow();
  });
});

/** What the digit keys of both blocks spell, whatever stands between them (HID usage tables, page 07h). */
const digitsIn = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte >= 0x1e && byte <= 0x27
      ? (byte - 0x1d) % 10
      : byte >= 0x59 && byte <= 0x62
        ? (byte - 0x58) % 10
        : '',
  ).join('');

describe('a typing reader', () => {
  it('reports only numbers that were typed whole, whatever comes between and in whatever chunks', async () => {
    const typed = vectorsOf<{ cards: string[]; setting: { format: string; byteOrder: string } }>('hid-reader')
      .filter(
        ({ meaning }) => meaning.setting.format === '8H10D' && meaning.setting.byteOrder === 'msb-first',
      )
      .map(({ hex, meaning }) => ({ bytes: bytesOf(hex), cards: meaning.cards }));
    const known = new Set(typed.flatMap(({ cards }) => cards));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...typed), { maxLength: 4 }),
        noise(typed.map(({ bytes }) => bytes)),
        sizes,
        async (sent, junk, size) => {
          const bench = readerBench({ kind: 'card-reader/hid', link: 'tcp://127.0.0.1:1' });
          const line = bench.plug();
          const [first, ...others] = sent.map(({ bytes }) => bytes);
          const bytes = Buffer.concat([first ?? new Uint8Array(), junk, ...others]);
          await line.say(inChunks(bytes, size));
          line.detach();
          // Now and then noise and a number cut short make up a whole one, which a reader must believe.
          const digits = digitsIn(bytes);
          for (const card of bench.cards.filter((one) => !known.has(one)))
            expect(digits).toContain(`${Number.parseInt(card, 16)}`.padStart(10, '0'));
          expect(bench.clock.pending).toBe(0);
        },
      ),
    );
  });
});
