import type { Align, Area } from '../pdf/drawing.ts';
import { shortened } from '../artwork/line-breaking.ts';
import type { Pdf } from '../pdf/pdf.ts';
import { advanceIn, lineHeight, linesOf } from '../pdf/type.ts';
import type { Style } from '../pdf/type.ts';
import { missingNote, wordsOf } from '../pdf/words.ts';
import { ArtworkError } from '../problem.ts';

/** How a text may give way when it is long: smaller down to `least` points, over up to `most` lines. */
export interface Fit {
  readonly least: number;
  readonly most: number;
  /** What does not fit even so ends in `…`; without it that is an error: nothing is cut in silence. */
  readonly shorten?: boolean;
}
/** Lines and the type they are set in. */
export interface Fitted {
  readonly lines: readonly string[];
  readonly style: Style;
  /** mm. */
  readonly height: number;
}

/** Puts texts from outside on the page that was added last, and remembers what of them could not be drawn. */
export class Writer {
  readonly pdf: Pdf;
  readonly #missing = new Set<string>();

  constructor(pdf: Pdf) {
    this.pdf = pdf;
  }

  /** As it can be drawn, see `wordsOf`. */
  words(field: string, text: string): string {
    const { text: drawn, missing } = wordsOf(field, text);
    for (const character of missing) this.#missing.add(character);
    return drawn;
  }

  /** Throws ArtworkError `overflow` naming the field when it does not fit and may not be shortened. */
  fit(field: string, text: string, style: Style, width: number, { least, most, shorten }: Fit): Fitted {
    const drawn = this.words(field, text);
    const laid = (lines: readonly string[], size: number): Fitted => {
      const set = { ...style, size };
      return { lines, style: set, height: Math.max(1, lines.length) * lineHeight(set) };
    };
    for (let size = style.size; size >= least; size -= 0.5) {
      const lines = linesOf(drawn, { ...style, size }, width);
      if (lines.length <= most) return laid(lines, size);
    }
    const cut = shorten ? shortened(drawn, width, most, advanceIn({ ...style, size: least })) : null;
    if (cut === null) throw new ArtworkError('overflow', { field });
    return laid(cut, least);
  }

  /** Lines in the middle of an area's height, at its left edge, its middle or its right edge. */
  put({ lines, style, height }: Fitted, area: Area, align: Align = 'left'): void {
    const x = area.x + { left: 0, center: area.width / 2, right: area.width }[align];
    const top = area.y + (area.height - height) / 2;
    lines.forEach((line, i) => this.pdf.text(x, top + i * lineHeight(style), line, style, align));
  }

  /** Says at `x`, `y` which characters of this page stand as 〓; the next page begins without any. */
  closePage(x: number, y: number): void {
    const note = missingNote(this.#missing);
    this.#missing.clear();
    if (note === '') return;
    const words = this.words('note', `字库缺字 Not in the font: ${note}`);
    const [line = ''] = shortened(words, 170, 1, advanceIn({ size: 7 })) ?? [];
    this.pdf.text(x, y, line, { size: 7 });
  }
}
