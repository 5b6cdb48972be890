import { createCanvas } from '@napi-rs/canvas';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { drawSymbol } from '../barcodes/draw.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import { blankRaster } from '../raster.ts';
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
export type Placed = PlacedText | PlacedBox;

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
  placed.kind === 'box'
    ? placed
    : {
        x: placed.x,
        y: placed.y,
        width: Math.ceil(widthOf(placed.text, placed.weight, placed.size)),
        height: lineHeight(placed.size),
      };

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
  for (const symbol of symbols) drawSymbol(raster, symbol);
  return { ...raster, dpi, symbols, placed };
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
    else write(at, one, top);
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
