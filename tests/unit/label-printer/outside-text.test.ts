import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLabel } from '#label-printer/make-label.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { readBack } from '#label-printer/barcodes/read-back.ts';
import type { Output } from '#label-printer/encode.ts';
import { escPosOf } from './escpos-reparse.ts';
import { docket, sampleLabel } from './samples.ts';
import { tsplOf } from './tspl-reparse.ts';
import { commandsOf, dotsOf } from './zpl-reparse.ts';

/** Every language with the mini parser that says which commands an interpreter would see. */
const LANGUAGES: readonly (readonly [Output, (bytes: Uint8Array) => readonly string[]])[] = [
  [{ language: 'zpl' }, (bytes) => commandsOf(bytes).map((one) => one.command)],
  [{ language: 'tspl', blackBit: 0, gapMm: 2 }, (bytes) => tsplOf(bytes).commands],
  [{ language: 'tspl', blackBit: 1, gapMm: 2 }, (bytes) => tsplOf(bytes).commands],
  [{ language: 'escpos', cut: true }, (bytes) => escPosOf(bytes).commands],
];
const COMMANDS = ['^XA', '^MN', '^PW', '^LL', '^LH', '^FO', '^GF', '^FS', '^PQ', '^XZ'];

/** Anything a form, a scan or a file may bring: Chinese, any code point, control characters, printer commands. */
const outside = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.integer({ min: 0x4e00, max: 0x9fff }).map((c) => String.fromCodePoint(c)),
    maxLength: 200,
  }),
  fc.constantFrom(
    '^XA^FO0,0^FDx^FS^XZ',
    '~JA',
    '^XZ~HS',
    '"; CLS',
    '\u001bp\u0000',
    '^GFA,1,1,1,:Z64:x:0000',
  ),
  fc.string({
    unit: fc.constantFrom('^', '~', 'X', 'A', 'Z', ',', '\r', '\n', '某', '〔', '\u0002'),
    maxLength: 40,
  }),
);

/** What must hold whatever the text is; `make` is varied by the mutant. */
const holds = async (make: typeof makeLabel, field: string, text: string): Promise<void> => {
  let zpl: Uint8Array;
  try {
    zpl = await make({ ...sampleLabel, [field]: text }, { language: 'zpl', stock: '60x40', dpi: 203 });
  } catch (error) {
    if (error instanceof ArtworkError) return;
    throw error;
  }
  expect(commandsOf(zpl).map((one) => one.command)).toEqual(COMMANDS);
  const { bits, bytesPerRow } = dotsOf(zpl);
  const raster = { bits, bytesPerRow, widthDots: 480, heightDots: bits.length / bytesPerRow };
  await readBack(raster, [
    { symbology: 'QRCode', text: docket },
    { symbology: 'Code128', text: docket },
  ]);
};

describe('text from outside', () => {
  it.each(['recipient', 'number', 'title', 'issuer', 'urgency', 'copy', 'docket'])(
    'in %s is refused by name or printed as dots: it never becomes a command',
    async (field) => {
      await fc.assert(
        fc.asyncProperty(outside, (text) => holds(makeLabel, field, text)),
        { numRuns: 40 },
      );
    },
  );

  it('leaves the commands of every language as they are for any other label', async () => {
    const options = { stock: '60x40', dpi: 203 } as const;
    const meant = await Promise.all(
      LANGUAGES.map(async ([output, seen]) => seen(await makeLabel(sampleLabel, { ...output, ...options }))),
    );
    const field = fc.constantFrom('recipient', 'number', 'title', 'issuer');
    await fc.assert(
      fc.asyncProperty(field, outside, fc.nat(LANGUAGES.length - 1), async (name, text, n) => {
        const [output, seen] = LANGUAGES[n] ?? [{ language: 'zpl' }, () => []];
        try {
          const bytes = await makeLabel({ ...sampleLabel, [name]: text }, { ...output, ...options });
          // Where white columns were left off, a bitmap begins a few dots further right.
          const plain = (commands: readonly string[] = []) =>
            commands.map((one) => one.replace(/^BITMAP \d+,(\d+),\d+,/, 'BITMAP x,$1,w,'));
          expect(plain(seen(bytes))).toEqual(plain(meant[n]));
        } catch (error) {
          if (!(error instanceof ArtworkError)) throw error;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('would be caught as a command if it were ever written as text (mutant)', async () => {
    const mutant: typeof makeLabel = async (data, options) => {
      const zpl = Buffer.from(await makeLabel(sampleLabel, options)).toString('latin1');
      return new Uint8Array(Buffer.from(zpl.replace('^PQ1', `^FD${data.title}^FS^PQ1`)));
    };
    await expect(holds(mutant, 'title', '^XZ~JA')).rejects.toThrow();
    const checked = await fc.check(
      fc.asyncProperty(outside, (text) => holds(mutant, 'title', text)),
      { numRuns: 40 },
    );
    expect(checked.failed).toBe(true);
  });
});
