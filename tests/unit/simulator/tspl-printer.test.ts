import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_MS } from '#simulator/devices/printer.ts';
import { TsplPrinter } from '#simulator/wire/tspl/printer.ts';
import { corner, drawing, inPieces, joined, printerBench } from '#tests/support/printer-bench.ts';

const ART = drawing('########', '#......#', '#.##...#', '########');
const inverted = (bits: Uint8Array): Uint8Array => bits.map((byte) => ~byte);
const START = 'SIZE 60 mm,40 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 1\r\nCLS\r\n';
const bitmap = (bits = inverted(ART.bits), x = 0, y = 0, mode = 0): Uint8Array =>
  joined(`BITMAP ${x},${y},1,4,${mode},`, bits, '\r\n');
const LABEL = joined(START, bitmap(), 'PRINT 1,1\r\n');
const bench = (more: { blackBit?: 0 | 1; dpi?: number; stock?: '60x40' | '80' } = {}) =>
  printerBench((parts) => new TsplPrinter({ stock: '60x40', dpi: 203, blackBit: 0, ...more }, parts));
const READY = '\x1b!?';
const FULL = '\x1b!S';

describe('the TSPL label printer', () => {
  test('puts a bitmap on a label of its size; a cleared bit is black', async () => {
    const { send, printed, clock } = bench();
    send(LABEL);
    await clock.advance(LABEL_MS - 1);
    expect(printed).toEqual([]);
    await clock.advance(1);
    expect(printed).toMatchObject([{ raster: { width: 480, height: 320 }, warnings: [] }]);
    expect(corner(printed[0]?.raster, 9, 5)).toEqual([
      '########.',
      '#......#.',
      '#.##...#.',
      '########.',
      '.........',
    ]);
  });

  test.each([
    [203, 480, 320],
    [300, 708, 472],
    [600, 1416, 944],
  ])('a 60 × 40 mm label at %i dpi has %i × %i dots', async (dpi, width, height) => {
    const { send, printed, clock } = bench({ dpi });
    send(LABEL);
    await clock.advance(LABEL_MS);
    expect(printed).toMatchObject([{ raster: { width, height } }]);
  });

  test.each([
    ['inches', 'SIZE 2,1', 406, 203],
    ['dots', 'SIZE 400 dot,100 dot', 400, 100],
    ['a width alone', 'SIZE 50 mm', 400, 320],
  ])('takes a size in %s', async (_name, size, width, height) => {
    const { send, printed, clock } = bench();
    send(`${size}\r\nCLS\r\nPRINT 1\r\n`);
    await clock.advance(LABEL_MS);
    expect(printed).toMatchObject([{ raster: { width, height } }]);
  });

  test('firmware of the other polarity burns the set bits', async () => {
    const { send, printed, clock, printer } = bench({ blackBit: 1 });
    send(START, bitmap(ART.bits), 'PRINT 1\r\n');
    await clock.advance(LABEL_MS);
    expect(corner(printed[0]?.raster, 8, 2)).toEqual(['########', '#......#']);
    printer.set('inverted-dots', true);
    send(START, bitmap(ART.bits), 'PRINT 1\r\n');
    await clock.advance(LABEL_MS);
    expect(corner(printed[1]?.raster, 8, 2)).toEqual(['........', '.######.']);
  });

  test('overwrites, merges and inverts, from the reference point', async () => {
    const row = (mode: number, bits: number): Uint8Array =>
      joined(`BITMAP 0,0,1,1,${mode},`, [~bits & 0xff], '\r\n');
    for (const [mode, want] of [
      [0, '..####..'],
      [1, '########'],
      [2, '##....##'],
    ] as const) {
      const { send, printed, clock } = bench();
      send(`${START}REFERENCE 8,0\r\n`, row(0, 0xff), row(mode, 0x3c), 'PRINT 1\r\n');
      await clock.advance(LABEL_MS);
      expect(corner(printed[0]?.raster, 17, 1)).toEqual([`........${want}.`]);
    }
  });

  test('the drawing outlasts a print until CLS', async () => {
    const { send, printed, clock } = bench();
    send(LABEL, 'PRINT 1\r\nCLS\r\nPRINT 1\r\n');
    await clock.advance(3 * LABEL_MS);
    expect(printed.map(({ raster }) => corner(raster, 1, 1)[0])).toEqual(['#', '#', '.']);
  });

  test('prints m sets of n copies', async () => {
    const { send, printed, clock, printer } = bench();
    send(START, bitmap(), 'PRINT 2,3\r\n');
    expect(printer.state().labelsRemaining).toBe(6);
    await clock.advance(10 * LABEL_MS);
    expect(printed).toHaveLength(6);
  });

  test('bytes of a bitmap are dots, whatever command they spell', async () => {
    const { send, ask, printed, clock } = bench();
    const spelt = joined('PRINT 9\r\n\x1b!?CLS\r\n~!T\0\0\0');
    send(START, joined(`BITMAP 0,0,1,${spelt.length},0,`));
    expect(ask(spelt)).toBe('');
    send('\r\nPRINT 1\r\n');
    await clock.advance(9 * LABEL_MS);
    expect(printed).toMatchObject([{ warnings: [] }]);
    expect(corner(printed[0]?.raster, 8, 1)).toEqual(['#.#.####']);
  });

  test('NULs and a line end flush a half-sent command before a job', async () => {
    const { send, printed, clock } = bench();
    send(joined('BITMAP 0,0,60,10,0,', new Uint8Array(100)));
    send(new Uint8Array(600), '\r\n', LABEL);
    await clock.advance(LABEL_MS);
    expect(corner(printed[0]?.raster, 9, 2)).toEqual(['########.', '#......#.']);
  });

  test('notes what it makes nothing of with the next label', async () => {
    const { send, printed, clock } = bench();
    send(
      'TEXT 10,10,"3",0,1,1,"hello"\r\nSIZE abc\r\nPRINT 0\r\nBITMAP 0,0,x,1,0,\r\nSIZE 9999 mm,40 mm\r\n',
    );
    send('\x1bQ\x1b!Z~!Z', `${'x'.repeat(2000)}\r\n`);
    send(joined(START, 'BITMAP 476,0,1,1,0,', [0], '\r\nPRINT 1\r\n'));
    await clock.advance(LABEL_MS);
    expect(printed[0]?.warnings).toEqual([
      '"TEXT" is not understood',
      'SIZE abc is not usable',
      'PRINT 0 is not usable',
      'BITMAP of x bytes by 1 rows is not usable',
      'SIZE 9999 mm,40 mm is not usable',
      'ESC "Q" is not understood',
      'ESC ! "Z" is not understood',
      '~! "Z" is not understood',
      'a line of 2000 bytes is not understood',
      'BITMAP has black dots off the label',
    ]);
  });

  test.each([
    ['head-open', '01', '0245404060030d0a'],
    ['paper-jam', '02', '0245404042030d0a'],
    ['ribbon-out', '08', '0245404044030d0a'],
    ['paused', '10', '0260404040030d0a'],
    ['too-hot', '80', '0245404140030d0a'],
    ['cover-open', '40', '0245404060030d0a'],
  ] as const)('%s shows in both answers, and goes', (condition, ready, full) => {
    const { ask, printer } = bench();
    expect([ask(READY), ask(FULL)]).toEqual(['00', '0240404040030d0a']);
    printer.set(condition, true);
    expect([ask(READY), ask(FULL)]).toEqual([ready, full]);
    printer.set(condition, false);
    expect([ask(READY), ask(FULL)]).toEqual(['00', '0240404040030d0a']);
  });

  test('printing, and paper out with the head open', async () => {
    const { ask, send, printer, clock, printed } = bench();
    printer.loadPaper(1);
    send(LABEL, LABEL);
    expect([ask(READY), ask(FULL)]).toEqual(['20', '0250404040030d0a']);
    await clock.advance(5 * LABEL_MS);
    expect([printed.length, ask(READY), ask(FULL)]).toEqual([1, '04', '0245404041030d0a']);
    printer.openHead();
    expect([ask(READY), ask(FULL)]).toEqual(['05', '0245404061030d0a']);
    printer.closeHead();
    printer.loadPaper();
    await clock.advance(LABEL_MS);
    expect([printed.length, ask(READY)]).toEqual([2, '00']);
  });

  test('a label being received is being imaged', () => {
    const { ask, send } = bench();
    send('BITMAP 0,0,4,4,0,');
    send(new Uint8Array(3));
    expect(ask('')).toBe('');
    send(new Uint8Array(13), 'SIZ');
    expect(ask(FULL)).toBe('0257404040030d0a');
  });

  test('acts at once on pause, resume, cancel and reset', async () => {
    const { ask, send, printed, clock } = bench();
    send('\x1b!P', LABEL);
    await clock.advance(3 * LABEL_MS);
    expect([printed.length, ask(READY)]).toEqual([0, '10']);
    send('\x1b!O');
    await clock.advance(LABEL_MS);
    expect(printed).toHaveLength(1);
    send(LABEL, LABEL, '\x1b!.');
    await clock.advance(3 * LABEL_MS);
    expect(printed).toHaveLength(1);
    send(LABEL, 'BIT\x1b!R');
    expect(ask(READY)).toBe('00');
    await clock.advance(3 * LABEL_MS);
    expect([printed.length, clock.pending]).toEqual([1, 0]);
  });

  test('firmware that never answers prints all the same; one that sulks answers once helped', async () => {
    const { ask, send, printer, printed, clock } = bench();
    printer.set('one-way', true);
    expect(ask(READY, FULL)).toBe('');
    send(LABEL);
    await clock.advance(LABEL_MS);
    expect(printed).toHaveLength(1);
    printer.set('one-way', false);
    printer.set('silent-when-needy', true);
    printer.set('paper-jam', true);
    expect(ask(READY)).toBe('');
    printer.set('paper-jam', false);
    expect(ask(READY)).toBe('00');
  });

  test('has no cash drawer', () => {
    expect(() => bench().printer.set('drawer-open', true)).toThrow(/no drawer-open/);
  });
});

