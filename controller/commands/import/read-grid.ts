import { FileFault } from '../packages/fault.ts';
import { readCsv } from './csv.ts';
import { MOST_BYTES, type Grid } from './grid.ts';
import { readSheet } from './sheet.ts';

/** Whether bytes begin as a zip package does. */
export const isPackage = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/** A CSV file or an Excel workbook, told by its first bytes. Throws a FileFault. */
export const readGrid = (bytes: Uint8Array): Grid => {
  if (bytes.length > MOST_BYTES) throw new FileFault('package-too-large', '', bytes.length);
  if (isPackage(bytes)) return readSheet(bytes);
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0)
    throw new FileFault('old-excel', '');
  return readCsv(bytes);
};
