import type { PageCode, PageReading } from '#controller/ports/intake.ts';
import { decode, toDecoded, type Decoded } from '../decoding/decode.ts';
import { boxOf, Evidence } from '../decoding/evidence.ts';
import type { Grey } from '../decoding/grey.ts';
import type { Page } from '../decoding/page-file.ts';
import type { Point, Reading, Symbology } from '../decoding/reading.ts';
import { cropped, type Region } from '../decoding/regions.ts';
import { readWithZxingJs } from '../decoding/zxing-js.ts';
import { readWithZxingWasm } from '../decoding/zxing-wasm.ts';
import { likelyRegions } from './likely-regions.ts';

/** What is printed on papers: ours, official records, and what other exchanges and makers use. */
const SOUGHT: readonly Symbology[] = ['QRCode', 'Code128', 'PDF417', 'DataMatrix', 'Aztec', 'EAN13'];
/** Regions of a page that get the passes which take long. */
const MOST_DEEP = 2;
/** Pixels of a picture that is looked at whole when nothing was found: a label, not a page. */
const SMALL = 600_000;
/** Pixels above which a picture is halved first: the finest module still has two at 300 dpi. */
const LARGE = 16_000_000;
const A4_INCHES = 11.7;
const MM = 25.4;

/**
 * Every code on a page, any quarter turn, a little askew. A coarse look finds where symbols may be; only these
 * places are read, and only what cannot be read or does not prove itself there gets the slower passes. Never throws.
 * `around`: what is painted over with a symbol that was read, before it is asked whether there may be another.
 */
export const readPage = async (
  { grey: given, dpi: told }: Page,
  around: Around = AROUND,
): Promise<PageReading> => {
  const grey = given.width * given.height > LARGE ? halved(given) : given;
  const dpi =
    told === null ? Math.max(grey.width, grey.height) / A4_INCHES : (told * grey.width) / given.width;
  const found: Decoded[] = [];
  let deep = MOST_DEEP;
  for (const region of likelyRegions(grey, dpi)) {
    const crop = cropped(grey, region);
    let read = await readQuickly(crop, dpi, around);
    if (read.length === 0 && region.likeliest && deep-- > 0)
      read = await decode(crop, { symbologies: SOUGHT });
    found.push(...read.map((one) => moved(one, region)));
  }
  if (found.length === 0 && grey.width * grey.height <= SMALL)
    found.push(...(await decode(grey, { symbologies: SOUGHT })));
  return { codes: distinct(found).map((one) => codeOf(one, dpi)) };
};

/** By zxing-cpp, and by zxing-js what does not prove itself: what is believed. */
const readQuickly = async (crop: Grey, dpi: number, around: Around): Promise<Decoded[]> => {
  const evidence = new Evidence();
  const upright = await readWithZxingWasm(crop, SOUGHT, 'upright');
  evidence.add('zxing-cpp', 'untouched', upright);
  // Looking for bars on their side takes twice as long: only where something is left that may be some.
  const rest = upright.length === 0 ? crop : without(crop, upright, around);
  if (rest === crop || likelyRegions(rest, dpi).length > 0)
    evidence.add('zxing-cpp', 'untouched', await readWithZxingWasm(rest, SOUGHT));
  const doubtful = [...new Set(evidence.pending().map(({ symbology }) => symbology))];
  if (doubtful.length > 0) evidence.add('zxing-js', 'untouched', secondOpinion(crop, doubtful));
  return evidence.accepted().map(toDecoded);
};

/** Around a symbol, of its longer side: a linear one is told by a few of its rows. */
type Around = Readonly<Record<'square' | 'bars', number>>;
const AROUND: Around = { square: 0.05, bars: 0.3 };

/** The picture with these symbols painted over. */
const without = ({ width, height, pixels }: Grey, symbols: readonly Reading[], around: Around): Grey => {
  const left = pixels.slice();
  for (const { corners } of symbols) {
    const box = boxOf(corners);
    const [wide, high] = [box.right - box.left, box.bottom - box.top];
    const more = Math.max(wide, high) * around[wide > 2 * high || high > 2 * wide ? 'bars' : 'square'];
    const from = Math.max(0, Math.floor(box.left - more));
    const to = Math.min(width, Math.ceil(box.right + more));
    for (let y = Math.max(0, Math.floor(box.top - more)); y < Math.min(height, box.bottom + more); y++)
      left.fill(255, y * width + from, y * width + to);
  }
  return { width, height, pixels: left };
};

/** zxing-js does not see bars that lie on their side: such a region is set upright for it. */
const secondOpinion = (crop: Grey, symbologies: readonly Symbology[]): Reading[] => {
  if (crop.width >= crop.height) return readWithZxingJs(crop, symbologies);
  const { width, height, pixels } = crop;
  const upright = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) upright[(width - 1 - x) * height + y] = pixels[y * width + x] ?? 255;
  return readWithZxingJs({ width: height, height: width, pixels: upright }, symbologies).map((reading) => ({
    ...reading,
    corners: reading.corners.map(([x, y]): Point => [width - 1 - y, x]),
  }));
};

const codeOf = ({ symbology, text, bytes, docket, corners }: Decoded, dpi: number): PageCode => {
  const sides = corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length] ?? [x, y];
    return Math.hypot(nextX - x, nextY - y);
  });
  return { symbology, text, bytes, docket, sideMm: (Math.max(0, ...sides) / dpi) * MM };
};

const moved = (one: Decoded, { x, y }: Region): Decoded => ({
  ...one,
  corners: one.corners.map(([cx, cy]) => [cx + x, cy + y] as const),
});

/** Regions overlap: the same symbol may have been read in two of them. */
const distinct = (found: readonly Decoded[]): Decoded[] =>
  found.filter(
    (one, i) =>
      !found
        .slice(0, i)
        .some(
          (before) => before.symbology === one.symbology && Buffer.compare(before.bytes, one.bytes) === 0,
        ),
  );

/** Half as wide and high, each pixel the mean of four. */
export const halved = ({ width, height, pixels }: Grey): Grey => {
  const [across, down] = [width >> 1, height >> 1];
  const small = new Uint8Array(across * down);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const at = 2 * y * width + 2 * x;
      const sum =
        (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + width] ?? 0) + (pixels[at + width + 1] ?? 0);
      small[y * across + x] = sum >> 2;
    }
  return { width: across, height: down, pixels: small };
};
