import type { Condition } from '../../devices/conditions.ts';
import { PrinterBody, type PrinterParts } from '../../devices/printer.ts';
import { dots } from '../printing/head.ts';
import { enlarged, type Raster } from '../printing/raster.ts';
import { paperOf, type SimStock } from '../printing/stock.ts';
import { queuedStatus, realTimeStatus } from './status.ts';
import { EscposStream } from './stream.ts';
import { Strip } from './strip.ts';

export interface EscposFirmware {
  readonly stock: SimStock;
  readonly dpi: number;
  /** A cutter is built in. */
  readonly cut: boolean;
  /** A sensor sees the roll run low; without it only its end is seen. Default true. */
  readonly nearEndSensor?: boolean;
}

const CONDITIONS: readonly Condition[] = [
  'cover-open',
  'feed-button',
  'offline',
  'cutter-error',
  'broken',
  'too-hot',
  'paper-near-end',
  'drawer-open',
];
/** Silence after which somebody tears off what no cutter cut, ms. */
export const TEAR_OFF_MS = 2000;
/** Heads of this family, mm: rolls have margins. */
const HEAD_MM = { wide: 72, narrow: 48 } as const;
/** Paper between two cuts, mm: nobody wants a longer slip. */
const LONGEST_MM = 5000;
const LINE_MM = 3.75;
/** Bytes a row that any firmware takes. */
const WIDEST = 512;
const QUIET = new Set(
  (
    'HT CR CAN ESC_! ESC_2 ESC_3 ESC_= ESC_A ESC_E ESC_G ESC_M ESC_R ESC_SP ESC_T ESC_U ESC_V ESC_$ ESC_\\ ESC_D ' +
    'ESC_c ESC_e ESC_r ESC_t ESC_u ESC_{ ESC_- ESC_S ESC_L ESC_W ESC_B GS_! GS_B GS_H GS_L GS_P GS_W GS_a GS_b ' +
    'GS_f GS_h GS_w GS_: GS_/ FS_& FS_. FS_! FS_- FS_C FS_W FS_S FS_('
  )
    .split(' ')
    .map((each) => each.replace('_', ' ')),
);

