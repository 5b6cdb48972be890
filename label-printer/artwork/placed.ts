import { createCanvas } from '@napi-rs/canvas';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { drawSymbol } from '../barcodes/draw.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import { blankRaster, fillRect, isBlack } from '../raster.ts';
import type { Raster, Rect } from '../raster.ts';
import { font } from './fonts.ts';
import type { Weight } from './fonts.ts';
import { widthOf } from './text.ts';

/** One line of text. `x`, `y` are the top left of its line box in dots, `size` dots an em. */
export interface PlacedText {
  readonly kind: 'text';
  readonly text: string;
  readonly weight: Weight;
  readonly size: number;
  readonly x: number;
  readonly y: number;
  readonly ink: 'black' | 'white';
}
/** A black rectangle: a rule, or the ground of an inverted mark. */
export interface PlacedBox extends Rect {
  readonly kind: 'box';
}
/** A 1-bit picture, stretched over the rectangle; `bits` as in a raster. */
export interface PlacedPicture extends Rect {
  readonly kind: 'picture';
  readonly picture: Raster;
}
export type Placed = PlacedText | PlacedBox | PlacedPicture;

/** Artwork drawn: the dots, and where its symbols are, so that they can be checked in the very same dots. */
export interface Artwork extends Raster {
  readonly dpi: number;
  readonly symbols: readonly PlacedSymbol[];
  readonly placed: readonly Placed[];
}

/** Height of a line box over the em: room for descenders and a little air. */
export const LEADING = 1.2;
/** Baseline below the top of the line box, in em. */
const BASELINE = 0.96;
/** Rows drawn at a time: bounds memory for long slips. */
const BAND = 1024;
/** Greys darker than this become black; chosen so that thin horizontal strokes survive at 18 dots an em. */
const THRESHOLD = 150;

export const lineHeight = (size: number): number => Math.ceil(size * LEADING);

/** Box of dots a line of text may touch. */
export const boxOf = (placed: Placed): Rect =>
  placed.kind === 'text'
    ? {
        x: placed.x,
        y: placed.y,
        width: Math.ceil(widthOf(placed.text, placed.weight, placed.size)),
        height: lineHeight(placed.size),
      }
    : placed;

/** Draws everything; symbols last, and straight into the dots, never through a grey image. */
export const paint = (
  widthDots: number,
  heightDots: number,
  dpi: number,
  placed: readonly Placed[],
  symbols: readonly PlacedSymbol[],
): Artwork => {
  const raster = blankRaster(widthDots, heightDots);
  for (let top = 0; top < heightDots; top += BAND) {
    const rows = Math.min(BAND, heightDots - top);
    const inBand = placed.filter((one) => {
      const box = boxOf(one);
      return box.y < top + rows && box.y + box.height > top;
    });
    if (inBand.length > 0) paintBand(raster, top, rows, inBand);
  }
  for (const one of placed) if (one.kind === 'picture') drawPicture(raster, one);
  for (const symbol of symbols) drawSymbol(raster, symbol);
  return { ...raster, dpi, symbols, placed };
};

/** The nearest dot of the picture for each of ours: it stays 1-bit, without greys. */
const drawPicture = (raster: Raster, { x, y, width, height, picture }: PlacedPicture): void => {
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const from = Math.floor(((column + 0.5) * picture.widthDots) / width);
      if (isBlack(picture, from, Math.floor(((row + 0.5) * picture.heightDots) / height)))
        fillRect(raster, { x: x + column, y: y + row, width: 1, height: 1 });
    }
};

let canvas: Canvas | undefined;
let context: SKRSContext2D | undefined;

const contextOf = (width: number, height: number): SKRSContext2D => {
  if (canvas && context && canvas.width === width && canvas.height === height) return context;
  canvas = createCanvas(width, height);
  context = canvas.getContext('2d', { alpha: false });
  context.fontKerning = 'none';
  context.textBaseline = 'alphabetic';
  return context;
};

const paintBand = (raster: Raster, top: number, rows: number, placed: readonly Placed[]): void => {
  const at = contextOf(raster.widthDots, rows);
  at.fillStyle = '#fff';
  at.fillRect(0, 0, raster.widthDots, rows);
  for (const one of placed) {
    at.fillStyle = one.kind === 'text' && one.ink === 'white' ? '#fff' : '#000';
    if (one.kind === 'box') at.fillRect(one.x, one.y - top, one.width, one.height);
    if (one.kind === 'text') write(at, one, top);
  }
  const { data } = at.getImageData(0, 0, raster.widthDots, rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < raster.widthDots; x++)
      if ((data[(y * raster.widthDots + x) * 4] ?? 255) < THRESHOLD) {
        const byte = (y + top) * raster.bytesPerRow + (x >> 3);
        raster.bits[byte] = (raster.bits[byte] ?? 0) | (0x80 >> (x & 7));
      }
};

/** Character by character on whole dots: the same character always gets the same dots. */
const write = (at: SKRSContext2D, { text, weight, size, x, y }: PlacedText, top: number): void => {
  const { family, advance } = font(weight);
  at.font = `${size}px ${family}`;
  const baseline = y - top + Math.round(size * BASELINE);
  let em = 0;
  for (const character of text) {
    if (character !== ' ') at.fillText(character, x + Math.round(em * size), baseline);
    em += advance(character.codePointAt(0) ?? 0);
  }
};
