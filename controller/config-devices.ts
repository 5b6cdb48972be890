import { z } from 'zod';
import { LABEL_STOCKS, ROLLS } from './domain/label-stock.ts';

/** Devices of a site, one schema a kind: docs/configuration.md. */
export const id = z.string().regex(/^[a-zA-Z0-9-]{1,32}$/, 'use letters, digits and hyphens, at most 32');
const link = (scheme: RegExp, example: string) => z.string().regex(scheme, `write a link such as ${example}`);
const line = link(/^(serial:\/|tcp:\/\/).+/, 'serial:/dev/ttyS1?baud=9600 or tcp://10.0.0.5:4001');
/** `tcp://` carries the same reports, one after the other: how the simulator stands in for a USB port. */
const hid = link(/^(hid:|tcp:\/\/).+/, 'hid:0c2e:0b81, as lsusb shows it');
const printerLine = link(
  /^(serial:\/|tcp:\/\/|file:\/).+/,
  'tcp://10.0.0.7:9100, serial:/dev/ttyUSB0?baud=9600 or file:/dev/usb/lp0',
);
const kind = <K extends string>(name: K) => z.literal(name);

/** What every lock board is told, whatever it speaks. */
const board = {
  id,
  link: line,
  /** How the microswitch is wired: found by the commissioning check of `docketbox doctor`. */
  feedback: z.enum(['closed_when_set', 'open_when_set']),
  /** The line repeats what we send (half-duplex adapter without echo suppression). */
  echo: z.boolean().default(false),
  /** Least rest of one coil between two pulses, ms. */
  restMs: z.int().min(300).max(60_000).default(1500),
  /** Most pulses of one coil in a minute. */
  pulsesPerMinute: z.int().min(1).max(60).default(10),
  /** Boards on one supply open one lock at a time. */
  supply: id.default('main'),
  /** Where a lock really hangs when its own channel is dead: `{ "1": 13 }`, number on the door to terminal. */
  map: z.record(z.string().regex(/^[1-9]\d?$/, 'write a channel number'), z.int().min(1).max(50)).default({}),
  /** Terminals nothing may be sent to and nothing is believed from. */
  disabled: z.array(z.int().min(1).max(50)).default([]),
};
const bcc8a = z.strictObject({
  kind: kind('lock-board/bcc8a'),
  ...board,
  /** DIP address. */
  address: z.int().min(1).max(99).default(1),
  channels: z.int().min(1).max(50).default(24),
});
const wkly = z.strictObject({
  kind: kind('lock-board/wkly'),
  ...board,
  address: z.int().min(0).max(31).default(0),
  channels: z.int().min(1).max(24).default(24),
});
/** Board number of the high nibble; 16 locks. */
const kerongCu16 = z.strictObject({
  kind: kind('lock-board/kerong-cu16'),
  ...board,
  address: z.int().min(0).max(15).default(0),
  channels: z.int().min(1).max(16).default(16),
});
const kerongCu16c = z.strictObject({
  kind: kind('lock-board/kerong-cu16c'),
  ...board,
  address: z.int().min(0).max(255).default(1),
  channels: z.int().min(1).max(16).default(16),
});
const kerongCu48 = z.strictObject({
  kind: kind('lock-board/kerong-cu48'),
  ...board,
  address: z.int().min(0).max(255).default(0),
  channels: z.int().min(1).max(48).default(48),
});
const modbusRelay = z.strictObject({
  kind: kind('lock-board/modbus-relay'),
  ...board,
  /** Modbus unit. */
  address: z.int().min(1).max(247).default(1),
  channels: z.int().min(1).max(32).default(8),
  /** Pulse timed by the board itself, ms, in steps of 100. */
  pulseMs: z.int().min(100).max(1000).multipleOf(100).default(500),
});

/** How a scanner on a serial line is switched on and off by command, if at all. */
const trigger = z.enum(['none', 'honeywell', 'newland']).default('none');
const serialScanner = z.strictObject({
  id,
  kind: kind('scanner/serial'),
  link: line,
  prefix: z.enum(['none', 'STX']).default('none'),
  suffix: z.enum(['CR', 'LF', 'CRLF', 'ETX', 'none']).default('CR'),
  /** Ends a scan when there is no suffix, ms. */
  idleGapMs: z.int().min(10).max(1000).default(50),
  aim: z.boolean().default(false),
  /** Longest scan, bytes; longer ones are thrown away whole. */
  maxBytes: z.int().min(64).max(8192).default(4096),
  trigger,
});
const hidPosScanner = z.strictObject({
  id,
  kind: kind('scanner/hid-pos'),
  link: hid,
  maxBytes: z.int().min(64).max(8192).default(4096),
  trigger: z.enum(['none', 'honeywell']).default('none'),
});

