import type { DeviceConfig, PrinterConfig } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { serialEmReader, type CardReaderDriver } from './card-readers/serial-em.ts';
import type { BusTimings } from './exchange-machine.ts';
import type { Bus } from './exchange.ts';
import { bcc8aBoard } from './lock-boards/bcc8a/board.ts';
import type { BoardDriver } from './lock-boards/board-driver.ts';
import { serialScanner, type ScannerDriver } from './scanners/serial.ts';

/** Devices that these drivers serve: all but printers. */
export type DrivenConfig = Exclude<DeviceConfig, PrinterConfig>;
type Kind = DrivenConfig['kind'];
type ConfigOf<K extends Kind> = Extract<DrivenConfig, { kind: K }>;

/** A device that shares a bus and is asked, or one that speaks when it has something to say. */
export type DriverFactory<C> =
  | {
      readonly on: 'bus';
      readonly is: 'lock-board';
      timings(config: C): BusTimings;
      make(config: C, bus: Bus, clock: Clock): BoardDriver;
    }
  | { readonly on: 'link'; readonly is: 'scanner'; make(config: C, clock: Clock): ScannerDriver }
  | { readonly on: 'link'; readonly is: 'card-reader'; make(config: C, clock: Clock): CardReaderDriver };

/** Every kind has its driver here; a kind without one does not compile. */
export const drivers: { readonly [K in Kind]: DriverFactory<ConfigOf<K>> } = {
  'lock-board/bcc8a': {
    on: 'bus',
    is: 'lock-board',
    timings: ({ echo }) => ({ gapMs: 30, silenceMs: 20, echo }),
    make: bcc8aBoard,
  },
  'scanner/serial': { on: 'link', is: 'scanner', make: serialScanner },
  'card-reader/serial-em': { on: 'link', is: 'card-reader', make: serialEmReader },
};

/** The factory for a device, typed for any of its kinds. */
export const driverFor = (config: DrivenConfig): DriverFactory<DrivenConfig> =>
  drivers[config.kind] as DriverFactory<DrivenConfig>;