/** A receipt printer that understands as much ESC/POS as rastered slips need. */
export class EscposPrinter extends PrinterBody {
  readonly #firmware: EscposFirmware;
  readonly #headWidth: number;
  readonly #stream = new EscposStream({
    command: (name, parameters) => this.#execute(name, parameters),
    text: () => this.#text(),
    note: (text) => this.notes.add(text),
  });
  readonly #strip: Strip;
  #justified: 'left' | 'centre' | 'right' = 'left';
  #cancelTearing: (() => void) | null = null;

  constructor(firmware: EscposFirmware, parts: PrinterParts) {
    super(parts, CONDITIONS);
    this.#firmware = firmware;
    const head = firmware.stock === '58' ? HEAD_MM.narrow : HEAD_MM.wide;
    this.#headWidth = dots(Math.min(head, paperOf(firmware.stock).width), firmware.dpi);
    this.#strip = new Strip(this.#headWidth);
  }

  receive(bytes: Uint8Array): void {
    this.#cancelTearing?.();
    this.#cancelTearing = null;
    this.#stream.feed(bytes);
    if (this.#strip.height > 0)
      this.#cancelTearing = this.clock.after(TEAR_OFF_MS, () => this.#endOfSlip('torn off, not cut'));
  }

  get nearEnd(): boolean {
    return this.paperLow && this.#firmware.nearEndSensor !== false;
  }

  readonly #commands: Readonly<Record<string, (p: Uint8Array) => void>> = {
    'DLE EOT': ([n = 0]) => this.#answerByte(realTimeStatus(n, this)),
    'GS r': ([n = 0]) => this.inTurn(() => this.#answerByte(queuedStatus(n, this))),
    'ESC @': () => (this.#justified = 'left'),
    'ESC a': ([n = 0]) => (this.#justified = (['left', 'centre', 'right'] as const)[n % 48] ?? 'left'),
    LF: () => this.#feed(dots(LINE_MM, this.#firmware.dpi)),
    'ESC d': ([lines = 0]) => this.#feed(lines * dots(LINE_MM, this.#firmware.dpi)),
    'ESC J': ([motion = 0]) => this.#feed(motion),
    'GS v': (p) => this.#raster(p),
    'GS V': ([kind = 0, feed = 0]) => this.#cut(kind, feed),
    'ESC i': () => this.#cut(0, 0),
    'ESC m': () => this.#cut(1, 0),
    'ESC p': () => this.notes.add('ESC p: a pulse for a cash drawer; there is none here'),
    'DLE DC4': () => this.notes.add('DLE DC4: a pulse for a cash drawer; there is none here'),
    'GS (': ([kind = 0]) => this.notes.add(`GS ( ${String.fromCharCode(kind)} is not drawn`),
  };

  #execute(name: string, parameters: Uint8Array): void {
    const command = Object.hasOwn(this.#commands, name) ? this.#commands[name] : undefined;
    if (command) command(parameters);
    else if (!QUIET.has(name)) this.notes.add(`${name} is not drawn`);
  }

  #answerByte(status: number | null): void {
    if (status === null) this.notes.add('a status nobody knows was asked for');
    else this.answer(Uint8Array.of(status));
  }

  /** `GS v 0`: m 0 plain, 1 twice as wide, 2 twice as high, 3 both; x bytes a row, y rows, 1 is black. */
  #raster(p: Uint8Array): void {
    const [zero = 0, m = 0, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = p;
    const [bytesPerRow, height, scale] = [xLow + 256 * xHigh, yLow + 256 * yHigh, m % 48];
    if (zero !== 0x30 || scale > 3 || bytesPerRow === 0 || bytesPerRow > WIDEST || height === 0) {
      this.notes.add(
        `GS v ${String.fromCharCode(zero)} ${m} of ${bytesPerRow} bytes by ${height} rows is not usable`,
      );
      return;
    }
    const plain: Raster = { width: bytesPerRow * 8, height, bytesPerRow, bits: p.slice(6) };
    const bitmap = scale === 0 ? plain : enlarged(plain, 1 + (scale & 1), 1 + (scale >> 1));
    const free = Math.max(0, this.#headWidth - bitmap.width);
    const left = { left: 0, centre: Math.floor(free / 2), right: free }[this.#justified];
    if (!this.#strip.print(bitmap, left))
      this.notes.add(`GS v 0 is wider than the head: ${bitmap.width} dots of ${this.#headWidth}`);
    this.#bound();
  }

  #feed(dotsDown: number): void {
    this.#strip.feed(dotsDown);
    this.#bound();
  }

  #bound(): void {
    if (this.#strip.height > dots(LONGEST_MM, this.#firmware.dpi)) this.#endOfSlip('never cut');
  }

  #text(): void {
    this.notes.add('text is not drawn');
  }

  /** `GS V m`: 0, 1 and their digits cut here; 65 and 66 (97, 98, 103, 104) feed first. */
  #cut(kind: number, feed: number): void {
    if (![0, 1, 48, 49, 65, 66, 97, 98, 103, 104].includes(kind)) {
      this.notes.add(`GS V ${kind} is not usable`);
      return;
    }
    if (kind >= 65) this.#strip.feed(feed);
    if (this.#firmware.cut) this.#endOfSlip(null);
    else this.notes.add('GS V: no cutter is built in');
  }

  #endOfSlip(why: string | null): void {
    const raster = this.#strip.end();
    if (raster) this.print({ raster, warnings: why === null ? [] : [why] });
  }

  protected forget(): void {
    this.#cancelTearing?.();
    this.#cancelTearing = null;
    this.#stream.reset();
    this.#strip.end();
    this.#justified = 'left';
  }
}
