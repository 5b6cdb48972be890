import { ArtworkError } from '../problem.ts';
import type { Weight } from './fonts.ts';
import { lineHeight } from './placed.ts';
import type { Placed } from './placed.ts';
import type { Stock } from './stock.ts';
import { widthOf, wrap } from './text.ts';

export interface TextStyle {
  /** mm an em. */
  readonly size: number;
  readonly weight?: Weight;
  readonly align?: 'left' | 'centre';
  /** mm from the left margin. */
  readonly indent?: number;
}

/** Lays text top to bottom on a roll, wrapping to its width; nothing is ever shortened here. */
export class Flow {
  readonly placed: Placed[] = [];
  /** Next free row, dots. */
  y: number;
  readonly #stock: Stock;
  readonly #left: number;
  readonly #width: number;

  constructor(stock: Stock, marginMm: number, topMm: number) {
    this.#stock = stock;
    this.#left = stock.mm(marginMm);
    this.#width = stock.widthDots - 2 * this.#left;
    this.y = stock.mm(topMm);
  }

  /** Adds `text`, wrapped. Throws ArtworkError `overflow` naming `field` when not one character fits a line. */
  text(
    field: string,
    text: string,
    { size: mm, weight = 'medium', align = 'left', indent = 0 }: TextStyle,
  ): void {
    const size = this.#stock.mm(mm);
    const from = this.#left + this.#stock.mm(indent);
    const width = this.#width - this.#stock.mm(indent);
    const lines = wrap(text, weight, size, width);
    if (lines === null) throw new ArtworkError('overflow', { field });
    for (const line of lines) {
      const slack = align === 'centre' ? (width - widthOf(line, weight, size)) / 2 : 0;
      const x = from + Math.floor(slack);
      this.placed.push({ kind: 'text', text: line, weight, size, x, y: this.y, ink: 'black' });
      this.y += lineHeight(size);
    }
  }

  /** A word at the left and its value beside it, wrapped in its own column. */
  pair(word: string, value: string, style: TextStyle & { readonly indent: number }): void {
    const y = this.y;
    this.text(word, word, { ...style, indent: 0 });
    const after = this.y;
    this.y = y;
    this.text(word, value, style);
    this.y = Math.max(after, this.y);
  }

  /** A line across, 0.3 mm, with room around it. */
  rule(): void {
    const height = Math.max(1, this.#stock.mm(0.3));
    this.gap(1);
    this.placed.push({ kind: 'box', x: this.#left, y: this.y, width: this.#width, height });
    this.y += height;
    this.gap(1);
  }

  gap(mm: number): void {
    this.y += this.#stock.mm(mm);
  }
}
