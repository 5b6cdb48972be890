import { isBlack, type Raster } from '../raster.ts';

/** A picture of 8 bits a pixel, row by row, 0 = black. Lengths are in pixels. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  /** `width * height` bytes. */
  readonly pixels: Uint8Array;
}

/** A picture as canvases and PDF renderers hand it out: `width * height * 4` bytes, red or blue first. */
export interface Colour {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Throws a RangeError when the sides are not whole and positive or the bytes are not as many as they say. */
const checked = (width: number, height: number, bytes: number, each: number): void => {
  if (!(
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    width > 0 &&
    height > 0 &&
    bytes === width * height * each
  ))
    throw new RangeError(
      `a picture of ${width} × ${height} pixels in ${bytes} bytes; give ${each} for each pixel`,
    );
};

/** The dots of a printer as pixels. */
export const greyOfRaster = (raster: Raster): Grey => {
  const { widthDots: width, heightDots: height } = raster;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels[y * width + x] = isBlack(raster, x, y) ? 0 : 255;
  return { width, height, pixels };
};

/** The mean of the three colours, on white where it is transparent. Throws a RangeError when bytes are missing. */
export const greyOfColour = ({ width, height, data }: Colour): Grey => {
  checked(width, height, data.length, 4);
  const pixels = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4) {
    const mean = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
    pixels[i] = 255 + ((mean - 255) * (data[at + 3] ?? 0)) / 255;
  }
  return { width, height, pixels };
};

/** `pixels` as a picture. Throws a RangeError when they are not `width * height`. */
export const greyOfPixels = (width: number, height: number, pixels: Uint8Array): Grey => {
  checked(width, height, pixels.length, 1);
  return { width, height, pixels };
};