describe('whatever arrives at a TSPL printer', () => {
  const job = joined(
    '\0\0\r\n',
    LABEL,
    '\x1b!?',
    'FOO\r\n',
    bitmap(inverted(ART.bits), 20, 5, 2),
    'PRINT 1,2\r\n',
  );
  const story = async (pieces: readonly Uint8Array[], forgetful = false): Promise<string> => {
    const { printer, clock, printed, answers } = bench();
    for (const piece of pieces) {
      if (forgetful) (printer as unknown as { forget(): void }).forget();
      printer.receive(piece);
    }
    await clock.advance(10 * LABEL_MS);
    return JSON.stringify([answers, printed.map(({ raster, warnings }) => [[...raster.bits], warnings])]);
  };
  const anyCut = (forgetful: boolean) =>
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
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
    const noise = fc
      .uint8Array({ minLength: 1, maxLength: 60 })
      .filter((bytes) => bytes.some((b) => b > 0x20));
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const { send, printer, clock, printed } = bench();
        send(LABEL, bytes, '\r\n');
        const { notes } = printer.state();
        send('\0\0\r\n', LABEL);
        await clock.advance(10 * LABEL_MS);
        const last = printed.at(-1);
        expect(corner(last?.raster, 8, 2)).toEqual(['########', '#......#']);
        expect([...notes, ...(last?.warnings ?? [])].length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test('its queue is bounded, whatever is sent while it cannot print', async () => {
    const { send, printer, printed, clock } = bench();
    printer.openHead();
    for (let i = 0; i < 300; i++) send(LABEL);
    expect(printer.state()).toMatchObject({
      formatsWaiting: 200,
      notes: ['its memory is full: a piece was thrown away'],
    });
    printer.closeHead();
    await clock.advance(300 * LABEL_MS);
    expect(printed).toHaveLength(200);
  });

  test('its memory is bounded, whatever is never finished', () => {
    const { send, printer } = bench();
    for (let i = 0; i < 300; i++) send('x'.repeat(10_000));
    send('\r\n');
    for (let i = 0; i < 300; i++) send(`UNHEARD${i}\r\n`);
    expect(printer.state().notes).toHaveLength(21);
    expect(printer.state().notes.at(-1)).toBe('and 281 more');
  });
});
