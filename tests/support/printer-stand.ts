import { systemClock } from '#controller/adapters/system-clock.ts';
import type { PrinterConfig } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { Printer } from '#controller/ports/printer.ts';
import { makePrinter } from '#controller/composition/printers.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { memoryPair, type MemoryPair } from '#drivers/links/memory.ts';
import type { Output } from '#label-printer/encode.ts';
import type { Raster } from '#label-printer/raster.ts';
import type { Condition } from '#simulator/devices/conditions.ts';
import type { PrintedDots, PrinterBody, PrinterParts } from '#simulator/devices/printer.ts';
import { EscposPrinter } from '#simulator/wire/escpos/printer.ts';
import { TsplPrinter } from '#simulator/wire/tspl/printer.ts';
import { ZplPrinter } from '#simulator/wire/zpl/printer.ts';
import { ManualClock } from './manual-clock.ts';

export type LineKind = 'printer/zpl' | 'printer/tspl' | 'printer/escpos';
export type LineConfig = Extract<PrinterConfig, { kind: LineKind }>;
const base = { id: 'p', link: 'tcp://127.0.0.1:9100', stock: '60x40', dpi: 203 } as const;
/** The configuration of one printer of each kind on a line of bytes. */
export const lineConfig = (kind: LineKind): LineConfig => {
  if (kind === 'printer/tspl') return { ...base, kind, blackBit: 0, gapMm: 2, fullStatus: false };
  return kind === 'printer/escpos' ? { ...base, kind, cut: true } : { ...base, kind };
};

const machineOf = (config: LineConfig, parts: PrinterParts): PrinterBody => {
  const stock = { stock: config.stock, dpi: config.dpi };
  if (config.kind === 'printer/tspl') return new TsplPrinter({ ...stock, blackBit: 0 }, parts);
  if (config.kind === 'printer/escpos') return new EscposPrinter({ ...stock, cut: config.cut }, parts);
  return new ZplPrinter(stock, parts);
};

/** A driver on one end of a line in memory, a simulated printer of its kind on the other, and one clock for both. */
export interface PrinterStand {
  readonly printer: Printer;
  readonly output: () => Promise<Output>;
  readonly machine: PrinterBody;
  readonly clock: ManualClock;
  /** What came out, as the encoder's rasters are. */
  readonly pieces: Raster[];
  readonly warnings: string[];
  /** Everything the driver sent, connection by connection. */
  readonly sent: Uint8Array[][];
  /** The line breaks once so many bytes of one write have arrived. */
  cutAfter(bytes: number): void;
  /** What the connections are from now on; false: nobody takes them. */
  reachable(on: boolean): void;
  set(condition: Condition, on?: boolean): void;
  /** Lets time pass until the promise is settled. */
  finish<T>(promise: Promise<T>): Promise<T>;
}

export const printerStand = (config: LineConfig): PrinterStand => {
  const clock = new ManualClock();
  const pieces: Raster[] = [];
  const warnings: string[] = [];
  const sent: Uint8Array[][] = [];
  let line: MemoryPair | null = null;
  let cut = Infinity;
  let reachable = true;
  const machine = machineOf(config, {
    clock,
    send: (reply) => void line?.far.write(reply),
    printed: ({ raster, warnings: more }: PrintedDots) => {
      const { width, height, bytesPerRow, bits } = raster;
      pieces.push({ widthDots: width, heightDots: height, bytesPerRow, bits: Uint8Array.from(bits) });
      warnings.push(...more);
    },
  });
  const open: LinkOpener = () => {
    if (!reachable) return Promise.resolve({ ok: false, why: 'nobody answers', fix: 'switch it on' });
    const pair = memoryPair(clock);
    const got: Uint8Array[] = [];
    sent.push(got);
    pair.far.onBytes((bytes) => {
      got.push(bytes);
      machine.receive(bytes.subarray(0, cut));
      if (bytes.length < cut) return;
      cut = Infinity;
      pair.cut('the cable was pulled');
    });
    line = pair;
    return Promise.resolve({ ok: true, link: pair.near });
  };
  const made = makePrinter(config, open, clock);
  return {
    ...{ printer: made, output: made.output, machine, clock, pieces, warnings, sent },
    cutAfter: (bytes) => void (cut = bytes),
    reachable: (on) => void (reachable = on),
    set: (condition, on = true) => machine.set(condition, on),
    async finish(promise) {
      let settled = false;
      const done = promise.finally(() => (settled = true));
      done.catch(() => undefined);
      for (let step = 0; step < 5000 && !settled; step++) await clock.advance(20);
      return done;
    },
  };
};

/** A real printer named by an environment variable such as `DOCKETBOX_PRINTER_TSPL=tcp://10.0.0.7:9100`; else null. */
export const realPrinter = (
  kind: LineKind,
): {
  readonly printer: Printer;
  readonly config: LineConfig;
  readonly output: () => Promise<Output>;
} | null => {
  const link = process.env[`DOCKETBOX_PRINTER_${kind.slice('printer/'.length).toUpperCase()}`];
  if (link === undefined) return null;
  const clock: Clock = systemClock;
  const made = openLink(link, clock);
  if (!made.ok) throw new Error(`${link}: ${made.path}: ${made.fix}`);
  const config = { ...lineConfig(kind), link };
  const printer = makePrinter(config, made.opener, clock);
  return { printer, config, output: printer.output };
};
