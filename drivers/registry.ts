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

/** A device that shares a bus and is asked. */
export interface BoardFactory<C> {
  readonly is: 'lock-board';
  timings(config: C): BusTimings;
  make(config: C, bus: Bus, clock: Clock): BoardDriver;
}
/** A device that speaks when it has something to say, on a line of its own. */
export interface ScannerFactory<C> {
  readonly is: 'scanner';
  make(config: C, clock: Clock): ScannerDriver;
}
export interface CardReaderFactory<C> {
  readonly is: 'card-reader';
  make(config: C, clock: Clock): CardReaderDriver;
}
type FactoryOf<K extends Kind> = K extends `lock-board/${string}`
  ? BoardFactory<ConfigOf<K>>
  : K extends `scanner/${string}`
    ? ScannerFactory<ConfigOf<K>>
    : CardReaderFactory<ConfigOf<K>>;

/** Every kind has its driver here; a kind without one does not compile. */
export const drivers: { readonly [K in Kind]: FactoryOf<K> } = {
  'lock-board/bcc8a': {
    is: 'lock-board',
    timings: ({ echo }) => ({ gapMs: 30, silenceMs: 20, echo }),
    make: bcc8aBoard,
  },
  'scanner/serial': { is: 'scanner', make: serialScanner },
  'card-reader/serial-em': { is: 'card-reader', make: serialEmReader },
};
