import { describe, expect, it } from 'vitest';
import { label } from '#label-printer/artwork/label.ts';
import type { LabelData } from '#label-printer/artwork/label-data.ts';
import { boxOf } from '#label-printer/artwork/placed.ts';
import type { Artwork } from '#label-printer/artwork/placed.ts';
import { outerRect } from '#label-printer/barcodes/draw.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { isBlack } from '#label-printer/raster.ts';
import type { Rect } from '#label-printer/raster.ts';
import { verifiedLabel } from '#label-printer/make-label.ts';
import { sampleLabel } from './samples.ts';

const LONG = '某市人民政府办公室关于进一步做好防汛抗旱和地质灾害防范应对工作的紧急通知';
const kinds: readonly (readonly [string, LabelData])[] = [
  ['an ordinary label', sampleLabel],
  ['a label without an urgency mark', { ...sampleLabel, urgency: 'none', recipient: '财政局' }],
  [
    'a label with long texts',
    { ...sampleLabel, title: LONG.repeat(3), issuer: LONG, recipient: LONG, copy: '1234/1234' },
  ],
  [
    'a label in Latin letters',
    {
      ...sampleLabel,
      recipient: 'Bureau of Water Resources',
      number: 'GOV-2026/0012',
      title: 'Notice on flood control preparations for the rainy season',
    },
  ],
  ['a bare label', { ...sampleLabel, title: '', issuer: '', copy: '', urgency: '' }],
];

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const wordsOf = (artwork: Artwork): string[] =>
  artwork.placed.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
const problem = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof ArtworkError
      ? `${error.code} ${String(error.values['field'] ?? '')}`.trim()
      : String(error);
  }
};

describe.each([203, 300, 600])('at %i dpi', (dpi) => {
  it.each(kinds)('%s reads back and keeps 1.5 mm clear at every edge', async (_, data) => {
    const raster = await verifiedLabel(data, '60x40', dpi);
    const edge = Math.round((1.5 * dpi) / 25.4);
    const { widthDots: width, heightDots: height } = raster;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        if (y >= edge && y < height - edge && x === edge) x = width - edge;
        if (isBlack(raster, x, y)) expect.fail(`a black dot at ${x},${y}`);
      }
  });

  it.each(kinds)('%s has nothing overlapping, and nothing in a quiet zone', (_, data) => {
    const artwork = label(data, '60x40', dpi);
    const boxes = [
      ...artwork.symbols.map(outerRect),
      // An inverted mark is one box with its word inside.
      ...artwork.placed.filter((one) => one.kind !== 'text' || one.ink === 'black').map(boxOf),
    ];
    boxes.forEach((a, i) =>
      boxes.slice(i + 1).forEach((b) => expect(overlap(a, b), JSON.stringify([a, b])).toBe(false)),
    );
  });

  it('draws every module as the same whole number of dots, at least 0.25 mm', () => {
    for (const { module, symbol } of label(sampleLabel, '60x40', dpi).symbols) {
      expect(Number.isInteger(module)).toBe(true);
      expect((module * 25.4) / dpi).toBeGreaterThanOrEqual(symbol.symbology === 'QRCode' ? 0.5 : 0.25);
    }
  });
});

describe('a label', () => {
  it('says everything a person needs, the docket code in groups of four', () => {
    const words = wordsOf(label(sampleLabel, '60x40', 203));
    expect(words).toContain('市发展和改革委员会');
    expect(words).toContain('某政办发〔2026〕12号');
    expect(words).toContain('特急');
    expect(words).toContain('3/12');
    expect(words).toContain('7K3D 0Q9M ABCD EFGH');
    expect(words.join('')).toContain(sampleLabel.title);
  });

  it('is 480 × 320 dots on 60 × 40 mm stock at 203 dpi', () => {
    const { widthDots, heightDots, bytesPerRow } = label(sampleLabel, '60x40', 203);
    expect([widthDots, heightDots, bytesPerRow]).toEqual([480, 320, 60]);
  });

  it('shows with … that a title was shortened, and never shortens it otherwise', () => {
    const shortened = wordsOf(label({ ...sampleLabel, title: LONG.repeat(5) }, '60x40', 203));
    expect(shortened.filter((word) => word.endsWith('…'))).toHaveLength(1);
    expect(wordsOf(label(sampleLabel, '60x40', 203)).join('')).not.toContain('…');
  });

  it('prints a recipient of sixty characters whole', () => {
    const recipient = '某'.repeat(60);
    expect(wordsOf(label({ ...sampleLabel, recipient }, '60x40', 203)).join('')).toContain(recipient);
  });

  it('refuses a recipient or number that does not fit rather than cutting it', () => {
    expect(problem(() => label({ ...sampleLabel, recipient: '某'.repeat(90) }, '60x40', 203))).toBe(
      'overflow recipient',
    );
    expect(problem(() => label({ ...sampleLabel, number: '某'.repeat(90) }, '60x40', 203))).toBe(
      'overflow number',
    );
  });

  it('names the character the font does not have', () => {
    const attempt = (): unknown => label({ ...sampleLabel, title: '防汛😀' }, '60x40', 203);
    expect(problem(attempt)).toBe('glyph-missing title');
    expect(attempt).toThrow(/U\+1F600/);
  });

  it('refuses control characters, bidi marks and lone surrogates, and takes white space as spaces', () => {
    for (const bad of ['a\u0000b', 'a\u001bb', 'a\u202eb', 'a\ud800b', 'a\u200bb'])
      expect(problem(() => label({ ...sampleLabel, title: bad }, '60x40', 203))).toBe('not-text title');
    expect(wordsOf(label({ ...sampleLabel, title: '防汛\r\n\t通知' }, '60x40', 203))).toContain('防汛 通知');
  });

  it.each([
    ['docket', 'abc'],
    ['docket', '7K3D0Q9MABCDEFG'],
    ['docket', '7K3D0Q9MABCDEFG^'],
    ['copy', '3 of 12'],
    ['urgency', 'very'],
    ['urgency', 'constructor'],
    ['recipient', '  '],
    ['number', ''],
    ['title', 'x'.repeat(1001)],
  ])('refuses %s %j, naming the field', (field, value) => {
    expect(problem(() => label({ ...sampleLabel, [field]: value }, '60x40', 203))).toBe(`bad-field ${field}`);
  });

  it.each([
    ['特急', 'teji'],
    ['急件', 'jiaji'],
    ['平急', 'pingji'],
    ['特提', 'teti'],
  ])('takes the urgency as the word %s or as %s', (word, key) => {
    const [a, b] = [word, key].map((urgency) => wordsOf(label({ ...sampleLabel, urgency }, '60x40', 203)));
    expect(a).toEqual(b);
  });

  it('refuses stock and resolutions it was not made for', () => {
    expect(problem(() => label(sampleLabel, '50x20', 203))).toBe('unsupported');
    expect(problem(() => label(sampleLabel, '80', 203))).toBe('unsupported');
    expect(problem(() => label(sampleLabel, '60x40', 200))).toBe('unsupported');
  });

  it('says in both languages what is wrong', () => {
    const error = new ArtworkError('overflow', { field: 'recipient' });
    expect(error.in('zh-CN')).toMatch(/recipient：.*改短/);
    expect(error.in('en')).toBe(error.message);
  });
});
