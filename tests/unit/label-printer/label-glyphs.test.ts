import { beforeAll, describe, expect, it } from 'vitest';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { LABEL_STOCKS } from '#controller/domain/label-stock.ts';
import type { LabelElement } from '#controller/domain/label-template.ts';
import { label, type LabelArtwork } from '#label-printer/artwork/label.ts';
import type { LabelData } from '#label-printer/artwork/label-data.ts';
import type { PlacedText } from '#label-printer/artwork/placed.ts';
import { outerRect } from '#label-printer/barcodes/draw.ts';
import { columnsOf, copyRaster, fillRect, isBlack, type Raster, type Rect } from '#label-printer/raster.ts';
import { notoGlyphs, type Glyph, type Wanted } from './noto-glyphs.ts';
import { sampleLabel } from './samples.ts';

/** The least and the most a label is read at; 600 dpi of one stock, since its dots are many and its glyphs no others. */
const HEADS = [
  ...LABEL_STOCKS.flatMap(
    (stock) =>
      [
        { stock, dpi: 203 },
        { stock, dpi: 300 },
      ] as const,
  ),
];
const CASES = [...HEADS, { stock: '60x40', dpi: 600 } as const];
/** Most of either half of a glyph that may differ: edges are a dot off, and in small type edges are nearly all there is. */
const unlike = (size: number): number => (size < 20 ? 0.43 : size < 32 ? 0.39 : size < 50 ? 0.34 : 0.3);

const textsOf = ({ placed }: LabelArtwork): PlacedText[] => placed.filter((one) => one.kind === 'text');
const wantedOf = (artwork: LabelArtwork): Wanted[] =>
  textsOf(artwork).flatMap(({ text, weight, size }) =>
    [...text].filter((one) => one !== ' ').map((character) => ({ character, weight, size })),
  );
/** What each text element must say, from the piece and not from the drawing. */
const said = (data: LabelData, stock: (typeof LABEL_STOCKS)[number]) =>
  defaultLabelTemplate(stock).elements.flatMap((one): { box: LabelElement; words: string }[] => {
    if (one.kind === 'mark') return [{ box: one, words: '特急' }];
    if (one.kind !== 'text' || one.field === 'urgency' || one.field === 'words') return [];
    return [{ box: one, words: data[one.field] }];
  });
const perMm = { 203: 8, 300: 11.8, 600: 23.6 } as const;

/** Share of the ink of a glyph's worse half that is not where it belongs, at the best of nine places a dot apart. */
const apart = (dots: Raster, text: PlacedText, at: number, { dark, advance }: Glyph): number => {
  const baseline = text.y + Math.round(text.size * 0.96);
  const share = (dx: number, dy: number): number => {
    const ink: [number, number] = [0, 0];
    const off: [number, number] = [0, 0];
    for (let y = -text.size; y < text.size * 0.3; y++)
      for (let x = 0; x < advance; x++) {
        const own = isBlack(dots, at + x, baseline + y) === (text.ink === 'black');
        const other = dark(x + dx, y + dy) > 105;
        const half = x < advance / 2 ? 0 : 1;
        if (own || other) ink[half]++;
        if (own !== other) off[half]++;
      }
    // A half with next to nothing in it says nothing.
    const least = (ink[0] + ink[1]) / 5;
    return Math.max(...([0, 1] as const).map((half) => off[half] / Math.max(ink[half], least, 1)));
  };
  let best = share(0, 0);
  for (let n = 0; n < 9 && best > unlike(text.size); n++)
    best = Math.min(best, share((n % 3) - 1, Math.floor(n / 3) - 1));
  return best;
};

/** Characters that are not on the label as the font has them, in the order of the lines. */
const wrongGlyphs = (dots: Raster, lines: readonly PlacedText[], glyph: (one: Wanted) => Glyph): string => {
  const wrong: string[] = [];
  for (const { text, weight, size, ...rest } of lines) {
    let x = 0;
    for (const character of text) {
      const one = glyph({ character: character === ' ' ? '0' : character, weight, size });
      // A space of this font is as wide as 0.224 em.
      const advance = character === ' ' ? size * 0.224 : one.advance;
      const line = { text, weight, size, ...rest };
      if (character !== ' ' && apart(dots, line, rest.x + Math.round(x), one) > unlike(size))
        wrong.push(character);
      x += advance;
    }
  }
  return wrong.join('');
};

