import { blankRaster, burn, type Raster } from '../printing/raster.ts';

/** Paper that came out since the last cut. */
export class Strip {
  readonly #width: number;
  #graphics: { readonly bitmap: Raster; readonly left: number; readonly top: number }[] = [];
  #height = 0;

  /** `width`: dots of the head. */
  constructor(width: number) {
    this.#width = width;
  }

  /** Dots of paper so far. */
  get height(): number {
    return this.#height;
  }

  /** Paper without dots. */
  feed(dots: number): void {
    this.#height += dots;
  }

  /** Prints rows at `left`; what is wider than the head is lost. False when black dots were. */
  print(bitmap: Raster, left: number): boolean {
    this.#graphics.push({ bitmap, left, top: this.#height });
    this.#height += bitmap.height;
    return bitmap.width + left <= this.#width || !blackBeyond(bitmap, this.#width - left);
  }

  /** The paper is cut, or torn off: one slip, null when nothing came out. */
  end(): Raster | null {
    if (this.#height === 0) return null;
    const paper = blankRaster(this.#width, this.#height);
    for (const { bitmap, left, top } of this.#graphics) burn(paper, bitmap, left, top);
    this.#graphics = [];
    this.#height = 0;
    return paper;
  }
}

const blackBeyond = (bitmap: Raster, width: number): boolean => {
  const { bytesPerRow, bits } = bitmap;
  const first = width >> 3;
  return bits.some((byte, at) => {
    const column = at % bytesPerRow;
    if (column < first) return false;
    return (column === first ? byte & (0xff >> (width & 7)) : byte) !== 0;
  });
};
