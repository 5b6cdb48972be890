import type { LabelField, LabelTemplate } from '#controller/domain/label-template.ts';
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
  /** What the office made of labels on this stock; without it they look as they did at first. */
  readonly template?: LabelTemplate | undefined;
};

/** A label whose symbols were read back, and the fields that its template's rules shortened. */
export interface CheckedArtwork {
  readonly raster: VerifiedRaster;
  readonly shortened: readonly LabelField[];
}

/**
 * Artwork of a label by a template, or by the name of a stock; every symbol read back as exactly what the piece has.
 * Rejects with ArtworkError.
 */
export const checkedLabel = async (
  data: LabelData,
  look: string | LabelTemplate,
  dpi: number,
  words: 'zh-CN' | 'en' = 'zh-CN',
): Promise<CheckedArtwork> => {
  // Loaded at the first label: drawing and decoding take 70 MB and a good part of a second.
  const [{ label }, { verify }] = await Promise.all([import('./artwork/label.ts'), import('./verified.ts')]);
  const artwork = label(data, look, dpi, words);
  return { raster: await verify(artwork, artwork.expected), shortened: artwork.shortened };
};

/** Only its dots. Rejects with ArtworkError. */
export const verifiedLabel = async (
  ...[data, look, dpi, words]: Parameters<typeof checkedLabel>
): Promise<VerifiedRaster> => (await checkedLabel(data, look, dpi, words)).raster;

/** The bytes to print or keep, of the very dots that were read back. Rejects with ArtworkError. */
export const makeLabel = async (
  data: LabelData,
  { stock, dpi, words, template, ...output }: LabelOptions,
): Promise<Uint8Array<ArrayBuffer>> =>
  encode(await verifiedLabel(data, template ?? stock, dpi, words), 'die-cut', dpi, output);
