import type { ConfigOf, DeviceKind, LockBoardConfig, SensorConfig } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { serialEmReader, type CardReaderDriver } from './card-readers/serial-em.ts';
import type { BusTimings } from './exchange-machine.ts';
import type { Bus } from './exchange.ts';
import { bcc8aBoard } from './lock-boards/bcc8a/board.ts';
import type { BoardDriver, SensorDriver } from './lock-boards/board-driver.ts';
import { serialScanner, type ScannerDriver } from './scanners/serial.ts';

/** Devices that these drivers serve: all but printers. */
export type DrivenKind = Exclude<DeviceKind, `printer/${string}`>;

/** A device that shares a bus and is asked. */
export interface BoardFactory<C> {
  readonly is: 'lock-board';
  timings(config: C): BusTimings;
  make(config: C, bus: Bus, clock: Clock): BoardDriver;
}
export interface SensorFactory<C> {
  readonly is: 'sensor';
  timings(config: C): BusTimings;
  make(config: C, bus: Bus, clock: Clock): SensorDriver;
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
type FactoryOf<K extends DrivenKind> = K extends `lock-board/${string}`
  ? BoardFactory<ConfigOf<K>>
  : K extends `sensor/${string}`
    ? SensorFactory<ConfigOf<K>>
    : K extends `scanner/${string}`
      ? ScannerFactory<ConfigOf<K>>
      : CardReaderFactory<ConfigOf<K>>;

/** Kinds the schema knows and no driver serves yet: empty before a release. */
type Pending =
  | 'lock-board/wkly'
  | 'lock-board/kerong-cu16'
  | 'lock-board/kerong-cu16c'
  | 'lock-board/kerong-cu48'
  | 'lock-board/modbus-relay'
  | 'sensor/modbus-input'
  | 'scanner/hid-pos'
  | 'card-reader/serial-stx'
  | 'card-reader/hid';

/** Every kind has its driver here; a kind without one does not compile. */
export const drivers: { readonly [K in Exclude<DrivenKind, Pending>]: FactoryOf<K> } = {
  'lock-board/bcc8a': {
    is: 'lock-board',
    timings: ({ echo }) => ({ gapMs: 30, silenceMs: 20, echo }),
    make: bcc8aBoard,
  },
  'scanner/serial': { is: 'scanner', make: serialScanner },
  'card-reader/serial-em': { is: 'card-reader', make: serialEmReader },
};

/** What is asked on a bus, and may share it. */
export type BusConfig = LockBoardConfig | SensorConfig;

/** The driver of anything that is asked on a bus. Throws for a kind that has none. */
export const busDriverOf = (
  kind: BusConfig['kind'],
): BoardFactory<LockBoardConfig> | SensorFactory<SensorConfig> => {
  const found: unknown = (drivers as Partial<Record<DeviceKind, unknown>>)[kind];
  if (!found) throw new TypeError(`no driver for ${kind}`);
  return found as BoardFactory<LockBoardConfig> | SensorFactory<SensorConfig>;
};

/** The driver of a lock board of this kind. Throws for a kind that has none. */
export const boardDriverOf = (kind: LockBoardConfig['kind']): BoardFactory<LockBoardConfig> => {
  const found: unknown = (drivers as Partial<Record<DeviceKind, unknown>>)[kind];
  if (!found) throw new TypeError(`no driver for ${kind}`);
  return found as BoardFactory<LockBoardConfig>;
};
