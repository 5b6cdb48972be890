import { ArtworkError } from '../problem.ts';
import type { Raster } from '../raster.ts';

/**
 * The first of these ways to lay the same dots whose bytes hold none of the sequences. Some firmwares obey a few
 * commands wherever they meet them, in the middle of a picture too: cash drawer, reset, status. Moving the dots by a
 * few columns against the bytes changes every byte and no dot.
 *
 * Throws ArtworkError `dots-command` when no way is free of them.
 */
export const inert = <Laid extends { readonly raster: Raster }>(
  ways: Iterable<Laid>,
  obeyed: readonly Uint8Array[],
): Laid => {
  for (const way of ways) if (isInert(way.raster.bits, obeyed)) return way;
  throw new ArtworkError('dots-command');
};

const isInert = (bytes: Uint8Array, obeyed: readonly Uint8Array[]): boolean => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return obeyed.every((sequence) => !buffer.includes(Buffer.from(sequence)));
};

/** Most bytes of picture in one command: so many are lost at most, or have to be made up, when a job is cut off. */
export const MOST_BLOCK = 4096;
const MOST_ROWS = 256;

/** The raster in blocks of whole rows, top first: at most 4,096 bytes (one row at least) and 256 rows each. */
export function* blocksOf({
  bytesPerRow,
  heightDots,
  bits,
}: Raster): Generator<{ readonly top: number; readonly rows: number; readonly bits: Uint8Array }> {
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_BLOCK / bytesPerRow)));
  for (let top = 0; top < heightDots; top += most) {
    const rows = Math.min(most, heightDots - top);
    yield { top, rows, bits: bits.subarray(top * bytesPerRow, (top + rows) * bytesPerRow) };
  }
}
