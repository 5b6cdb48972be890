import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { LABEL_STOCKS, type LabelStock } from '#controller/domain/label-stock.ts';
import type { LabelTemplate } from '#controller/domain/label-template.ts';
import { encode, type Output } from '#label-printer/encode.ts';
import { verifiedLabel } from '#label-printer/make-label.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import type { VerifiedRaster } from '#label-printer/verified.ts';
import { escPosOf } from './escpos-reparse.ts';
import { labelPdfOf } from './label-pdf-reparse.ts';
import { sampleLabel } from './samples.ts';
import { tsplDots, tsplOf } from './tspl-reparse.ts';
import { commandsOf, dotsOf } from './zpl-reparse.ts';

/** What an interpreter would see: its commands in order, and the dots they put on the label. */
interface Seen {
  readonly commands: readonly string[];
  readonly dots: Uint8Array;
}
interface Language {
  readonly name: string;
  readonly output: Output;
  readonly seen: (bytes: Uint8Array, raster: VerifiedRaster) => Seen;
}
const tspl = (blackBit: 0 | 1): Language => ({
  name: `tspl, black bit ${blackBit}`,
  output: { language: 'tspl', blackBit, gapMm: 2 },
  seen(bytes, { widthDots, heightDots }) {
    const seen = tsplOf(bytes);
    // Where white columns were left off, a bitmap begins a few dots further right.
    const commands = seen.commands.map((one) => one.replace(/^BITMAP \d+,(\d+),\d+,/, 'BITMAP x,$1,w,'));
    return { commands, dots: tsplDots(seen, widthDots, heightDots, blackBit).bits };
  },
});
const pdf = (paper: 'own' | 'A4'): Language => ({
  name: `pdf, ${paper}`,
  output: { language: 'pdf', paper },
  seen(bytes) {
    const { commands, bits } = labelPdfOf(bytes);
    return { commands, dots: bits };
  },
});
/** Every language with the mini parser that says which commands an interpreter would see. */
const LANGUAGES: readonly Language[] = [
  {
    name: 'zpl',
    output: { language: 'zpl' },
    seen: (bytes) => ({
      commands: commandsOf(bytes).map(
        ({ command, parameters }) => command + parameters.replace(/:Z64:.*/, ''),
      ),
      dots: dotsOf(bytes).bits,
    }),
  },
  ...[tspl(0), tspl(1), pdf('own'), pdf('A4')],
  {
    name: 'escpos',
    output: { language: 'escpos', cut: true, headMm: 72 },
    seen(bytes) {
      const { commands, rows } = escPosOf(bytes);
      // Where white columns were left off, more rows go into one band.
      const bands = commands.map((one) => one.replace(/^v0 \d+,\d+$/, 'v0'));
      return {
        commands: bands.filter((one, at) => one !== 'v0' || bands[at - 1] !== 'v0'),
        dots: new Uint8Array(Buffer.concat(rows)),
      };
    },
  },
];
const speaks = (stock: LabelStock): readonly Language[] =>
  LANGUAGES.filter(({ name }) => name !== 'escpos' || stock.startsWith('60'));

/** Commands of every language, and of what reads exports and pages. */
const COMMANDS = [
  ...['^XA^FO0,0^FDx^FS^XZ', '~JA', '^XZ~HS', '^GFA,1,1,1,:Z64:x:0000', '"; CLS', '\r\nPRINT 9\r\n'],
  ...['\u001bp\u0000', '\u001b!R', '\u0010\u0014\u0001', ') Tj ET Q', 'endstream endobj', '=HYPERLINK("x")'],
];
const BIDI = ['\u202e', '\u2066', '\u200f', 'אב'];
/** Characters that printer languages and PDF take for their own, all of which the font has. */
const marks = fc.constantFrom(...'^~"\'\\()<>[]{}/%;,:=+-@#&|$!?*_0AZ某政〔〕'.split(''));
/** Anything a form, a scan or a file may bring: printable marks, commands, bidi, control characters, any code point. */
const outside = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: marks, maxLength: 24 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.string({ unit: marks, maxLength: 8 }),
        fc.constantFrom(...COMMANDS),
        fc.string({ unit: marks, maxLength: 8 }),
      )
      .map((parts) => parts.join('')),
  },
  fc
    .tuple(fc.string({ unit: marks, maxLength: 6 }), fc.constantFrom(...BIDI))
    .map(([text, mark]) => text + mark),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.integer({ min: 0x4e00, max: 0x9fff }).map((c) => String.fromCodePoint(c)),
    maxLength: 200,
  }),
);
const FIELDS = ['recipient', 'number', 'title', 'issuer', 'urgency', 'copy', 'docket', 'words'] as const;
type Field = (typeof FIELDS)[number];

