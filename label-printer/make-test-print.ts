import { isRoll } from '#controller/domain/label-stock.ts';
import type { TestPrintData } from './artwork/test-print.ts';
import { encode } from './encode.ts';
import type { Output } from './encode.ts';

/** A test print, its symbols read back before it becomes bytes. Rejects with ArtworkError. */
export const makeTestPrint = async (
  data: TestPrintData,
  output: Output,
): Promise<Uint8Array<ArrayBuffer>> => {
  // Loaded at the first one, see make-label.ts.
  const [{ testPrint, testQrText, testBarText }, { verify }] = await Promise.all([
    import('./artwork/test-print.ts'),
    import('./verified.ts'),
  ]);
  const raster = await verify(testPrint(data), [
    { symbology: 'QRCode', text: testQrText(data) },
    { symbology: 'Code128', text: testBarText(data) },
  ]);
  return encode(raster, isRoll(data.stock) ? 'continuous' : 'die-cut', data.dpi, output);
};
