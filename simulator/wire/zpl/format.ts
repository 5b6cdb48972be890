import { dots } from '../printing/head.ts';
import { blankRaster, burn, type Raster } from '../printing/raster.ts';
import { graphicField } from './graphic.ts';
import type { ZplCommand } from './stream.ts';

/** What a label format, `^XA` to `^XZ`, comes to. */
export interface PrintFormat {
  readonly raster: Raster;
  readonly copies: number;
  /** Fields that were given up, commands nobody knows: what a technician would find on a test print. */
  readonly warnings: readonly string[];
}

const HEAD_MM = 104;
const LONGEST_MM = 1000;
/** Settings that change nothing about the dots. */
const QUIET = new Set(['CI', 'MM', 'MN', 'MT', 'MD', 'PR', 'PO', 'LT', 'LS', 'JM', 'FX', 'PM', 'JU', 'SZ']);

/** Print width and label length, dots; they outlast a format, as on a printer. */
export interface PageSetting {
  width: number;
  length: number;
  continuous: boolean;
}

/** Builds one format from its commands. Nothing is drawn outside the paper. */
export class FormatBuilder {
  readonly #page: PageSetting;
  readonly #headWidth: number;
  readonly #maxLength: number;
  #fields: { bitmap: Raster; x: number; y: number }[] = [];
  #warnings: string[] = [];
  #anyField = false;
  #home = { x: 0, y: 0 };
  #origin = { x: 0, y: 0 };
  #copies = 1;

  constructor(page: PageSetting, dpi: number) {
    this.#page = page;
    this.#headWidth = dots(HEAD_MM, dpi);
    this.#maxLength = dots(LONGEST_MM, dpi);
  }

  take(command: ZplCommand): void {
    const [first = '', second = ''] = command.parameters.split(',');
    const number = (text: string, least: number, most: number, otherwise: number): number => {
      const value = parseInt(text, 10);
      return Number.isNaN(value) ? otherwise : Math.min(most, Math.max(least, value));
    };
    switch (command.code) {
      case 'PW':
        this.#page.width = number(first, 2, this.#headWidth, this.#page.width);
        break;
      case 'LL':
        this.#page.length = number(first, 1, this.#maxLength, this.#page.length);
        break;
      case 'LH':
        this.#home = { x: number(first, 0, 32_000, 0), y: number(second, 0, 32_000, 0) };
        break;
      case 'FO':
        this.#origin = { x: number(first, 0, 32_000, 0), y: number(second, 0, 32_000, 0) };
        break;
      case 'PQ':
        this.#copies = number(first, 1, 99_999_999, 1);
        break;
      case 'MN':
        this.#page.continuous = first.trim().toUpperCase() === 'N';
        break;
      case 'GF':
        this.#graphic(command.parameters);
        break;
      case 'FS':
        this.#origin = { x: 0, y: 0 };
        break;
      default:
        if (!QUIET.has(command.code)) this.#warnings.push(`^${command.code} is not understood`);
    }
  }

  #graphic(parameters: string): void {
    this.#anyField = true;
    const graphic = graphicField(parameters);
    if ('aborted' in graphic) this.#warnings.push(graphic.aborted);
    else
      this.#fields.push({
        bitmap: graphic.bitmap,
        x: this.#home.x + this.#origin.x,
        y: this.#home.y + this.#origin.y,
      });
  }

  /** The finished label; null for a format that only set something. An aborted field still feeds a label, without it. */
  finish(): PrintFormat | null {
    if (!this.#anyField) return null;
    const raster = blankRaster(this.#page.width, this.#page.length);
    for (const { bitmap, x, y } of this.#fields) burn(raster, bitmap, x, y);
    return { raster, copies: this.#copies, warnings: this.#warnings };
  }
}
