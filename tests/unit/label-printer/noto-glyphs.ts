import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { withPdfium } from './pdf/pdfium.ts';

/** The font's own files, found by the test itself. */
const FILES = {
  medium: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const;
type Weight = keyof typeof FILES;
/** A character as it should be: which, how thick, how many dots an em. */
export interface Wanted {
  readonly character: string;
  readonly weight: Weight;
  readonly size: number;
}
export interface Glyph {
  /** Darkness, 0 to 255, around the character: dots from its origin on the baseline, down is positive. */
  readonly dark: (x: number, y: number) => number;
  /** Dots to the next character, not rounded. */
  readonly advance: number;
}

/** Em above the baseline that a cell reaches, and below it; and to either side of the origin and the advance. */
const [ABOVE, BELOW, ASIDE] = [1.2, 0.5, 0.3];

/**
 * The characters drawn from the font's outlines by pdfium, which has no part in drawing labels: neither our canvas nor
 * our threshold is in it.
 */
export const notoGlyphs = async (wanted: readonly Wanted[]): Promise<(one: Wanted) => Glyph> => {
  const rows = new Map<string, { readonly weight: Weight; readonly size: number; characters: string[] }>();
  for (const { character, weight, size } of wanted) {
    const key = `${weight} ${size}`;
    const row = rows.get(key) ?? { weight, size, characters: [] };
    rows.set(key, row);
    if (!row.characters.includes(character)) row.characters.push(character);
  }
  const cellOf = (size: number): number => Math.ceil(size * (1 + 2 * ASIDE));
  const advances = new Map<string, number>();
  const document = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on('end', resolve));
  for (const { weight, size, characters } of rows.values()) {
    document.addPage({
      size: [cellOf(size) * characters.length, Math.ceil(size * (ABOVE + BELOW))],
      margin: 0,
    });
    document.font(createRequire(import.meta.url).resolve(FILES[weight])).fontSize(size);
    characters.forEach((character, i) => {
      advances.set(`${weight} ${size} ${character}`, document.widthOfString(character));
      document.text(character, i * cellOf(size) + Math.round(size * ASIDE), Math.round(size * ABOVE), {
        ...{ lineBreak: false, baseline: 'alphabetic' },
      });
    });
  }
  document.end();
  await ended;
  const pages = await withPdfium(Buffer.concat(parts), async (pdf) => {
    const drawn = [];
    for (const page of pdf.pages()) drawn.push(await page.render({ scale: 1, colorSpace: 'Gray' }));
    return drawn.map(({ data, width, height }) => ({ data: data.slice(), width, height }));
  });
  const keys = [...rows.keys()];
  return ({ character, weight, size }) => {
    const key = `${weight} ${size}`;
    const page = pages[keys.indexOf(key)];
    const place = rows.get(key)?.characters.indexOf(character) ?? -1;
    if (page === undefined || place < 0) throw new Error(`${character} at ${key} was not asked for`);
    const [left, top] = [place * cellOf(size) + Math.round(size * ASIDE), Math.round(size * ABOVE)];
    const dark = (x: number, y: number): number => {
      const [px, py] = [x + left, y + top];
      const inside =
        px >= place * cellOf(size) && px < (place + 1) * cellOf(size) && py >= 0 && py < page.height;
      return inside ? 255 - (page.data[py * page.width + px] ?? 255) : 0;
    };
    return { dark, advance: advances.get(`${key} ${character}`) ?? 0 };
  };
};
