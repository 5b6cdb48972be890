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

/** Uneven light evened out: each pixel against mean and spread of its surroundings, `reach` pixels each way. */
export const evened = (grey: Grey, reach: number): Grey => {
  const means = meanOf(grey, reach, reach);
  const squares = meanOf(
    toGrey(grey, (i) => Math.abs((grey.pixels[i] ?? 0) - (means[i] ?? 0))),
    reach,
    reach,
  );
  let widest = 1;
  for (const spread of squares) widest = Math.max(widest, spread);
  // Plain paper has no spread of its own: it stays light instead of becoming noise.
  return toGrey(grey, (i) => {
    const spread = Math.max(squares[i] ?? 0, widest / 3);
    return 140 + (60 * ((grey.pixels[i] ?? 0) - (means[i] ?? 0))) / spread;
  });
};
