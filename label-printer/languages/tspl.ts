import { dotsPerMm } from '../artwork/stock.ts';
import { ArtworkError } from '../problem.ts';
import { columnsOf, whiteColumns } from '../raster.ts';
import type { Raster } from '../raster.ts';
import type { VerifiedRaster } from '../verified.ts';
import { blocksOf, inert, MOST_BLOCK } from './inert.ts';
import type { Media } from './zpl.ts';

export interface TsplOptions {
  /** Which bit burns a dot: firmwares differ, the test print shows it. */
  readonly blackBit: 0 | 1;
  /** Between two die-cut labels, mm. */
  readonly gapMm: number;
}

/** Longest label, mm (TSPL programming manual, `SIZE`: 2,286 to 2,794 mm by model). */
const LONGEST_MM = 2286;
/** `ESC !`: what follows acts at once on some firmwares, even in the middle of a picture. */
const OBEYED = [Uint8Array.of(0x1b, 0x21)];

/**
 * Ends a command that an earlier job left half sent: enough bytes for the largest block we send, as lines short
 * enough for any command buffer. On its own it does nothing.
 */
export const TSPL_FLUSH: Uint8Array<ArrayBuffer> = (() => {
  const line = [...new Array<number>(126).fill(0), 0x0d, 0x0a];
  const lines = Math.ceil(MOST_BLOCK / line.length) + 1;
  return Uint8Array.from(Array.from({ length: lines }, () => line).flat());
})();

/**
 * One label as TSPL, copies 1: flush, `SIZE`, `GAP`, `DIRECTION 1`, `REFERENCE 0,0`, `CLS`, a `BITMAP` a strip of rows,
 * `PRINT 1,1`. Numbers and dots only: no text from outside is in it.
 *
 * Throws ArtworkError `too-long` above 2,286 mm, `dots-command` (see inert.ts).
 */
export const toTspl = (
  raster: VerifiedRaster,
  media: Media,
  dpi: number,
  { blackBit, gapMm }: TsplOptions,
): Uint8Array<ArrayBuffer> => {
  const perMm = dotsPerMm(dpi);
  const most = Math.floor(LONGEST_MM * perMm);
  if (raster.heightDots > most) throw new ArtworkError('too-long', { dots: raster.heightDots, most });
  const size = media === 'die-cut' ? Math.round : (mm: number) => Math.ceil(mm * 10 - 1e-6) / 10;
  const head = [
    `SIZE ${size(raster.widthDots / perMm)} mm,${size(raster.heightDots / perMm)} mm`,
    `GAP ${media === 'die-cut' ? gapMm : 0} mm,0 mm`,
    'DIRECTION 1',
    'REFERENCE 0,0',
    'CLS',
  ];
  const parts: Uint8Array[] = [TSPL_FLUSH, ...head.map(line)];
  const laid = inert(shifted(raster, blackBit), OBEYED);
  for (const { top, rows, bits } of blocksOf(laid.raster)) {
    parts.push(Buffer.from(`BITMAP ${laid.x},${top},${laid.raster.bytesPerRow},${rows},0,`, 'latin1'));
    parts.push(bits, line(''));
  }
  return new Uint8Array(Buffer.concat([...parts, line('PRINT 1,1')]));
};

const line = (text: string): Buffer => Buffer.from(`${text}\r\n`, 'latin1');

/** The same dots with 0, 1, 2 … white columns left off, and where they then begin. */
function* shifted(
  raster: Raster,
  blackBit: 0 | 1,
): Generator<{ readonly x: number; readonly raster: Raster }> {
  for (let x = 0; x <= whiteColumns(raster, 15); x++) {
    const cut = columnsOf(raster, x, raster.widthDots - x);
    yield { x, raster: blackBit === 1 ? cut : { ...cut, bits: cut.bits.map((byte) => ~byte) } };
  }
}
