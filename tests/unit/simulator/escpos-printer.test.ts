import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_MS } from '#simulator/devices/printer.ts';
import { EscposPrinter, TEAR_OFF_MS } from '#simulator/wire/escpos/printer.ts';
import { corner, drawing, inPieces, joined, printerBench } from '#tests/support/printer-bench.ts';

const ART = drawing('#######.', '#.....#.', '#.###.#.');
const raster = (m = 0, { bytesPerRow, height, bits } = ART): Uint8Array =>
  joined([0x1d, 0x76, 0x30, m, bytesPerRow & 255, bytesPerRow >> 8, height & 255, height >> 8], bits);
const INIT = [0x1b, 0x40];
const CUT = [0x1d, 0x56, 0x42, 0x00];
const SLIP = joined(INIT, raster(), CUT);
const status = (n: number): number[] => [0x10, 0x04, n];
const ALL = [1, 2, 3, 4].flatMap(status);
const bench = (more: { dpi?: number; cut?: boolean; stock?: '60x40' | '80' } = {}) =>
  printerBench((parts) => new EscposPrinter({ stock: '80', dpi: 203, cut: true, ...more }, parts));

describe('the receipt printer', () => {
  test('prints rows of dots, and a cut ends the slip', async () => {
    const { send, printed, clock } = bench();
    send(INIT, raster(), raster());
    await clock.advance(TEAR_OFF_MS - 1);
    expect(printed).toEqual([]);
    send(CUT);
    await clock.advance(LABEL_MS);
    expect(printed).toMatchObject([{ raster: { width: 576, height: 6 }, warnings: [] }]);
    expect(corner(printed[0]?.raster, 9, 6)).toEqual([
      ...['#######..', '#.....#..', '#.###.#..'],
      ...['#######..', '#.....#..', '#.###.#..'],
    ]);
    expect(clock.pending).toBe(0);
  });

  test.each([
    [1, ['##############..', '##..........##..', '##..######..##..']],
    [2, ['#######.', '#######.', '#.....#.', '#.....#.', '#.###.#.', '#.###.#.']],
    [3, ['##############..', '##############..', '##..........##..', '##..........##..']],
    [48, ['#######.', '#.....#.', '#.###.#.']],
  ])('prints rows at scale %i', async (m, rows) => {
    const { send, printed, clock } = bench();
    send(raster(m), CUT);
    await clock.advance(LABEL_MS);
    expect(corner(printed[0]?.raster, rows[0]?.length ?? 0, rows.length)).toEqual(rows);
  });

  test('feeds lines and dots, and rows stand where they are justified', async () => {
    const { send, printed, clock } = bench();
    send([0x0a, 0x1b, 0x64, 2, 0x1b, 0x4a, 10, 0x1b, 0x61, 2], raster(), [0x1d, 0x56, 0x41, 5]);
    await clock.advance(LABEL_MS);
    expect(printed[0]?.raster.height).toBe(3 * 30 + 10 + 3 + 5);
    const rows = corner(printed[0]?.raster, 576, 108);
    expect(rows[100]).toBe(`${'.'.repeat(568)}#######.`);
    expect(rows.filter((row) => row.includes('#'))).toHaveLength(3);
  });

  test.each([
    ['a full cut', [0x1d, 0x56, 0]],
    ['a partial cut', [0x1d, 0x56, 0x31]],
    ['the older full cut', [0x1b, 0x69]],
    ['the older partial cut', [0x1b, 0x6d]],
    ['a cut at the next mark', [0x1d, 0x56, 0x61, 0]],
  ])('%s ends the slip', async (_name, cut) => {
    const { send, printed, clock } = bench();
    send(raster(), cut);
    await clock.advance(LABEL_MS);
    expect(printed).toMatchObject([{ warnings: [] }]);
  });

  test('a cut with no paper out makes no slip', async () => {
    const { send, printed, clock } = bench();
    send(INIT, [0x1d, 0x56, 0], CUT);
    await clock.advance(5 * LABEL_MS);
    expect(printed).toEqual([]);
  });

  test('without a cutter the slip is torn off when nothing more comes', async () => {
    const { send, printed, clock } = bench({ cut: false });
    send(SLIP);
    await clock.advance(TEAR_OFF_MS - 1);
    send(raster());
    await clock.advance(TEAR_OFF_MS + LABEL_MS);
    expect(printed).toMatchObject([
      { raster: { height: 6 }, warnings: ['GS V: no cutter is built in', 'torn off, not cut'] },
    ]);
    expect(clock.pending).toBe(0);
  });

  test('rows wider than the head lose their right side, and that is noted when it was black', async () => {
    const wide = (last: number) => ({
      ...ART,
      bytesPerRow: 80,
      width: 640,
      bits: new Uint8Array(240).fill(last, 239),
    });
    const { send, printed, clock } = bench();
    send(raster(0, wide(0)), CUT, raster(0, wide(1)), CUT);
    await clock.advance(2 * LABEL_MS);
    expect(printed.map(({ warnings }) => warnings)).toEqual([
      [],
      ['GS v 0 is wider than the head: 640 dots of 576'],
    ]);
  });

  test.each([
    ['idle', () => {}, '12121212'],
    ['cover-open', (p: EscposPrinter) => p.set('cover-open', true), '1a161212'],
    ['feed button', (p: EscposPrinter) => p.set('feed-button', true), '1a1a1212'],
    ['offline', (p: EscposPrinter) => p.set('offline', true), '1a121212'],
    ['cutter error', (p: EscposPrinter) => p.set('cutter-error', true), '1a521a12'],
    ['too hot', (p: EscposPrinter) => p.set('too-hot', true), '1a525212'],
    ['paper near its end', (p: EscposPrinter) => p.set('paper-near-end', true), '1212121e'],
    ['paper out', (p: EscposPrinter) => p.endRoll(), '1a32127e'],
    ['cover open and paper out', (p: EscposPrinter) => (p.openHead(), p.endRoll()), '1a36127e'],
  ] as const)('%s shows in the real-time status', (_name, happens, seen) => {
    const { ask, printer } = bench();
    happens(printer);
    expect(ask(ALL)).toBe(seen);
  });

  test('every status byte has the bits that mark one', () => {
    const { ask, printer } = bench();
    for (const condition of ['cover-open', 'feed-button', 'offline', 'cutter-error', 'too-hot'] as const) {
      printer.set(condition, true);
      for (const byte of Buffer.from(ask(ALL), 'hex')) expect(byte & 0x93).toBe(0x12);
    }
  });

  test('the roll runs low before it ends', async () => {
    const { ask, send, printer, clock } = bench();
    printer.loadPaper(22);
    send(SLIP, SLIP);
    expect(ask(status(4))).toBe('12');
    await clock.advance(2 * LABEL_MS);
    expect(ask(status(4))).toBe('1e');
  });

  test('a status asked for inside the data of a command is data', async () => {
    const { ask, send, printed, clock } = bench();
    expect(ask([0x1d, 0x76, 0x30, 0, 1, 0, 6, 0], status(1), status(2))).toBe('');
    send(CUT);
    await clock.advance(LABEL_MS);
    expect(corner(printed[0]?.raster, 8, 3)).toEqual(['...#....', '.....#..', '.......#']);
    expect(ask(status(1))).toBe('12');
  });

  test('a status is answered at once while slips wait; GS r is answered in its turn', async () => {
    const { send, ask, answers, clock, printer } = bench();
    printer.openHead();
    expect(ask(SLIP, [0x1d, 0x72, 1], status(1))).toBe('1a');
    printer.closeHead();
    expect(answers).toEqual([0x1a]);
    await clock.advance(LABEL_MS);
    expect(answers).toEqual([0x1a, 0]);
    printer.set('paper-near-end', true);
    send([0x1d, 0x72, 49]);
    expect(answers.at(-1)).toBe(3);
  });

  test('symbols and text of its own are skipped whole, a cash drawer is not opened', async () => {
    const { send, printed, clock } = bench();
    const store = Buffer.from('\x1b@\x1dV\0 inside', 'latin1');
    send([0x1d, 0x28, 0x6b, store.length + 3, 0, 0x31, 0x50, 0x30], store);
    send([0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30], [0x1b, 0x70, 0, 25, 250], [0x10, 0x14, 1, 0, 1]);
    send(
      [0x1c, 0x26, 0xb9, 0xab, 0xce, 0xc4, 0x0a],
      [0x1d, 0x6b, 4, 0x1b, 0x40, 0],
      [0x1d, 0x6b, 73, 2, 0x1d, 0x56],
    );
    send(
      [0x1b, 0x2a, 33, 2, 0, 1, 2, 3, 0x1d, 0x56, 0],
      [0x1b, 0x44, 8, 16, 0],
      [0x1b, 0x7f, 0x07],
      raster(),
      CUT,
    );
    await clock.advance(LABEL_MS);
    expect(printed).toHaveLength(1);
    expect(printed[0]?.warnings).toEqual([
      'GS ( k is not drawn',
      'ESC p: a pulse for a cash drawer; there is none here',
      'DLE DC4: a pulse for a cash drawer; there is none here',
      'text is not drawn',
      'GS k is not drawn',
      'ESC * is not drawn',
      'ESC 7f is not understood',
      'byte 07 is not understood',
    ]);
  });

  test('sizes that are none, or larger than its memory, are refused', async () => {
    const { send, printed, clock } = bench();
    send([0x1d, 0x76, 0x30, 0, 0, 0, 1, 0], [0x1d, 0x76, 0x30, 9, 1, 0, 1, 0, 0xff]);
    send([0x1d, 0x76, 0x30, 0, 255, 255, 255, 255], SLIP);
    await clock.advance(LABEL_MS);
    expect(printed).toMatchObject([
      {
        raster: { height: 3 },
        warnings: [
          'GS v 0 0 of 0 bytes by 1 rows is not usable',
          'GS v 0 9 of 1 bytes by 1 rows is not usable',
          'GS v with 4294836231 bytes is not usable',
        ],
      },
    ]);
  });

  test('paper that is never cut ends by itself', async () => {
    const { send, printed, clock } = bench();
    for (let i = 0; i < 20; i++) send([0x1b, 0x64, 255]);
    await clock.advance(10 * LABEL_MS);
    expect(printed[0]?.warnings).toEqual(['never cut']);
  });

  test('power gone, everything not on paper is lost', async () => {
    const { send, printed, clock, printer } = bench();
    send(SLIP, raster(), [0x1d, 0x76, 0x30]);
    printer.powerCycle();
    send(SLIP);
    await clock.advance(9 * LABEL_MS);
    expect(printed).toMatchObject([{ raster: { height: 3 } }]);
    expect(clock.pending).toBe(0);
  });

  test('has no key to pause it', () => {
    expect(() => bench().printer.pause()).toThrow(/no paused/);
  });
});

