import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cabinet } from './cabinet.ts';
import type { SimClock } from './clock.ts';
import type { PrinterSpec } from './site.ts';
import { pngOf, type Raster } from './wire/printing/raster.ts';
import type { PrintedDots } from './devices/printer.ts';
import { readCodes, type FoundCode } from './wire/printing/read-codes.ts';

/** One piece of paper that came out of a printer. */
export interface Printout {
  /** Counts from 1 over all printers. */
  readonly n: number;
  readonly device: string;
  readonly at: number;
  readonly stock: PrinterSpec['stock'];
  /** Dots. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  /** Path of its picture on the panel. */
  readonly picture: string;
  readonly warnings: readonly string[];
  /** Codes read back from the dots; null while still reading. */
  readonly codes: readonly FoundCode[] | null;
  /** The sheet a label makes; slips make none. */
  readonly sheet: string | null;
}

/** What the printers printed, newest last, kept as one PNG each. A die-cut label becomes a sheet in people's hands. */
export class Printouts {
  readonly folder: string;
  readonly #clock: SimClock;
  readonly #cabinet: Cabinet;
  readonly #changed: () => void;
  #list: Printout[] = [];
  #reading: Promise<void> = Promise.resolve();

  constructor(folder: string, clock: SimClock, cabinet: Cabinet, changed: () => void) {
    this.folder = folder;
    this.#clock = clock;
    this.#cabinet = cabinet;
    this.#changed = changed;
  }

  add(spec: PrinterSpec, { raster, warnings }: PrintedDots): void {
    const n = this.#list.length + 1;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, `${n}.png`), pngOf(raster, spec.dpi));
    const sheet = spec.stock.includes('x') ? this.#cabinet.newSheet(null, n).id : null;
    this.#list.push({
      n,
      device: spec.id,
      at: this.#clock.now(),
      stock: spec.stock,
      width: raster.width,
      height: raster.height,
      dpi: spec.dpi,
      picture: `/printed/${n}.png`,
      warnings,
      codes: null,
      sheet,
    });
    this.#changed();
    this.#reading = this.#reading.then(() => this.#read(n, raster, sheet));
  }

  async #read(n: number, raster: Raster, sheet: string | null): Promise<void> {
    let codes: readonly FoundCode[] = [];
    let trouble: string[] = [];
    try {
      codes = await readCodes(raster);
    } catch (cause) {
      trouble = [`codes were not read: ${cause instanceof Error ? cause.message : String(cause)}`];
    }
    this.#list = this.#list.map((each) =>
      each.n === n ? { ...each, codes, warnings: [...each.warnings, ...trouble] } : each,
    );
    const docket = codes.find((code) => code.symbology === 'QRCode') ?? codes[0];
    if (sheet && docket) this.#cabinet.learnDocket(sheet, docket.text);
    this.#changed();
  }

  /** Resolves when every printout so far has been read. */
  settled(): Promise<void> {
    return this.#reading;
  }

  list(): readonly Printout[] {
    return [...this.#list];
  }
}
