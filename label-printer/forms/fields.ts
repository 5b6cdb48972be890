import type { SheetPiece } from '#controller/ports/sheet-maker.ts';
import type { Area } from '../pdf/drawing.ts';
import { lineHeight } from '../pdf/type.ts';
import type { Fit, Fitted, Writer } from './writer.ts';

/** Left edge and width of everything on a sheet, mm. */
export const MARGIN = 20;
export const WIDTH = 170;

/** What a field is called, Chinese first. */
export type Label = readonly [zh: string, en: string];

export const URGENCY: Readonly<Record<SheetPiece['urgency'], Label | null>> = {
  none: null,
  jiaji: ['加急', 'URGENT'],
  teji: ['特急', 'VERY URGENT'],
  pingji: ['平急', 'PROMPT'],
  teti: ['特提', 'TOP URGENT'],
};

/** Chinese with its English small below, in the middle of an area's height, from `area.x` on or around its middle. */
export const putLabel = (
  writer: Writer,
  [zh, en]: Label,
  area: Area,
  { size = 10.5, align = 'left' }: { readonly size?: number; readonly align?: 'left' | 'center' } = {},
): void => {
  const [big, small] = [{ size, weight: 'bold' as const }, { size: Math.max(6.5, size * 0.6) }];
  const x = align === 'left' ? area.x : area.x + area.width / 2;
  const top = area.y + (area.height - lineHeight(big) - lineHeight(small)) / 2;
  writer.pdf.text(x, top, zh, big, align);
  writer.pdf.text(x, top + lineHeight(big), en, small, align);
};

/** One field in a row of a form. */
export interface Cell {
  readonly label: Label;
  readonly field: string;
  readonly text: string;
  /** Points; 12 unless told otherwise. */
  readonly size?: number;
  readonly bold?: boolean;
  readonly fit?: Partial<Fit>;
}
const LABEL_WIDTH = 28;
const LEAST_ROW = 11;

/**
 * A framed row of one or more fields that share its width equally, as high as its fullest field. Returns its height,
 * mm. Throws ArtworkError `overflow` for a field that may not be shortened.
 */
export const fieldRow = (writer: Writer, y: number, cells: readonly Cell[]): number => {
  const width = WIDTH / cells.length;
  const valueWidth = width - LABEL_WIDTH - 5;
  const values = cells.map(({ field, text, size = 12, bold = false, fit }): Fitted => {
    const style = { size, weight: bold ? ('bold' as const) : ('regular' as const) };
    return writer.fit(field, text, style, valueWidth, { least: Math.min(size, 9), most: 2, ...fit });
  });
  const height = Math.max(LEAST_ROW, ...values.map((value) => value.height + 3));
  cells.forEach(({ label }, i) => {
    const x = MARGIN + i * width;
    writer.pdf.box({ x, y, width, height }, { line: 0.2 });
    writer.pdf.rule(x + LABEL_WIDTH, y, x + LABEL_WIDTH, y + height);
    putLabel(writer, label, { x: x + 2, y, width: LABEL_WIDTH, height });
    const value = values[i];
    if (value) writer.put(value, { x: x + LABEL_WIDTH + 2.5, y, width: valueWidth, height });
  });
  return height;
};

/** What every slip says of the document: who sent it, its number, what it is about. */
export const documentRows = (piece: SheetPiece): readonly (readonly Cell[])[] => [
  [
    {
      label: ['来文机关', 'From'],
      field: 'issuer',
      text: piece.issuers.join('、'),
      fit: { most: 3, shorten: true },
    },
    { label: ['来文字号', 'Document no.'], field: 'number', text: piece.number, fit: { most: 3, least: 7 } },
  ],
  [
    {
      label: ['标题', 'Title'],
      field: 'title',
      text: piece.title,
      bold: true,
      fit: { most: 3, shorten: true },
    },
  ],
  [
    { label: ['收文时间', 'Received'], field: 'received', text: piece.registeredAt },
    {
      label: ['承办单位', 'Department'],
      field: 'recipient',
      text: piece.recipient,
      fit: { most: 3, least: 7 },
    },
  ],
  [
    { label: ['文种', 'Kind'], field: 'kind', text: piece.kind || '—', fit: { shorten: true } },
    {
      label: ['缓急', 'Urgency'],
      field: 'urgency',
      text: URGENCY[piece.urgency]?.join(' ') ?? '平件 Ordinary',
    },
  ],
  [
    {
      label: ['份号 / 页数', 'Copy / pages'],
      field: 'copy',
      text: `${copyOf(piece)} / ${piece.pages ?? '—'}`,
    },
    { label: ['成文日期', 'Date written'], field: 'writtenOn', text: piece.writtenOn ?? '—' },
  ],
];

/** `3/12`. */
export const copyOf = ({ copy, copies }: SheetPiece): string => `${copy}/${copies}`;