/** Black dots that belong to no text, symbol, line or mark. */
const strays = (dots: Raster, { placed, symbols }: LabelArtwork, glyph: (one: Wanted) => Glyph): number => {
  const rest = copyRaster(dots);
  const clear = ({ x, y, width, height }: Rect): void => {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, end] = [Math.min(dots.widthDots, x + width), Math.min(dots.heightDots, y + height)];
    fillRect(rest, { x: left, y: top, width: right - left, height: end - top }, false);
  };
  for (const symbol of symbols) clear(outerRect(symbol));
  for (const one of placed) {
    if (one.kind !== 'text') clear(one);
    else {
      const { text, weight, size, x, y } = one;
      const widths = [...text].map((character) =>
        character === ' ' ? size * 0.224 : glyph({ character, weight, size }).advance,
      );
      const width = Math.ceil(widths.reduce((sum, wide) => sum + wide, 0)) + 2;
      clear({ x: x - 1, y, width, height: Math.ceil(size * 1.3) });
    }
  }
  return rest.bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
};

describe('the text on a label, glyph by glyph against the font', { timeout: 120_000 }, () => {
  const drawn = CASES.map((one) => ({
    ...one,
    artwork: label(sampleLabel, defaultLabelTemplate(one.stock), one.dpi),
  }));
  let glyph: (one: Wanted) => Glyph;
  beforeAll(async () => {
    const zeroes = drawn.flatMap(({ artwork }) =>
      wantedOf(artwork).map((one) => ({ ...one, character: '0' })),
    );
    glyph = await notoGlyphs([...zeroes, ...drawn.flatMap(({ artwork }) => wantedOf(artwork))]);
  }, 60_000);

  it.each(drawn)(
    'is what the piece has, whole or ending in “…”: $stock at $dpi dpi',
    ({ stock, dpi, artwork }) => {
      for (const { box, words } of said(sampleLabel, stock)) {
        const [x, y] = [box.x * perMm[dpi], box.y * perMm[dpi]];
        const [right, end] = [x + box.width * perMm[dpi], y + box.height * perMm[dpi]];
        const here = textsOf(artwork).filter(
          (one) => one.x >= x - 1 && one.x < right && one.y + one.size / 2 > y && one.y + one.size / 2 < end,
        );
        const shown = here
          .map(({ text }) => text)
          .join('')
          .replaceAll(' ', '');
        if (shown.endsWith('…')) {
          expect(box.kind === 'text' && box.overflow).toBe('shorten');
          expect(words.startsWith(shown.slice(0, -1))).toBe(true);
        } else expect(shown).toBe(words);
      }
    },
  );

  it.each(drawn)('has every glyph of the font and nothing else black: $stock at $dpi dpi', ({ artwork }) => {
    expect(wrongGlyphs(artwork, textsOf(artwork), glyph)).toBe('');
    expect(strays(artwork, artwork, glyph)).toBe(0);
  });

  describe('finds out (mutants)', () => {
    const lineOf = (artwork: LabelArtwork, words: string) =>
      textsOf(artwork).find(({ text }) => text.startsWith(words)) ?? expect.fail(words);
    const cellOf = ({ x, y, size }: PlacedText, n: number): Rect => ({
      ...{ x: x + n * size, y, width: size, height: Math.ceil(size * 1.2) },
    });

    it.each(drawn)(
      'a glyph exchanged for one that looks like it: $stock at $dpi dpi',
      ({ stock, dpi, artwork }) => {
        const other = {
          ...{ ...sampleLabel, number: '某改办发〔2026〕12号', recipient: '布发展和改革委员会' },
          title: sampleLabel.title.replace('政', '改'),
        };
        const dots = label(other, defaultLabelTemplate(stock), dpi);
        expect(wrongGlyphs(dots, textsOf(artwork), glyph)).toBe('市政政');
      },
    );

    it.each(drawn)('a glyph missing, and a line cut in its lower half: $stock at $dpi dpi', ({ artwork }) => {
      const line = lineOf(artwork, '某政办发');
      const missing = copyRaster(artwork);
      fillRect(missing, cellOf(line, 1), false);
      expect(wrongGlyphs(missing, [line], glyph)).toBe('政');
      const cut = copyRaster(artwork);
      const half = Math.round(line.size * 0.55);
      fillRect(cut, { x: line.x, y: line.y + half, width: line.size * 4, height: line.size - half }, false);
      expect(wrongGlyphs(cut, [line], glyph)).toMatch(/^某政办发/);
    });

    it.each(drawn)('black for white, and dots moved by four: $stock at $dpi dpi', ({ artwork }) => {
      const inverted = { ...artwork, bits: artwork.bits.map((byte) => ~byte) };
      const line = lineOf(artwork, '某政办发');
      expect(wrongGlyphs(inverted, [line], glyph)).toBe(line.text.replaceAll(' ', ''));
      const moved = columnsOf(artwork, -4, artwork.widthDots);
      expect(wrongGlyphs(moved, [line], glyph)).toMatch(/^某政办发/);
      expect(strays(inverted, artwork, glyph)).toBeGreaterThan(1000);
    });
  });
});
