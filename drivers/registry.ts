import type {
  CardReaderConfig,
  ConfigOf,
  DeviceKind,
  ScannerConfig,
  LockBoardConfig,
  SensorConfig,
} from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { CardReaderDriver } from './card-readers/card-reader-driver.ts';
import { hidCardReader } from './card-readers/hid.ts';
import { serialEmReader } from './card-readers/serial-em.ts';
import { serialStxReader } from './card-readers/serial-stx.ts';
import type { BusTimings } from './exchange-machine.ts';
import type { Bus } from './exchange.ts';
import { bcc8aBoard } from './lock-boards/bcc8a/board.ts';
import type { BoardDriver, SensorDriver } from './lock-boards/board-driver.ts';
import { cu16Board, cu16cBoard, cu48Board } from './lock-boards/kerong/boards.ts';
import { mappedBoard } from './lock-boards/mapped-board.ts';
import { wklyBoard } from './lock-boards/wkly/board.ts';
import { modbusRelay } from './modbus/relay.ts';
import { hidPosScanner } from './scanners/hid-pos.ts';
import type { ScannerDriver } from './scanners/scanner-driver.ts';
import { serialScanner } from './scanners/serial.ts';
import { modbusInput } from './sensors/modbus-input.ts';

/** Devices that these drivers serve: all but printers. */
export type DrivenKind = Exclude<DeviceKind, `printer/${string}`>;

/** A device that shares a bus and is asked. */
export interface BoardFactory<C> {
  readonly is: 'lock-board';
  timings(config: C): BusTimings;
  /**
   * The driver speaks of channels: `map` and `disabled` are applied inside it. Whoever speaks of terminals gives it
   * the configuration with neither.
   */
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

/** Pauses of the lines, ms: docs/protocols, one page a family. */
const paces = {
  plain: { gapMs: 30, silenceMs: 20 },
  kerong: { gapMs: 20, silenceMs: 20 },
} as const;
const lockBoard = <C extends LockBoardConfig>(
  pace: Omit<BusTimings, 'echo'>,
  make: BoardFactory<C>['make'],
): BoardFactory<C> => ({
  is: 'lock-board',
  timings: ({ echo }) => ({ ...pace, echo }),
  make: (config, bus, clock) => mappedBoard(config, make(config, bus, clock)),
});

/** Every kind has its driver here; a kind without one does not compile. */
export const drivers: { readonly [K in DrivenKind]: FactoryOf<K> } = {
  'lock-board/bcc8a': lockBoard(paces.plain, bcc8aBoard),
  'lock-board/wkly': lockBoard(paces.plain, wklyBoard),
  'lock-board/kerong-cu16': lockBoard(paces.kerong, cu16Board),
  'lock-board/kerong-cu16c': lockBoard(paces.kerong, cu16cBoard),
  'lock-board/kerong-cu48': lockBoard(paces.kerong, cu48Board),
  'lock-board/modbus-relay': lockBoard(paces.plain, modbusRelay),
  'sensor/modbus-input': {
    is: 'sensor',
    timings: ({ echo }) => ({ ...paces.plain, echo }),
    make: modbusInput,
  },
  'scanner/serial': { is: 'scanner', make: serialScanner },
  'scanner/hid-pos': { is: 'scanner', make: hidPosScanner },
  'card-reader/serial-em': { is: 'card-reader', make: serialEmReader },
  'card-reader/serial-stx': { is: 'card-reader', make: serialStxReader },
  'card-reader/hid': { is: 'card-reader', make: hidCardReader },
};

/** A scanner of any kind, not yet listening. */
export const scannerOf = (config: ScannerConfig, clock: Clock): ScannerDriver =>
  (drivers[config.kind] as ScannerFactory<ScannerConfig>).make(config, clock);
/** A card reader of any kind, not yet listening. */
export const cardReaderOf = (config: CardReaderConfig, clock: Clock): CardReaderDriver =>
  (drivers[config.kind] as CardReaderFactory<CardReaderConfig>).make(config, clock);

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

/** The driver of a board that only has inputs. Throws for a kind that has none. */
export const sensorDriverOf = (kind: SensorConfig['kind']): SensorFactory<SensorConfig> => {
  const found: unknown = (drivers as Partial<Record<DeviceKind, unknown>>)[kind];
  if (!found) throw new TypeError(`no driver for ${kind}`);
  return found as SensorFactory<SensorConfig>;
};