/** The office's own words stand for the first text that may be missing. */
const withWords = (stock: LabelStock, words: string): LabelTemplate => {
  const template = defaultLabelTemplate(stock);
  return {
    ...template,
    elements: template.elements.map((one) =>
      one.kind === 'text' && one.field === 'copy' ? { ...one, field: 'words' as const, words } : one,
    ),
  };
};
const drawn = (stock: LabelStock, field: Field, text: string): Promise<VerifiedRaster> =>
  field === 'words'
    ? verifiedLabel(sampleLabel, withWords(stock, text), 203)
    : verifiedLabel({ ...sampleLabel, [field]: text }, defaultLabelTemplate(stock), 203);

const black = (bits: Uint8Array): number =>
  bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
type Encode = typeof encode;
/** Throws unless in every language of the stock the bytes are the commands of any other label, and its own dots. */
const holds = async (
  stock: LabelStock,
  raster: VerifiedRaster,
  meant: ReadonlyMap<string, readonly string[]>,
  write: Encode = encode,
): Promise<void> => {
  for (const { name, output, seen } of speaks(stock)) {
    let bytes: Uint8Array;
    try {
      bytes = await write(raster, 'die-cut', 203, output);
    } catch (error) {
      if (error instanceof ArtworkError && error.code === 'dots-command') continue;
      throw error;
    }
    const { commands, dots } = seen(bytes, raster);
    expect([name, ...commands]).toEqual([name, ...(meant.get(name) ?? [])]);
    // Receipt printers may get the dots a few columns aside: none is lost, none added.
    if (name === 'escpos') expect(black(dots)).toBe(black(raster.bits));
    else expect([name, Buffer.compare(dots, raster.bits)]).toEqual([name, 0]);
  }
};
const meantOn = async (stock: LabelStock): Promise<ReadonlyMap<string, readonly string[]>> => {
  const raster = await verifiedLabel(sampleLabel, defaultLabelTemplate(stock), 203);
  const each = speaks(stock).map(async ({ name, output, seen }) => {
    return [name, seen(await encode(raster, 'die-cut', 203, output), raster).commands] as const;
  });
  return new Map(await Promise.all(each));
};

describe('text from outside, in any field', { timeout: 120_000 }, () => {
  it.each(LABEL_STOCKS)(
    'is refused by name or printed as dots on %s: in no language does it become a command',
    async (stock) => {
      const meant = await meantOn(stock);
      const seed = fc.sample(fc.integer(), 1)[0] ?? 0;
      console.log(`outside-text ${stock}: seed ${seed}`);
      let [printed, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...FIELDS), outside, async (field, text) => {
          try {
            const raster = await drawn(stock, field, text);
            printed++;
            await holds(stock, raster, meant);
          } catch (error) {
            if (!(error instanceof ArtworkError)) throw error;
            refused++;
          }
        }),
        { numRuns: 80, seed },
      );
      // Refusing everything would show nothing.
      expect(printed).toBeGreaterThan(12);
      expect(refused).toBeGreaterThan(12);
    },
  );

  it.each([...BIDI, '\u0000', '\u001b', '\u007f', '\u0085', '\u200b', '\ud800'])(
    'that is no text (%j) is refused in every field that is printed',
    async (mark) => {
      for (const field of ['recipient', 'number', 'title', 'issuer', 'words'] as const)
        await expect(drawn('60x25', field, `某${mark}号`)).rejects.toThrow(ArtworkError);
    },
  );

  const mutants: Readonly<Record<string, (text: string) => Encode>> = {
    'as a field of ZPL': (text) => async (raster, media, dpi, output) => {
      const bytes = Buffer.from(await encode(raster, media, dpi, output)).toString('latin1');
      return new Uint8Array(Buffer.from(bytes.replace('^PQ1', `^FD${text}^FS^PQ1`), 'latin1'));
    },
    'as a string of TSPL': (text) => async (raster, media, dpi, output) => {
      const bytes = Buffer.from(await encode(raster, media, dpi, output)).toString('latin1');
      return new Uint8Array(
        Buffer.from(bytes.replace('PRINT 1,1', `TEXT 0,0,"${text}"\r\nPRINT 1,1`), 'latin1'),
      );
    },
    'as a line of ESC/POS': (text) => async (raster, media, dpi, output) => {
      const bytes = await encode(raster, media, dpi, output);
      const more = output.language === 'escpos' ? Buffer.from(text, 'latin1') : Buffer.alloc(0);
      return new Uint8Array(Buffer.concat([bytes, more]));
    },
    'as the title of a PDF': (text) => async (raster, media, dpi, output) => {
      const bytes = Buffer.from(await encode(raster, media, dpi, output)).toString('latin1');
      return new Uint8Array(
        Buffer.from(bytes.replace('/Root 1 0 R', `/Root 1 0 R/Title(${text})`), 'latin1'),
      );
    },
  };
  it.each(Object.entries(mutants))(
    'would be caught if it were ever written %s (mutant)',
    async (_, mutant) => {
      const meant = await meantOn('60x40');
      const raster = await verifiedLabel(sampleLabel, '60x40', 203);
      await holds('60x40', raster, meant);
      for (const text of ['x', ...COMMANDS])
        await expect(holds('60x40', raster, meant, mutant(text))).rejects.toThrow();
    },
  );
});
