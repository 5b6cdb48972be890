import type { LabelStock } from './label-stock.ts';
import type { LabelElement, LabelField, LabelTemplate } from './label-template.ts';

type Box = readonly [x: number, y: number, width: number, height: number];
const at = ([x, y, width, height]: Box) => ({ x, y, width, height });

interface Look {
  readonly size: readonly [most: number, least: number];
  readonly lines?: number;
  readonly weight?: 'bold';
  readonly align?: 'centre' | 'right';
}
const text = (
  field: LabelField,
  box: Box,
  { size: [size, least], lines = 1, weight, align }: Look,
): LabelElement => ({
  ...{ kind: 'text', ...at(box), field, words: '', size, least },
  weight: weight ?? 'medium',
  align: align ?? 'left',
  maxLines: lines,
  overflow: field === 'title' || field === 'issuer' ? 'shorten' : 'refuse',
});
const symbol = (symbology: 'QRCode' | 'Code128', box: Box): LabelElement => ({
  ...{ kind: 'symbol', ...at(box), symbology, content: 'docket' },
});
const mark = (box: Box): LabelElement => ({ kind: 'mark', ...at(box) });

/** Millimetres. Quiet zones reach to the edge, ink keeps 1.3 mm from it: labels lie askew by so much. */
const ELEMENTS: Readonly<Record<LabelStock, readonly LabelElement[]>> = {
  '60x25': [
    text('recipient', [2, 1, 42.6, 5.3], { size: [4.4, 2], lines: 2, weight: 'bold' }),
    text('number', [2, 6.3, 42.6, 5], { size: [2.8, 2], lines: 2 }),
    text('title', [2, 11.4, 42.6, 3.9], { size: [2.6, 2] }),
    symbol('QRCode', [44.8, 0.6, 14.6, 14.6]),
    symbol('Code128', [0, 15.5, 60, 5.6]),
    text('copy', [2, 21.2, 11.5, 2.9], { size: [2.4, 2], weight: 'bold' }),
    text('docket', [14, 21.2, 32, 2.9], { size: [2.4, 2.2], weight: 'bold', align: 'centre' }),
    mark([46.5, 21.2, 11.5, 2.5]),
  ],
  '60x40': [
    text('recipient', [2, 2, 38.4, 10], { size: [6.4, 2], lines: 4, weight: 'bold' }),
    text('number', [2, 12.1, 38.4, 5], { size: [3.2, 2], lines: 2 }),
    text('title', [2, 17.2, 38.4, 5.6], { size: [3, 2.2], lines: 2 }),
    text('issuer', [2, 22.9, 26, 2.9], { size: [2.4, 2.2] }),
    text('copy', [28.5, 22.9, 11.9, 2.9], { size: [2.4, 2], weight: 'bold', align: 'right' }),
    symbol('QRCode', [40.8, 1, 18.2, 18.2]),
    mark([42.6, 19.6, 15.6, 5.8]),
    symbol('Code128', [0, 26.1, 60, 8.2]),
    text('docket', [2, 34.4, 56, 3.8], { size: [3.1, 2.4], weight: 'bold', align: 'centre' }),
  ],
  '90x30': [
    text('recipient', [2, 1.5, 45, 6.6], { size: [5.2, 2.2], lines: 2, weight: 'bold' }),
    mark([48, 1.6, 12, 5.4]),
    text('number', [2, 8.2, 58, 3.9], { size: [3.2, 2] }),
    text('title', [2, 12.2, 58, 3.1], { size: [2.5, 2.3] }),
    text('issuer', [2, 15.4, 44, 2.9], { size: [2.4, 2.2] }),
    text('copy', [47, 15.4, 13, 2.9], { size: [2.4, 2], weight: 'bold', align: 'right' }),
    symbol('Code128', [0, 18.5, 60.5, 7.4]),
    text('docket', [2, 26, 56, 3], { size: [2.5, 2.2], weight: 'bold', align: 'centre' }),
    symbol('QRCode', [61, 1.6, 27, 27]),
  ],
  '80x130': [
    text('recipient', [4, 4, 52, 21], { size: [10, 3.6], lines: 4, weight: 'bold' }),
    mark([58, 4, 18, 9]),
    text('number', [4, 26, 72, 7.4], { size: [5.4, 2.8], lines: 2 }),
    text('title', [4, 34, 72, 16], { size: [4.6, 3.2], lines: 4 }),
    text('issuer', [4, 50.4, 72, 4.4], { size: [3.6, 2.8] }),
    { kind: 'line', ...at([4, 55.4, 72, 0.3]) },
    text('copy', [4, 60, 44, 7.4], { size: [6, 3], weight: 'bold' }),
    text('docket', [4, 70, 44, 5], { size: [4, 2.6], weight: 'bold' }),
    symbol('QRCode', [51, 56.5, 25.4, 25.4]),
    symbol('Code128', [4, 82.5, 72, 14]),
    { kind: 'symbol', ...at([12, 98, 56, 28]), symbology: 'PDF417', content: 'record' },
  ],
};

/** The label as it is before an office changes anything. */
export const defaultLabelTemplate = (stock: LabelStock): LabelTemplate => ({
  stock,
  elements: [...ELEMENTS[stock]],
  logo: null,
});
