import type { SimClock } from '../../clock.ts';
import type { PrinterState, SimPrinter } from '../../devices/printer.ts';
import type { PrinterSpec } from '../../site.ts';
import { dotsPerMm, FormatBuilder, type PageSetting, type PrintFormat } from './format.ts';
import type { Raster } from './raster.ts';
import { ZplStream, type ZplCommand } from './stream.ts';

/** One label moves through in this time, ms. */
export const LABEL_MS = 400;
const FULL_ROLL = 500;

export interface PrintedDots {
  readonly raster: Raster;
  readonly warnings: readonly string[];
}

/** A label printer that understands as much ZPL II as rastered labels need, with a roll of paper and a lid. */
export class ZplPrinter implements SimPrinter {
  readonly #clock: SimClock;
  readonly #dpi: number;
  readonly #send: (reply: Uint8Array) => void;
  readonly #printed: (label: PrintedDots) => void;
  readonly #stream = new ZplStream((command) => this.#execute(command));
  readonly #page: PageSetting;
  #building: FormatBuilder | null = null;
  #waiting: PrintFormat[] = [];
  #current: { format: PrintFormat; left: number } | null = null;
  #cancelLabel: (() => void) | null = null;
  #roll = FULL_ROLL;
  #headOpen = false;
  #paused = false;
  #silentWhenNeedy = false;

  constructor(
    spec: Pick<PrinterSpec, 'stock' | 'dpi'>,
    clock: SimClock,
    send: (reply: Uint8Array) => void,
    printed: (label: PrintedDots) => void,
  ) {
    this.#clock = clock;
    this.#dpi = spec.dpi;
    this.#send = send;
    this.#printed = printed;
    const mm = dotsPerMm(spec.dpi);
    this.#page =
      spec.stock === '60x40'
        ? { width: 60 * mm, length: 40 * mm, continuous: false }
        : { width: 80 * mm, length: 100 * mm, continuous: true };
  }

  receive(bytes: Uint8Array): void {
    this.#stream.feed(bytes);
  }

  #execute(command: ZplCommand): void {
    const name = command.prefix + command.code;
    if (name === '~HS') this.#hostStatus();
    else if (name === '~JA') this.#cancelAll();
    else if (name === '~JR') this.powerCycle();
    else if (name === '^XA') this.#building = new FormatBuilder(this.#page, this.#dpi);
    else if (name === '^XZ') this.#endOfFormat();
    else if (command.prefix === '^') this.#building?.take(command);
  }

  #endOfFormat(): void {
    const format = this.#building?.finish();
    this.#building = null;
    if (!format) return;
    this.#waiting.push(format);
    this.#work();
  }

  #work(): void {
    if (this.#cancelLabel || this.#needy || this.#paused) return;
    if (!this.#current) {
      const format = this.#waiting.shift();
      if (!format) return;
      this.#current = { format, left: format.copies };
    }
    this.#cancelLabel = this.#clock.after(LABEL_MS, () => this.#labelDone());
  }

  #labelDone(): void {
    this.#cancelLabel = null;
    const current = this.#current;
    if (!current) return;
    current.left -= 1;
    this.#roll -= 1;
    if (current.left === 0) this.#current = null;
    this.#printed({ raster: current.format.raster, warnings: current.format.warnings });
    this.#work();
  }

  /** The label under the head is spoilt and will be printed again, as printers do after an error. */
  #interrupt(): void {
    this.#cancelLabel?.();
    this.#cancelLabel = null;
  }

  #cancelAll(): void {
    this.#interrupt();
    this.#building = null;
    this.#waiting = [];
    this.#current = null;
  }

  get #needy(): boolean {
    return this.#headOpen || this.#roll === 0;
  }

  /** `~HS`: three lines of fields. Some firmwares say nothing at all while they need paper or a closed head. */
  #hostStatus(): void {
    if (this.#silentWhenNeedy && this.#needy) return;
    const flag = (on: boolean): string => (on ? '1' : '0');
    const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
    const { roll, paused, labelsRemaining, formatsWaiting } = { ...this.state(), paused: this.#paused };
    const lines = [
      `030,${flag(roll === 0)},${flag(paused)},${pad(Math.min(9999, this.#page.length), 4)},${pad(formatsWaiting, 3)},0,0,${flag(this.#building !== null)},000,0,0,0`,
      `000,0,${flag(this.#headOpen)},0,0,2,4,0,${pad(labelsRemaining, 8)},1,000`,
      '1234,0',
    ];
    this.#send(Buffer.from(lines.map((line) => `\x02${line}\x03\r\n`).join(''), 'latin1'));
  }

  openHead(): void {
    this.#headOpen = true;
    this.#interrupt();
  }

  closeHead(): void {
    this.#headOpen = false;
    this.#work();
  }

  /** The roll ends after `labels` more; 0 ends it now. */
  endRoll(labels = 0): void {
    this.#roll = labels;
    if (labels === 0) this.#interrupt();
  }

  loadPaper(labels = FULL_ROLL): void {
    this.#roll = labels;
    this.#work();
  }

  pause(): void {
    this.#paused = true;
    this.#interrupt();
  }

  resume(): void {
    this.#paused = false;
    this.#work();
  }

  setSilentWhenNeedy(on: boolean): void {
    this.#silentWhenNeedy = on;
  }

  /** Power gone and back: everything not yet on paper is lost. */
  powerCycle(): void {
    this.#cancelAll();
    this.#stream.reset();
    this.#paused = false;
  }

  state(): PrinterState {
    return {
      paperOut: this.#roll === 0,
      headOpen: this.#headOpen,
      paused: this.#paused,
      silentWhenNeedy: this.#silentWhenNeedy,
      roll: this.#roll,
      labelsRemaining: this.#current?.left ?? 0,
      formatsWaiting: this.#waiting.length,
    };
  }
}
