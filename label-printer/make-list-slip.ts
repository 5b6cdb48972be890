import type { Roll } from '#controller/domain/label-stock.ts';
import type { Table } from '#controller/ports/table.ts';
import { encode } from './encode.ts';
import type { Output } from './encode.ts';

/** A list as a slip on a roll, its QR code read back before it becomes bytes. Rejects with ArtworkError. */
export const makeListSlip = async (
  table: Table,
  dpi: number,
  roll: Roll,
  output: Output,
): Promise<Uint8Array<ArrayBuffer>> => {
  // Loaded at the first slip, see make-label.ts.
  const [{ listSlip }, { verify }] = await Promise.all([
    import('./artwork/list-slip.ts'),
    import('./verified.ts'),
  ]);
  const expected = table.symbol === null ? [] : [{ symbology: 'QRCode' as const, text: table.symbol }];
  const raster = await verify(listSlip(table, dpi, roll), expected);
  return encode(raster, 'continuous', dpi, output);
};
