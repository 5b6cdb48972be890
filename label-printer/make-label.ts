import type { LabelData } from './artwork/label-data.ts';
import { encode } from './encode.ts';
import type { Output } from './encode.ts';
import type { VerifiedRaster } from './verified.ts';

export type LabelOptions = Output & {
  /** `60x40`: how large it is; what it is printed on may be larger (`paper`). */
  readonly stock: string;
  /** 203, 300 or 600. */
  readonly dpi: number;
  /** Language of the words on the label; `zh-CN` unless told otherwise. */
  readonly words?: 'zh-CN' | 'en';
};

/** Artwork of a label, its QR code and Code 128 read back as exactly the docket code. Rejects with ArtworkError. */
export const verifiedLabel = async (
  data: LabelData,
  stock: string,
  dpi: number,
  words: 'zh-CN' | 'en' = 'zh-CN',
): Promise<VerifiedRaster> => {
  // Loaded at the first label: drawing and decoding take 70 MB and a good part of a second.
  const [{ label }, { verify }] = await Promise.all([import('./artwork/label.ts'), import('./verified.ts')]);
  return verify(label(data, stock, dpi, words), [
    { symbology: 'QRCode', text: data.docket },
    { symbology: 'Code128', text: data.docket },
  ]);
};

/** The bytes to print or keep, of the very dots that were read back. Rejects with ArtworkError. */
export const makeLabel = async (
  data: LabelData,
  { stock, dpi, words, ...output }: LabelOptions,
): Promise<Uint8Array<ArrayBuffer>> =>
  encode(await verifiedLabel(data, stock, dpi, words), 'die-cut', dpi, output);
