import { z } from 'zod';
import { LABEL_STOCKS } from './label-stock.ts';

/** Millimetres on the label, from its top left corner. */
const mm = z.number().min(0).max(130);
/** Where an element is: nothing of it is drawn outside. */
const box = { x: mm, y: mm, width: z.number().min(0.1).max(130), height: z.number().min(0.1).max(130) };

/** What a text element shows: a field of the piece, or the template's own `words`. */
const labelField = z.enum(['recipient', 'number', 'title', 'issuer', 'copy', 'docket', 'urgency', 'words']);
export type LabelField = z.output<typeof labelField>;

/** Smallest and largest text, mm an em: 2 mm are 16 dots at 203 dpi, the least in which Chinese is legible. */
const TEXT_SIZE = { least: 2, most: 30 } as const;
const size = z.number().min(TEXT_SIZE.least).max(TEXT_SIZE.most);

const textElement = z.strictObject({
  kind: z.enum(['text']),
  ...box,
  field: labelField,
  /** Text of the template itself, where `field` is `words`; else empty. */
  words: z.string().max(60),
  /** mm an em: as large as fits from `size` down to `least`. */
  size,
  least: size,
  weight: z.enum(['medium', 'bold']),
  align: z.enum(['left', 'centre', 'right']),
  maxLines: z.int().min(1).max(12),
  /** What happens to text that does not fit at `least`: it ends in `…`, or the label is refused. */
  overflow: z.enum(['shorten', 'refuse']),
});
/** The urgency, white on black; nothing for papers that are not urgent. */
const markElement = z.strictObject({ kind: z.enum(['mark']), ...box });
/** The largest that fits the box in whole dots a module, quiet zone included, centred. */
const symbolElement = z.strictObject({
  kind: z.enum(['symbol']),
  ...box,
  symbology: z.enum(['QRCode', 'Code128', 'DataMatrix', 'PDF417']),
  /** The docket code, or the official record (PDF417 only; left out where the document has none). */
  content: z.enum(['docket', 'record']),
});
const lineElement = z.strictObject({ kind: z.enum(['line']), ...box });
/** The template's picture, as large as fits the box. */
const logoElement = z.strictObject({ kind: z.enum(['logo']), ...box });

const labelElement = z.discriminatedUnion('kind', [
  textElement,
  markElement,
  symbolElement,
  lineElement,
  logoElement,
]);
export type LabelElement = z.output<typeof labelElement>;
export type TextElement = z.output<typeof textElement>;
export type SymbolElement = z.output<typeof symbolElement>;

/** Longest side of a logo, dots of its own. */
export const LOGO_MOST = 400;
/** 1 bit a dot, 1 = black, rows padded to whole bytes, base64. */
const logo = z.strictObject({
  width: z.int().min(1).max(LOGO_MOST),
  height: z.int().min(1).max(LOGO_MOST),
  bits: z.string().max(28_000),
});
export type LabelLogo = z.output<typeof logo>;

/** How an office's label looks on one stock. What may not be is said by `templateProblems`. */
export const labelTemplate = z.strictObject({
  stock: z.enum(LABEL_STOCKS),
  elements: z.array(labelElement).min(1).max(40),
  logo: logo.nullable(),
});
export type LabelTemplate = z.output<typeof labelTemplate>;
