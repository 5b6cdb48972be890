/** Die-cut labels, width × height in mm. */
export type LabelStockName = '60x25' | '60x40' | '90x30' | '80x130';

/** Where an element is, mm from the top left corner; nothing of it is drawn outside. */
interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface LabelTextElement extends Place {
  kind: 'text';
  field: 'recipient' | 'number' | 'title' | 'issuer' | 'copy' | 'docket' | 'urgency' | 'words';
  /** Where `field` is `words`; else empty. */
  words: string;
  /** mm an em: as large as fits from `size` down to `least`. */
  size: number;
  least: number;
  weight: 'medium' | 'bold';
  align: 'left' | 'centre' | 'right';
  maxLines: number;
  /** `shorten` only for title and issuer. */
  overflow: 'shorten' | 'refuse';
}
export interface LabelSymbolElement extends Place {
  kind: 'symbol';
  symbology: 'QRCode' | 'Code128' | 'DataMatrix' | 'PDF417';
  content: 'docket' | 'record';
}
export interface LabelPlainElement extends Place {
  kind: 'mark' | 'line' | 'logo';
}
export type LabelElementView = LabelTextElement | LabelSymbolElement | LabelPlainElement;
export interface LabelLogoView {
  width: number;
  height: number;
  /** 1 bit a dot, 1 = black, rows padded to whole bytes, base64. */
  bits: string;
}
export interface LabelTemplateBody {
  stock: LabelStockName;
  elements: LabelElementView[];
  logo: LabelLogoView | null;
}
export interface LabelTemplateView {
  readonly stock: LabelStockName;
  readonly template: LabelTemplateBody;
  /** When and by whom; null while labels look as they did at first. */
  readonly savedAt: string | null;
  readonly savedBy: string | null;
  /** Printers that hold this stock, with their resolution. */
  readonly printers: { readonly id: string; readonly dpi: number }[];
}
export interface LabelPreviewBody {
  readonly template: LabelTemplateBody;
  readonly dpi: 203 | 300 | 600;
  /** A made-up piece; a docket code goes before it. */
  readonly sample?: 'ordinary' | 'long' | 'bare';
  readonly docket?: string | null;
}
export interface LabelPreviewView {
  /** The very dots the printer gets, base64 of a 1-bit PNG. */
  readonly png: string;
  readonly widthDots: number;
  readonly heightDots: number;
  /** Fields that end in `…`. */
  readonly shortened: string[];
}