describe('whatever arrives at a receipt printer', () => {
  const job = joined(
    INIT,
    [0x1b, 0x61, 1],
    raster(),
    status(4),
    raster(3),
    CUT,
    status(1),
    SLIP,
    [0x1d, 0x72, 1],
  );
  const story = async (pieces: readonly Uint8Array[], forgetful = false): Promise<string> => {
    const { printer, clock, printed, answers } = bench();
    for (const piece of pieces) {
      if (forgetful) (printer as unknown as { forget(): void }).forget();
      printer.receive(piece);
    }
    await clock.advance(10 * LABEL_MS);
    return JSON.stringify([answers, printed.map((each) => [[...each.raster.bits], each.warnings])]);
  };
  const anyCut = (forgetful: boolean) =>
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 12 }),
      async (sizes) => {
        expect(await story(inPieces(job, sizes), forgetful)).toBe(await story([job]));
      },
    );

  test('is understood the same however it is cut into chunks', () =>
    fc.assert(anyCut(false), { numRuns: 30 }));

  test('a printer that starts afresh with every chunk is caught', async () => {
    expect((await fc.check(anyCut(true), { numRuns: 30 })).failed).toBe(true);
  });

  test('garbage between jobs breaks nothing and is reported', async () => {
    // Printable bytes and control characters that begin no command: a command's data would be waited for, rightly.
    const noise = fc.array(
      fc.integer({ min: 1, max: 255 }).filter((byte) => ![9, 10, 12, 13, 16, 24, 27, 28, 29].includes(byte)),
      { minLength: 1, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const { send, clock, printed } = bench();
        send(SLIP, bytes, SLIP);
        await clock.advance(10 * LABEL_MS);
        expect(printed.map(({ raster: paper }) => corner(paper, 8, 1)[0])).toEqual(['#######.', '#######.']);
        expect(printed[1]?.warnings.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test('nothing at all breaks it, and its memory stays bounded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 20 }), async (chunks) => {
        const { send, clock, printer } = bench();
        for (const chunk of chunks) send(chunk);
        await clock.advance(60_000);
        expect(printer.state().notes.length).toBeLessThan(22);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
