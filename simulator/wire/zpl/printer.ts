import { PrinterBody, type PrinterParts } from '../../devices/printer.ts';
import { dots } from '../printing/head.ts';
import { paperOf, type SimStock } from '../printing/stock.ts';
import { FormatBuilder, type PageSetting } from './format.ts';
import { hostStatus } from './status.ts';
import { ZplStream, type ZplCommand } from './stream.ts';

export interface ZplFirmware {
  readonly stock: SimStock;
  readonly dpi: number;
}

/** A label printer that understands as much ZPL II as rastered labels need. */
export class ZplPrinter extends PrinterBody {
  readonly #dpi: number;
  readonly #stream = new ZplStream(
    (command) => this.#execute(command),
    (text) => this.notes.add(text),
  );
  readonly #page: PageSetting;
  #building: FormatBuilder | null = null;

  constructor({ stock, dpi }: ZplFirmware, parts: PrinterParts) {
    super(parts, ['head-open', 'ribbon-out', 'paused', 'too-hot']);
    this.#dpi = dpi;
    const { width, height, continuous } = paperOf(stock);
    this.#page = { width: dots(width, dpi), length: dots(height, dpi), continuous };
  }

  receive(bytes: Uint8Array): void {
    this.#stream.feed(bytes);
  }

  #execute(command: ZplCommand): void {
    const name = command.prefix + command.code;
    if (name === '~HS') this.answer(hostStatus(this, this.#page.length, this.#building !== null));
    else if (name === '~JA') this.#cancel();
    else if (name === '~JR') this.powerCycle();
    else if (name === '^XA') this.#building = new FormatBuilder(this.#page, this.#dpi);
    else if (name === '^XZ') this.#endOfFormat();
    else if (command.prefix === '^' && this.#building) this.#building.take(command);
    else this.notes.add(`${name} is not understood here`);
  }

  #endOfFormat(): void {
    const format = this.#building?.finish();
    this.#building = null;
    if (format) this.print(format, format.copies);
  }

  #cancel(): void {
    this.cancelAll();
    this.#building = null;
  }

  protected forget(): void {
    this.#building = null;
    this.#stream.reset();
  }
}
