import { ArtworkError } from '../problem.ts';
import type { Rect } from '../raster.ts';
import type { Weight } from './fonts.ts';
import type { CheckedLabel } from './label-data.ts';
import { lineHeight } from './placed.ts';
import type { Placed } from './placed.ts';
import type { Stock } from './stock.ts';
import { widthOf, wrap, wrapShortened } from './text.ts';

/** Sizes in mm an em with the most lines at that size, the best first. */
type Choices = readonly (readonly [size: number, lines: number])[];
const RECIPIENT: Choices = [
  [6.4, 1],
  [5.2, 1],
  [4.6, 2],
  [3.8, 2],
  [3.2, 3],
  [2.7, 4],
  [2.4, 5],
];
const NUMBER: Choices = [
  [3.2, 1],
  [2.8, 1],
  [2.5, 2],
  [2.3, 3],
];
const TITLE_SIZES = [3, 2.7, 2.4] as const;
const FOOT_SIZE = 2.5;
const GAP = 0.4;

interface Block {
  readonly lines: readonly string[];
  readonly size: number;
  readonly weight: Weight;
}
const heightOf = (block: Block): number => block.lines.length * lineHeight(block.size);

/**
 * The left column, top to bottom: recipient, document number, title, and at its foot the issuer with the copy at the
 * right. Throws ArtworkError `overflow` for a recipient or number that does not fit whole.
 */
export const layLabelText = (label: CheckedLabel, column: Rect, stock: Stock): Placed[] => {
  const gap = stock.mm(GAP);
  const foot = layFoot(label, column, stock);
  const room = column.height - lineHeight(stock.mm(FOOT_SIZE)) - gap;
  const [recipient, number] = fitHead(label, column.width, room, stock);
  const used = heightOf(recipient) + gap + heightOf(number) + gap;
  const title = fitTitle(label.title, column.width, room - used, stock);
  const placed: Placed[] = [];
  let y = column.y;
  for (const block of title === null ? [recipient, number] : [recipient, number, title]) {
    block.lines.forEach((text, i) =>
      placed.push(textAt(text, block, column.x, y + i * lineHeight(block.size))),
    );
    y += heightOf(block) + gap;
  }
  return [...placed, ...foot];
};

const textAt = (text: string, { weight, size }: Omit<Block, 'lines'>, x: number, y: number): Placed => ({
  kind: 'text',
  text,
  weight,
  size,
  x,
  y,
  ink: 'black',
});

/** The largest recipient and number that leave a title two lines; if there is no such, one line. */
const fitHead = (label: CheckedLabel, width: number, room: number, stock: Stock): readonly [Block, Block] => {
  const titleLine = lineHeight(stock.mm(TITLE_SIZES[2]));
  const recipients = blocks(label.recipient, 'bold', RECIPIENT, width, stock);
  const numbers = blocks(label.number, 'medium', NUMBER, width, stock);
  if (recipients.length === 0) throw new ArtworkError('overflow', { field: 'recipient' });
  if (numbers.length === 0) throw new ArtworkError('overflow', { field: 'number' });
  const gaps = 2 * stock.mm(GAP);
  for (const titleLines of label.title === '' ? [0] : [2, 1])
    for (const recipient of recipients)
      for (const number of numbers)
        if (heightOf(recipient) + heightOf(number) + gaps + titleLines * titleLine <= room)
          return [recipient, number];
  throw new ArtworkError('overflow', {
    field: label.recipient.length > label.number.length ? 'recipient' : 'number',
  });
};

const blocks = (text: string, weight: Weight, choices: Choices, width: number, stock: Stock): Block[] =>
  choices.flatMap(([mm, most]) => {
    const size = stock.mm(mm);
    const lines = wrap(text, weight, size, width);
    return lines !== null && lines.length <= most ? [{ lines, size, weight }] : [];
  });

/** The title whole at the largest size that holds it, else shortened at the smallest; null when there is none. */
const fitTitle = (title: string, width: number, room: number, stock: Stock): Block | null => {
  if (title === '') return null;
  for (const mm of TITLE_SIZES) {
    const size = stock.mm(mm);
    const lines = wrap(title, 'medium', size, width);
    const block = { lines: lines ?? [], size, weight: 'medium' } as const;
    if (lines !== null && heightOf(block) <= room) return block;
  }
  const size = stock.mm(TITLE_SIZES[2]);
  const lines = wrapShortened(title, 'medium', size, width, Math.floor(room / lineHeight(size)));
  if (lines === null) throw new ArtworkError('overflow', { field: 'title' });
  return { lines, size, weight: 'medium' };
};

const layFoot = (label: CheckedLabel, column: Rect, stock: Stock): Placed[] => {
  const size = stock.mm(FOOT_SIZE);
  const y = column.y + column.height - lineHeight(size);
  const copyWidth = Math.ceil(widthOf(label.copy, 'bold', size));
  const room = column.width - (copyWidth === 0 ? 0 : copyWidth + stock.mm(1.5));
  const [issuer] = label.issuer === '' ? [] : (wrapShortened(label.issuer, 'medium', size, room, 1) ?? []);
  const placed: Placed[] = [];
  if (issuer !== undefined) placed.push(textAt(issuer, { weight: 'medium', size }, column.x, y));
  if (label.copy !== '')
    placed.push(textAt(label.copy, { weight: 'bold', size }, column.x + column.width - copyWidth, y));
  return placed;
};