/** A card is reported once until it has been away this long, ms. */
const debounceMs = z.int().min(200).max(10_000).default(1500);
const serialEm = z.strictObject({ id, kind: kind('card-reader/serial-em'), link: line, debounceMs });
const serialStx = z.strictObject({ id, kind: kind('card-reader/serial-stx'), link: line, debounceMs });
const hidReader = z.strictObject({
  id,
  kind: kind('card-reader/hid'),
  link: hid,
  debounceMs,
  /** How the reader writes a card's number: found by "tap a known card". */
  format: z.enum(['8H10D', '6H8D', '2H4H', 'hex']).default('8H10D'),
  /** Which end of the number the reader sends first. */
  byteOrder: z.enum(['msb-first', 'lsb-first']).default('msb-first'),
});

const printer = {
  id,
  /** `60x40` and the like: die-cut label, mm. `80`: continuous roll of that width, mm. */
  stock: z.enum([...LABEL_STOCKS, '80']).default('60x40'),
  dpi: z.literal([203, 300, 600]).default(203),
};
/** Nothing comes back from it (some print servers): its state is never known, silence is no alarm. */
const oneWay = z.boolean().optional();
const zpl = z.strictObject({ kind: kind('printer/zpl'), ...printer, link: printerLine, oneWay });
const tspl = z.strictObject({
  kind: kind('printer/tspl'),
  ...printer,
  link: printerLine,
  oneWay,
  /** Which bit prints a dot: firmwares differ; the test print shows it. */
  blackBit: z.literal([0, 1]).default(0),
  /** Gap between two labels, mm; 0 for continuous paper. */
  gapMm: z.number().min(0).max(20).default(2),
  /** Also ask `ESC ! S`, which TSC firmware from 6.29 on answers in more detail. */
  fullStatus: z.boolean().default(false),
});
const escpos = z.strictObject({
  kind: kind('printer/escpos'),
  ...printer,
  /** Its head is 72 mm wide, of a `58` roll 48 mm (384 dots at 203 dpi): wider labels do not go through. */
  stock: z.enum(['60x25', '60x40', ...ROLLS]).default('80'),
  link: printerLine,
  oneWay,
  cut: z.boolean().default(true),
});
const ipp = z.strictObject({
  kind: kind('printer/ipp'),
  ...printer,
  stock: z.enum([...LABEL_STOCKS, '80', 'A4']).default('A4'),
  dpi: z.literal([300, 600]).default(300),
  link: link(/^ipps?:\/\/.+/, 'ipp://10.0.0.8/ipp/print'),
});

/** Plain inputs on Modbus (function 02): slot beams, bins, double-feed contacts. */
const modbusInput = z.strictObject({
  id,
  kind: kind('sensor/modbus-input'),
  link: line,
  address: z.int().min(1).max(247).default(1),
  channels: z.int().min(1).max(50).default(8),
  echo: z.boolean().default(false),
});

export const deviceConfig = z.discriminatedUnion('kind', [
  bcc8a,
  wkly,
  kerongCu16,
  kerongCu16c,
  kerongCu48,
  modbusRelay,
  serialScanner,
  hidPosScanner,
  serialEm,
  serialStx,
  hidReader,
  zpl,
  tspl,
  escpos,
  ipp,
  modbusInput,
]);

export type DeviceConfig = z.output<typeof deviceConfig>;
export type DeviceKind = DeviceConfig['kind'];
export type ConfigOf<K extends DeviceKind> = Extract<DeviceConfig, { kind: K }>;
export type LockBoardConfig = ConfigOf<Extract<DeviceKind, `lock-board/${string}`>>;
export type SensorConfig = ConfigOf<'sensor/modbus-input'>;
export type ScannerConfig = ConfigOf<Extract<DeviceKind, `scanner/${string}`>>;
export type CardReaderConfig = ConfigOf<Extract<DeviceKind, `card-reader/${string}`>>;
export type PrinterConfig = ConfigOf<Extract<DeviceKind, `printer/${string}`>>;

export const isLockBoard = (device: DeviceConfig): device is LockBoardConfig =>
  device.kind.startsWith('lock-board/');
export const isScanner = (device: DeviceConfig): device is ScannerConfig =>
  device.kind.startsWith('scanner/');
export const isCardReader = (device: DeviceConfig): device is CardReaderConfig =>
  device.kind.startsWith('card-reader/');
export const isPrinter = (device: DeviceConfig): device is PrinterConfig =>
  device.kind.startsWith('printer/');
/** The terminal of a board behind a channel of the cabinet: its own, unless `map` moves it. */
export const terminalOf = (device: DeviceConfig, channel: number): number =>
  isLockBoard(device) && Object.hasOwn(device.map, channel) ? (device.map[channel] ?? channel) : channel;
