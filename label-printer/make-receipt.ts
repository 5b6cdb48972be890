import type { ReceiptData, ReceiptOptions } from './artwork/receipt-data.ts';
import { encode } from './encode.ts';
import type { Output } from './encode.ts';

/** A slip on a roll, its QR code read back before it becomes bytes. Rejects with ArtworkError. */
export const makeReceipt = async (
  data: ReceiptData,
  { dpi, ...options }: ReceiptOptions & { readonly dpi: number },
  output: Output,
): Promise<Uint8Array<ArrayBuffer>> => {
  // Loaded at the first slip, see make-label.ts.
  const [{ receipt }, { receiptSymbolText }, { verify }] = await Promise.all([
    import('./artwork/receipt.ts'),
    import('./artwork/receipt-data.ts'),
    import('./verified.ts'),
  ]);
  const artwork = receipt(data, dpi, options);
  const raster = await verify(artwork, [{ symbology: 'QRCode', text: receiptSymbolText(data) }]);
  return encode(raster, 'continuous', dpi, output);
};
