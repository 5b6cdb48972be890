import { createCanvas } from '@napi-rs/canvas';
import type { Raster } from '../raster.ts';
import type { GreyRows } from './pwg.ts';

const QUALITY = 95;
/** Opaque black, least byte first. */
const BLACK = 0xff000000;

/** One page of dots as a JPEG (ITU-T T.81) that says its resolution (JFIF): the last choice, it blurs edges. */
export const toJpeg = (page: Raster, dpi: number): Uint8Array<ArrayBuffer> => {
  const { widthDots, heightDots, bytesPerRow, bits } = page;
  return picture(widthDots, heightDots, dpi, (pixels) =>
    bits.forEach((byte, i) => {
      if (byte === 0) return;
      const at = Math.floor(i / bytesPerRow) * widthDots + (i % bytesPerRow) * 8;
      for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) pixels[at + bit] = BLACK;
    }),
  );
};

/** The same of a page in shades of grey. */
export const greyToJpeg = (page: GreyRows, dpi: number): Uint8Array<ArrayBuffer> =>
  picture(page.widthDots, page.heightDots, dpi, (pixels) => {
    for (let y = 0; y < page.heightDots; y++)
      page.row(y).forEach((grey, x) => (pixels[y * page.widthDots + x] = BLACK + grey * 0x010101));
  });

const picture = (
  width: number,
  height: number,
  dpi: number,
  draw: (pixels: Uint32Array) => void,
): Uint8Array<ArrayBuffer> => {
  const context = createCanvas(width, height).getContext('2d');
  const image = context.createImageData(width, height);
  image.data.fill(255);
  draw(new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
  const bytes = new Uint8Array(context.canvas.encodeSync('jpeg', QUALITY));
  const view = new DataView(bytes.buffer);
  // JFIF: unit "dots per inch" and the density both ways, in the segment that begins the file.
  if (view.getUint32(6) === 0x4a464946) {
    bytes[13] = 1;
    view.setUint16(14, dpi);
    view.setUint16(16, dpi);
  }
  return bytes;
};
