import type { Condition } from '../../devices/conditions.ts';
import { PrinterBody, type PrinterParts } from '../../devices/printer.ts';
import { paperOf, type SimStock } from '../printing/stock.ts';
import { bitmapMode, Page } from './page.ts';
import { fullStatus, readiness } from './status.ts';
import { TsplStream, type TsplCommand } from './stream.ts';

export interface TsplFirmware {
  readonly stock: SimStock;
  readonly dpi: number;
  /** Which bit of a `BITMAP` burns a dot: firmwares differ. */
  readonly blackBit: 0 | 1;
}

const CONDITIONS: readonly Condition[] = [
  'head-open',
  'cover-open',
  'paused',
  'take-label',
  'ribbon-out',
  'ribbon-jam',
  'paper-jam',
  'too-hot',
  'motor-hot',
  'head-fault',
  'cutter-error',
  'paper-near-end',
  'ribbon-near-end',
  'inverted-dots',
];
/** Settings and movements that change nothing about the dots. */
const QUIET = new Set(
  (
    'BACKFEED BLINE BLINEDETECT AUTODETECT CODEPAGE COUNTRY CUT DENSITY EOP FEED FORMFEED GAPDETECT HOME ' +
    'LIMITFEED OFFSET SELFTEST SET SHIFT SOUND SPEED'
  ).split(' '),
);
const whole = (text: string | undefined, least: number, most: number): number | null => {
  const value = Number(text);
  return text !== undefined && /^-?\d+$/.test(text) && value >= least && value <= most ? value : null;
};

/** False: its parameters were of no use. */
type Obeyed = boolean | void;

/** A label printer that understands as much TSPL as rastered labels need. */
export class TsplPrinter extends PrinterBody {
  readonly #firmware: TsplFirmware;
  #page: Page;
  readonly #stream = new TsplStream({
    command: (command) => this.#execute(command),
    immediate: (code) => this.#immediate(code),
    query: (code) => this.#query(code),
    note: (text) => this.notes.add(text),
  });

  constructor(firmware: TsplFirmware, parts: PrinterParts) {
    super(parts, CONDITIONS);
    this.#firmware = firmware;
    this.#page = this.#freshPage();
  }

  receive(bytes: Uint8Array): void {
    this.#stream.feed(bytes);
  }

  #freshPage(): Page {
    const { stock, dpi } = this.#firmware;
    const { width, height } = paperOf(stock);
    return new Page({ width, height }, dpi);
  }

  #execute({ name, parameters, data }: TsplCommand): void {
    const obey = this.#commands.get(name);
    if (!obey && !QUIET.has(name)) this.notes.add(`${JSON.stringify(name.slice(0, 24))} is not understood`);
    if (obey?.(parameters, data) === false)
      this.notes.add(`${name} ${parameters.join(',').slice(0, 40)} is not usable`);
  }

  readonly #commands = new Map<string, (p: readonly string[], data: Uint8Array) => Obeyed>([
    ['SIZE', (p) => this.#size(p)],
    ['GAP', ([gap = '']) => this.#page.length(gap) !== null],
    ['DIRECTION', ([way, mirror = '0']) => whole(way, 0, 1) !== null && mirror === '0'],
    ['REFERENCE', (p) => this.#refer(p)],
    ['CLS', () => this.#page.clear()],
    ['BITMAP', (p, data) => this.#bitmap(p, data)],
    ['PRINT', (p) => this.#print(p)],
    ['INITIALPRINTER', () => void (this.#page = this.#freshPage())],
  ]);

  #refer([across, down]: readonly string[]): Obeyed {
    const [x, y] = [whole(across, 0, 32_000), whole(down, 0, 32_000)];
    return x !== null && y !== null && this.#page.refer(x, y);
  }

  #size([width = '', height]: readonly string[]): Obeyed {
    const wide = this.#page.length(width);
    const high = height === undefined ? null : this.#page.length(height);
    if (wide === null || (height !== undefined && high === null)) return false;
    return this.#page.resize(wide, high);
  }

  #bitmap(parameters: readonly string[], data: Uint8Array): boolean {
    const [x, y] = parameters.map((each) => whole(each, 0, 32_000));
    const [bytesPerRow = 0, height = 0, mode = NaN] = parameters.slice(2).map(Number);
    const how = bitmapMode(mode);
    if (typeof x !== 'number' || typeof y !== 'number' || !how) return false;
    const asSent = (this.#firmware.blackBit === 1) !== this.has('inverted-dots');
    const black = asSent ? data : data.map((byte) => ~byte);
    if (!this.#page.draw({ x, y, bytesPerRow, height, mode: how }, black))
      this.notes.add('BITMAP has black dots off the label');
    return true;
  }

  /** `PRINT m[,n]`: m sets of n copies each. */
  #print([sets, each = '1']: readonly string[]): boolean {
    const [m, n] = [whole(sets, 1, 999_999_999), whole(each, 1, 999_999_999)];
    if (m === null || n === null) return false;
    const { image } = this.#page;
    this.print({ raster: { ...image, bits: image.bits.slice() }, warnings: [] }, m * n);
    return true;
  }

  /** These act even while the printer needs somebody. */
  #immediate(code: string): void {
    if (code === '?') this.answer(readiness(this));
    else if (code === 'S') this.answer(fullStatus(this, this.#stream.midway));
    else if (code === 'P') this.pause();
    else if (code === 'O') this.resume();
    else if (code === '.') this.cancelAll();
    else if (code === 'R') this.powerCycle();
    else this.notes.add(`ESC ! ${JSON.stringify(code)} is not understood`);
  }

  #query(code: string): void {
    if (code === 'T') this.answer(Buffer.from(`SIM-TSPL-${this.#firmware.dpi}\r\n`, 'latin1'));
    else this.notes.add(`~! ${JSON.stringify(code)} is not understood`);
  }

  protected forget(): void {
    this.#stream.reset();
    this.#page = this.#freshPage();
  }
}
