import { createCanvas, loadImage } from '@napi-rs/canvas';
import { LOGO_MOST, type LabelLogo } from '#controller/domain/label-template.ts';
import { greyOfColour } from '../decoding/grey.ts';
import { blankRaster, fillRect } from '../raster.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Sides of a PNG that is read, pixels: said in its first bytes, before anything is unpacked. */
const MOST_PIXELS = 4000;
/** Greys darker than this become black. */
const THRESHOLD = 128;

/**
 * A PNG as a logo: made smaller until no side is longer than 400 dots, on white where it is transparent, then black or
 * white. Null when it is no PNG, has sides above 4,000 pixels, or is damaged.
 */
export const logoOfPng = async (png: Uint8Array): Promise<LabelLogo | null> => {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.length);
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_PIXELS) return null;
  const image = await loadImage(bytes).catch(() => null);
  if (image === null) return null;
  const scale = Math.min(1, LOGO_MOST / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const canvas = createCanvas(size.width, size.height);
  const at = canvas.getContext('2d');
  at.drawImage(image, 0, 0, size.width, size.height);
  const { pixels } = greyOfColour(at.getImageData(0, 0, size.width, size.height));
  const raster = blankRaster(size.width, size.height);
  pixels.forEach((grey, i) => {
    if (grey < THRESHOLD)
      fillRect(raster, { x: i % size.width, y: Math.floor(i / size.width), width: 1, height: 1 });
  });
  return { ...size, bits: Buffer.from(raster.bits).toString('base64') };
};
