import { receipt } from './artwork/receipt.ts';
import { receiptSymbolText } from './artwork/receipt-data.ts';
import type { ReceiptData, ReceiptOptions } from './artwork/receipt-data.ts';
import { toZpl } from './languages/zpl.ts';
import { toPng } from './png.ts';
import { verify } from './verified.ts';

/** A slip on an 80 mm roll, its QR code read back before it becomes bytes. Rejects with ArtworkError. */
export const makeReceipt = async (
  data: ReceiptData,
  { format, dpi, ...options }: ReceiptOptions & { readonly format: 'zpl' | 'png'; readonly dpi: number },
): Promise<Uint8Array<ArrayBuffer>> => {
  const artwork = receipt(data, dpi, options);
  const raster = await verify(artwork, [{ symbology: 'QRCode', text: receiptSymbolText(data) }]);
  return format === 'zpl' ? toZpl(raster, 'continuous') : toPng(raster, dpi);
};
