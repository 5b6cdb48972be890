import type { Grey } from './grey.ts';

const clamp = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);

/** The mean of `2 * reach + 1` pixels along one axis, those at the edge repeated. */
const boxed = (
  from: Float32Array,
  width: number,
  height: number,
  reach: number,
  across: boolean,
): Float32Array => {
  const to = new Float32Array(from.length);
  const [lines, length, lineStep, step] = across ? [height, width, width, 1] : [width, height, 1, width];
  const size = 2 * reach + 1;
  for (let line = 0; line < lines; line++) {
    const base = line * lineStep;
    const at = (i: number): number => from[base + clamp(i, length - 1) * step] ?? 0;
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += at(k);
    for (let i = 0; i < length; i++) {
      to[base + i * step] = sum / size;
      sum += at(i + reach + 1) - at(i - reach);
    }
  }
  return to;
};

/** Mean over a window of `2 * reachX + 1` by `2 * reachY + 1` pixels. */
export const meanOf = (
  { width, height, pixels }: Omit<Grey, 'pixels'> & { readonly pixels: Uint8Array | Float32Array },
  reachX: number,
  reachY: number,
): Float32Array => {
  let now: Float32Array = Float32Array.from(pixels);
  if (reachX > 0) now = boxed(now, width, height, reachX, true);
  if (reachY > 0) now = boxed(now, width, height, reachY, false);
  return now;
};

const toGrey = ({ width, height }: Grey, value: (i: number) => number): Grey => {
  const pixels = new Uint8ClampedArray(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = value(i);
  return { width, height, pixels: new Uint8Array(pixels.buffer) };
};

/** Box means as a picture: a slight blur, or (`reachX` 0) averaging along upright bars. */
export const smoothed = (grey: Grey, reachX: number, reachY: number): Grey => {
  const means = meanOf(grey, reachX, reachY);
  return toGrey(grey, (i) => means[i] ?? 0);
};

/** Each pixel moved away from the mean around it, `amount` times its distance. */
export const sharpened = (grey: Grey, reach: number, amount: number): Grey => {
  const means = meanOf(grey, reach, reach);
  return toGrey(grey, (i) => {
    const value = grey.pixels[i] ?? 0;
    return value + amount * (value - (means[i] ?? 0));
  });
};

/** The grey values below which 1 % and 99 % of the pixels lie. */
const extremes = ({ pixels }: Grey): readonly [low: number, high: number] => {
  const counts = new Uint32Array(256);
  for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1;
  const at = (share: number): number => {
    let left = share * pixels.length;
    for (let value = 0; value < 256; value++) if ((left -= counts[value] ?? 0) < 0) return value;
    return 255;
  };
  return [at(0.01), at(0.99)];
};

/** Darkest to black, lightest to white: what is faint becomes plain. */
export const stretched = (grey: Grey): Grey => {
  const [low, high] = extremes(grey);
  const scale = 255 / Math.max(1, high - low);
  return toGrey(grey, (i) => ((grey.pixels[i] ?? 0) - low) * scale);
};

/** The greatest value of a window of `2 * reach + 1` pixels along one axis. */
const peaks = (from: Uint8Array, { width, height }: Grey, reach: number, across: boolean): Uint8Array => {
  const to = new Uint8Array(from.length);
  const [lines, length, lineStep, step] = across ? [height, width, width, 1] : [width, height, 1, width];
  for (let line = 0; line < lines; line++)
    for (let i = 0; i < length; i++) {
      let most = 0;
      for (let k = Math.max(0, i - reach); k <= Math.min(length - 1, i + reach); k++)
        most = Math.max(most, from[line * lineStep + k * step] ?? 0);
      to[line * lineStep + i * step] = most;
    }
  return to;
};
const peaksAround = (pixels: Uint8Array, grey: Grey, reach: number): Uint8Array =>
  peaks(peaks(pixels, grey, reach, true), grey, reach, false);

/**
 * Uneven light evened out: each pixel between the darkest and the lightest within `reach` pixels. Where they are
 * close to one another is plain paper, and stays light instead of becoming noise.
 */
export const evened = (grey: Grey, reach: number): Grey => {
  const light = peaksAround(grey.pixels, grey, reach);
  const dark = peaksAround(
    grey.pixels.map((pixel) => 255 - pixel),
    grey,
    reach,
  );
  let widest = 1;
  for (let i = 0; i < light.length; i++) widest = Math.max(widest, (light[i] ?? 0) + (dark[i] ?? 0) - 255);
  return toGrey(grey, (i) => {
    const range = Math.max((light[i] ?? 0) + (dark[i] ?? 0) - 255, widest / 2);
    return 255 - (255 * ((light[i] ?? 0) - (grey.pixels[i] ?? 0))) / range;
  });
};
