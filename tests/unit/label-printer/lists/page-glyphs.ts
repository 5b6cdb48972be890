import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { withPdfium } from '../pdf/pdfium.ts';

/** Poppler says where the words of a PDF stand, pdfium draws it, and a canvas draws the font: none made the PDF. */
export const popplerIsThere = spawnSync('pdftotext', ['-v']).error === undefined;
export const unlessThere = popplerIsThere ? '' : ' (skipped: pdftotext is not installed)';

const DPI = 300;
const SCALE = DPI / 72;
const FILES = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const;
type Weight = keyof typeof FILES;
/** Em from the top of a word as poppler tells it to its baseline, and to its end: of this font. */
const [ASCENT, HEIGHT] = [1.16, 1.448];
/** Share of the ink that may differ, of halves and of narrow glyphs: two engines smooth the same outline differently. */
const UNLIKE = { wide: 0.35, narrow: 0.55 };
/** Em up to which a glyph has no halves. */
const NARROW = 0.95;
/** Grey of the tinted rows, which is no ink. */
const TINT = 26;

/** A word on a page; lengths in points from the top left. */
interface Word {
  readonly page: number;
  /** Width and height of the page: the picture is some whole pixels smaller. */
  readonly of: readonly [width: number, height: number];
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
}
const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Every word of a PDF and where it stands. */
export const wordsIn = (pdf: Uint8Array): Word[] => {
  const told = execFileSync('pdftotext', ['-bbox', '-', '-'], { input: pdf, encoding: 'utf8' });
  return told.split('<page ').flatMap((part, page) => {
    const [, width, height] = /^width="([\d.]+)" height="([\d.]+)"/u.exec(part) ?? [];
    const each = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)<\/word>/gu;
    return [...part.matchAll(each)].map(([, x, top, end, text = '']): Word => {
      const size = (Number(end) - Number(top)) / HEIGHT;
      const baseline = Number(top) + ASCENT * size;
      return {
        ...{
          page: page - 1,
          of: [Number(width), Number(height)],
          text: plain(text),
          x: Number(x),
          baseline,
          size,
        },
      };
    });
  });
};

/** Pixels of the font's own drawing to one of the page, and pixels of the page to a cell: edges fall where they may. */
const FINE = 4;
const CELL = 3;
interface Ink {
  /** Mean darkness of a cell whose upper left corner is so many fine pixels from the origin. */
  readonly cell: (x: number, y: number) => number;
  /** Pixels of the page. */
  readonly advance: number;
}
const drawn = new Map<string, Ink>();
/** A character of the font, `px` to the em. */
const inkOf = (character: string, weight: Weight, px: number): Ink => {
  const key = `${character} ${weight} ${px.toFixed(2)}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const family = `Reference-${weight}`;
  GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(FILES[weight]), family);
  const em = Math.ceil(px * FINE);
  const side = CELL * FINE;
  const [left, up] = [side, Math.ceil(em * 1.1) + side];
  const canvas = createCanvas(em + 3 * side, Math.ceil(em * 1.4) + 3 * side);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  pen.font = `${px * FINE}px ${family}`;
  pen.fillText(character, left, up);
  const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
  // Sums over everything above and to the left: a cell is four of them.
  const across = width + 1;
  const sums = new Uint32Array(across * (height + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0, row = 0; x < width; x++) {
      row += 255 - (data[(y * width + x) * 4] ?? 255);
      sums[(y + 1) * across + x + 1] = (sums[y * across + x + 1] ?? 0) + row;
    }
  const cell = (x: number, y: number): number => {
    const at = (y + up) * across + x + left;
    const below = at + side * across;
    const sum = (sums[below + side] ?? 0) - (sums[below] ?? 0) - (sums[at + side] ?? 0) + (sums[at] ?? 0);
    return sum / (side * side);
  };
  const ink = { cell, advance: pen.measureText(character).width / FINE };
  drawn.set(key, ink);
  return ink;
};

/** Darkness of the page at a whole pixel. */
type Dark = (x: number, y: number) => number;
/** Share of the ink of the worse half of a glyph whose origin is at x, y (pixels) that is not where the font has it. */
const apart = (own: Ink, page: Dark, x: number, y: number, px: number): number => {
  const ink: [number, number] = [0, 0];
  const off: [number, number] = [0, 0];
  // Whole cells within its own width: what is beside it is another's.
  const [left, top] = [Math.ceil(x), Math.floor(y - px)];
  for (let cy = top; cy < y + px * 0.3; cy += CELL)
    for (let cx = left; cx + CELL <= x + own.advance; cx += CELL) {
      const font = own.cell(Math.round((cx - x) * FINE), Math.round((cy - y) * FINE));
      let paper = 0;
      for (let i = 0; i < CELL * CELL; i++) paper += page(cx + (i % CELL), cy + Math.floor(i / CELL));
      paper /= CELL * CELL;
      const half = own.advance < px * NARROW || cx + CELL / 2 < x + own.advance / 2 ? 0 : 1;
      ink[half] += Math.max(font, paper);
      off[half] += Math.abs(font - paper);
    }
  const least = Math.max((ink[0] + ink[1]) / 5, 1);
  return Math.max(off[0] / Math.max(ink[0], least), off[1] / Math.max(ink[1], least));
};

/** The glyphs of `words` that `pdf` does not have there as the font has them, as `word: glyphs`. */
export const wrongGlyphs = (pdf: Uint8Array, words: readonly Word[]): Promise<string[]> =>
  withPdfium(pdf, async (document) => {
    const wrong: string[] = [];
    for (let page = 0; page < document.getPageCount(); page++) {
      const { data, width, height } = await document
        .getPage(page)
        .render({ scale: SCALE, colorSpace: 'Gray' });
      const dark = (x: number, y: number): number => {
        if (x < 0 || y < 0 || x >= width || y >= height) return 0;
        const grey = 255 - (data[y * width + x] ?? 255);
        return grey < TINT ? 0 : grey;
      };
      for (const word of words) {
        if (word.page !== page) continue;
        const scale = [width / word.of[0], height / word.of[1]] as const;
        // Poppler does not tell how thick a word is: it must be one of the two from end to end.
        const regular = unlike(dark, word, 'regular', scale);
        const bold = regular && unlike(dark, word, 'bold', scale);
        const found = bold.length < regular.length ? bold : regular;
        if (found !== '') wrong.push(`${word.text}: ${found}`);
      }
    }
    return wrong;
  });

/** An engine may round to its own grid: pixels to look around. */
const NEAR = [0, 0.5, -0.5].flatMap((dx) => [0, 0.5, -0.5].map((dy) => [dx, dy] as const));
const unlike = (dark: Dark, word: Word, weight: Weight, scale: readonly [number, number]): string => {
  const { text, x, baseline, size } = word;
  const px = size * scale[0];
  let at = x * scale[0];
  let wrong = '';
  for (const character of text) {
    const ink = inkOf(character, weight, px);
    const most = ink.advance < px * NARROW ? UNLIKE.narrow : UNLIKE.wide;
    let best = Infinity;
    for (let n = 0; n < NEAR.length && best > most; n++) {
      const [dx = 0, dy = 0] = NEAR[n] ?? [];
      best = Math.min(best, apart(ink, dark, at + dx, baseline * scale[1] + dy, px));
    }
    if (best > most) wrong += character;
    at += ink.advance;
  }
  return wrong;
};
