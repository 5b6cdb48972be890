import { deflateSync } from 'node:zlib';
import type { VerifiedRaster } from '../verified.ts';
import { crc16 } from './crc16.ts';

/** How the printer finds the end of a piece of stock. */
export type Media = 'die-cut' | 'continuous';

/** Longest format a printer takes, dots (`^LL`, ZPL II programming guide). */
export const MOST_DOTS = 32_000;

/**
 * One label as one ZPL II format, copies 1, in dots:
 * `^XA ^MN… ^PW ^LL ^LH0,0 ^FO0,0 ^GFA,b,c,d,:Z64:<base64 of zlib>:<CRC> ^FS ^PQ1 ^XZ`.
 *
 * There is no text in it: whatever a title holds can be no command. In `^GFA`, b and c are the uncompressed size and d
 * the bytes a row; the CRC-16/XMODEM covers the base64 characters (ZPL II programming guide, `^GF`).
 * Throws a RangeError above 32,000 dots.
 */
export const toZpl = (raster: VerifiedRaster, media: Media): Uint8Array<ArrayBuffer> => {
  if (raster.heightDots > MOST_DOTS)
    throw new RangeError(`${raster.heightDots} dots long; a format holds at most ${MOST_DOTS}`);
  const base64 = deflateSync(raster.bits, { level: 6 }).toString('base64');
  const crc = crc16(Buffer.from(base64, 'latin1')).toString(16).toUpperCase().padStart(4, '0');
  const size = raster.bits.length;
  const format = [
    '^XA',
    media === 'continuous' ? '^MNN' : '^MNY',
    `^PW${raster.widthDots}`,
    `^LL${raster.heightDots}`,
    '^LH0,0',
    '^FO0,0',
    `^GFA,${size},${size},${raster.bytesPerRow},:Z64:${base64}:${crc}`,
    '^FS',
    '^PQ1',
    '^XZ',
  ].join('');
  return new Uint8Array(Buffer.from(`${format}\r\n`, 'latin1'));
};

/** Asks for the host status. */
export const HOST_STATUS_REQUEST: Uint8Array = new Uint8Array(Buffer.from('~HS', 'latin1'));
