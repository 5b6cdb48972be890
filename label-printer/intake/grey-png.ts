import type { Grey } from '../decoding/grey.ts';

/** The picture as a PNG. */
export const pngOfGrey = async ({ width, height, pixels }: Grey): Promise<Uint8Array> => {
  const { createCanvas } = await import('@napi-rs/canvas');
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(width, height);
  for (let i = 0; i < pixels.length; i++) {
    picture.data.fill(pixels[i] ?? 255, 4 * i, 4 * i + 3);
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
  return canvas.encode('png');
};
