import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { withPdfium } from '../pdf/pdfium.ts';

const DPI = 150;
const FILES = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};
const SCALE = DPI / 25.4;

/** Share of the ink that may differ: two engines smooth the same outline differently, by a fifth at most here. */
const UNLIKE = 0.35;

/** A line of text on a page: its left end and its baseline, mm from the top left; its size in points. */
export interface Line {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
  readonly weight?: 'regular' | 'bold';
}

/** Ink of each character's own box, drawn from the font file itself by an engine that has no part in PDFs. */
const reference = ({ text, size, weight = 'regular' }: Line) => {
  const family = `Reference-${weight}`;
  GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(FILES[weight]), family);
  const px = (size / 72) * DPI;
  const canvas = createCanvas(Math.ceil([...text].length * px + 4), Math.ceil(px * 1.5));
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  pen.font = `${px}px ${family}`;
  let x = 0;
  const boxes = [...text].map((character) => {
    pen.fillText(character, x, px * 1.1);
    const width = pen.measureText(character).width;
    x += width;
    return { character, from: x - width, width };
  });
  const { data, width } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { boxes, px, dark: (cx: number, cy: number) => 255 - (data[(cy * width + cx) * 4] ?? 255) };
};

/**
 * Characters of the line whose ink on the first page of `pdf` is not that of the font: the left or the right
 * half differs by more than a third, blurred a little. `改` for `政` is found.
 */
export const wrongGlyphs = (pdf: Uint8Array, line: Line): Promise<string[]> =>
  withPdfium(pdf, async (document) => {
    const { data, width } = await document.getPage(0).render({ scale: DPI / 72, colorSpace: 'Gray' });
    const { boxes, px, dark } = reference(line);
    const left = line.x * SCALE;
    const top = line.baseline * SCALE - px * 1.1;
    const page = (x: number, y: number) =>
      255 - (data[Math.round(top + y) * width + Math.round(left + x)] ?? 255);
    const unlike = (from: number, to: number): boolean => {
      let [ink, apart] = [0, 0];
      for (let y = 0; y < px * 1.5 - 3; y += 3)
        for (let x = Math.floor(from); x < to; x += 3) {
          const [own, other] = [cell(dark, x, y), cell(page, x, y)];
          ink += Math.max(own, other);
          apart += Math.abs(own - other);
        }
      return ink > 100 && apart > ink * UNLIKE;
    };
    return boxes
      .filter(({ from, width: w }) => unlike(from, from + w / 2) || unlike(from + w / 2, from + w))
      .map(({ character }) => character);
  });

/** Mean of three by three pixels: where exactly an engine puts its grey edges does not matter. */
const cell = (at: (x: number, y: number) => number, x: number, y: number): number => {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += at(x + (i % 3), y + Math.floor(i / 3));
  return sum / 9;
};
