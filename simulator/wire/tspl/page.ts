import { dots, dotsPerMm } from '../printing/head.ts';
import { blankRaster, isBlack, setDot, type Raster } from '../printing/raster.ts';

const HEAD_MM = 104;
const LONGEST_MM = 2794;
const MODES = ['overwrite', 'or', 'xor'] as const;

export interface BitmapPlace {
  /** Dots from the reference point. */
  readonly x: number;
  readonly y: number;
  readonly bytesPerRow: number;
  readonly height: number;
  readonly mode: (typeof MODES)[number];
}
export const bitmapMode = (mode: number): BitmapPlace['mode'] | undefined => MODES[mode];

/** The label in memory: its size, the reference point, the dots drawn so far. All of it outlasts a print. */
export class Page {
  readonly #dpi: number;
  #size: { width: number; height: number };
  #reference = { x: 0, y: 0 };
  #image: Raster | null = null;

  constructor(mm: { readonly width: number; readonly height: number }, dpi: number) {
    this.#dpi = dpi;
    this.#size = { width: dots(mm.width, dpi), height: dots(mm.height, dpi) };
  }

  /** A length as `SIZE` and `GAP` write it: `60 mm`, `480 dot`, else inches; dots, or null when it is none. */
  length(text: string): number | null {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*(mm|dots?)?$/i.exec(text) ?? [];
    if (number === undefined) return null;
    if (unit.toLowerCase() === 'mm') return dots(Number(number), this.#dpi);
    return Math.round(Number(number) * (unit === '' ? this.#dpi : 1));
  }

  /** Sets the size in dots; false when no label is that large. A new size empties the memory. */
  resize(width: number, height: number | null): boolean {
    const most = (mm: number): number => mm * dotsPerMm(this.#dpi);
    const wanted = { width, height: height ?? this.#size.height };
    if (wanted.width < 1 || wanted.height < 1) return false;
    if (wanted.width > most(HEAD_MM) || wanted.height > most(LONGEST_MM)) return false;
    this.#size = wanted;
    this.#image = null;
    return true;
  }

  refer(x: number, y: number): void {
    this.#reference = { x, y };
  }

  clear(): void {
    this.#image = null;
  }

  get image(): Raster {
    this.#image ??= blankRaster(this.#size.width, this.#size.height);
    return this.#image;
  }

  /**
   * Draws rows of dots, 1 is black. Overwriting brings its white dots too; OR and XOR are taken to act on black
   * dots (unverified on hardware). False when black dots fell off the label.
   */
  draw(place: BitmapPlace, bits: Uint8Array): boolean {
    const { image } = this;
    const { bytesPerRow, height, mode } = place;
    const bitmap: Raster = { width: bytesPerRow * 8, height, bytesPerRow, bits };
    const [left, top] = [this.#reference.x + place.x, this.#reference.y + place.y];
    let whole = true;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < bitmap.width; x++) {
        const black = isBlack(bitmap, x, y);
        const [px, py] = [left + x, top + y];
        if (px >= image.width || py >= image.height) whole &&= !black;
        else if (mode === 'overwrite') setDot(image, px, py, black);
        else if (black) setDot(image, px, py, mode === 'or' || !isBlack(image, px, py));
      }
    return whole;
  }
}
