import { ArtworkError } from '../problem.ts';
import type { Rect } from '../raster.ts';
import type { Weight } from './fonts.ts';
import { lineHeight } from './placed.ts';
import type { Placed } from './placed.ts';
import { widthOf, wrap, wrapShortened } from './text.ts';

/** How a text may be set in its box; sizes in dots an em. */
export interface TextRule {
  readonly field: string;
  readonly size: number;
  /** The smallest it may become. */
  readonly least: number;
  readonly weight: Weight;
  readonly align: 'left' | 'centre' | 'right';
  readonly maxLines: number;
  readonly overflow: 'shorten' | 'refuse';
}
export interface FittedText {
  readonly placed: readonly Placed[];
  /** It ends in `…`: something is missing, and shows. */
  readonly shortened: boolean;
}

/** A size tried after one that did not fit is this much smaller. */
const STEP = 0.96;

/**
 * The text whole, as large as fits the box (dots) between `size` and `least`; else by its rule shortened with `…` at
 * `least`, or refused: throws ArtworkError `overflow` with field, value and length.
 */
export const fitText = (text: string, rule: TextRule, box: Rect): FittedText => {
  const { weight, least, maxLines } = rule;
  for (let size = rule.size; ; size = Math.max(least, Math.floor(size * STEP))) {
    const room = Math.min(maxLines, Math.floor(box.height / lineHeight(size)));
    const lines = wrap(text, weight, size, box.width);
    if (lines !== null && lines.length <= room)
      return { placed: laid(lines, size, rule, box), shortened: false };
    if (size > least) continue;
    const kept = rule.overflow === 'shorten' ? wrapShortened(text, weight, size, box.width, room) : null;
    if (kept !== null) return { placed: laid(kept, size, rule, box), shortened: true };
    throw new ArtworkError('overflow', {
      field: rule.field,
      // A title is told to nobody but who may read it.
      value: rule.field === 'title' ? '***' : shown(text),
      characters: [...text].length,
    });
  }
};

const shown = (text: string): string => (text.length > 40 ? `${[...text].slice(0, 40).join('')}…` : text);

const laid = (
  lines: readonly string[],
  size: number,
  { weight, align }: Pick<TextRule, 'weight' | 'align'>,
  box: Rect,
): Placed[] =>
  lines.map((text, i) => {
    const slack = Math.max(0, box.width - widthOf(text, weight, size));
    const share = align === 'left' ? 0 : align === 'centre' ? slack / 2 : slack;
    const x = box.x + Math.floor(share);
    return { kind: 'text', text, weight, size, x, y: box.y + i * lineHeight(size), ink: 'black' };
  });
