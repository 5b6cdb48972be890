/** zxing-cpp's names of the symbologies we look for. */
export const SYMBOLOGIES = ['QRCode', 'Code128', 'DataMatrix', 'PDF417', 'Aztec', 'EAN13', 'Code39'] as const;
export type Symbology = (typeof SYMBOLOGIES)[number];

export type Point = readonly [x: number, y: number];
/** What one decoder made of one picture. */
export interface Reading {
  readonly symbology: Symbology;
  /** The content as bytes, whatever encoding its maker meant. */
  readonly bytes: Uint8Array;
  /** Upper left, upper right, lower right, lower left of the symbol itself, pixels; fewer when a decoder gives fewer. */
  readonly corners: readonly Point[];
  /** Share of the error correction that was not needed, 0 to 1; null when the symbology has none or it is not told. */
  readonly margin: number | null;
}
