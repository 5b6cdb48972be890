import { z } from 'zod';
import { STOCKS, type SimStock } from './wire/printing/stock.ts';

/** The devices of a site configuration, as far as they are hardware. Everything else in the file is not our business. */
export const id = z.string().min(1);
const link = (scheme: RegExp, example: string) => z.string().regex(scheme, `write ${example}`);
const line = link(/^(serial:\/|tcp:\/\/).+/, 'serial:/dev/… or tcp://host:port');
const hid = link(/^(hid:|tcp:\/\/).+/, 'hid:vendor:product or tcp://host:port');
const printerLine = link(
  /^(serial:\/|tcp:\/\/|file:\/).+/,
  'serial:/dev/…, tcp://host:port or file:/dev/usb/lp0',
);

const board = <K extends string>(
  kind: K,
  address: z.ZodType<number>,
  mostChannels: number,
  channels: number,
) => ({
  id,
  kind: z.literal(`lock-board/${kind}` as const),
  link: line,
  address,
  channels: z.int().min(1).max(mostChannels).default(channels),
  feedback: z.enum(['closed_when_set', 'open_when_set']),
  echo: z.boolean().default(false),
  /** What the coils bear: shortest time from one pulse to the next, ms, and most pulses in a minute. */
  restMs: z.int().default(1500),
  pulsesPerMinute: z.int().default(10),
  supply: z.string().default('main'),
  /** Number on the door to terminal of the board, where they differ. */
  map: z.record(z.string(), z.int()).default({}),
  disabled: z.array(z.int()).default([]),
});
const dip = (least: number, most: number, factory: number) => z.int().min(least).max(most).default(factory);
const printer = <K extends string>(kind: K, stock: SimStock) => ({
  id,
  kind: z.literal(`printer/${kind}` as const),
  link: printerLine,
  stock: z.enum(STOCKS).default(stock),
  oneWay: z.boolean().default(false),
  dpi: z.literal([203, 300, 600]).default(203),
});

export const device = z.discriminatedUnion('kind', [
  z.object(board('bcc8a', dip(1, 99, 1), 50, 24)),
  z.object(board('wkly', dip(0, 31, 0), 24, 24)),
  z.object(board('kerong-cu16', dip(0, 15, 0), 16, 16)),
  z.object(board('kerong-cu16c', dip(0, 255, 1), 16, 16)),
  z.object(board('kerong-cu48', dip(0, 255, 0), 48, 48)),
  z.object(board('modbus-relay', dip(1, 247, 1), 32, 8)),
  z.object({
    id,
    kind: z.literal('sensor/modbus-input'),
    link: line,
    address: dip(1, 247, 1),
    channels: z.int().min(1).max(50).default(8),
    echo: z.boolean().default(false),
  }),
  z.object({
    id,
    kind: z.literal('scanner/serial'),
    link: line,
    prefix: z.enum(['none', 'STX']).default('none'),
    suffix: z.enum(['CR', 'LF', 'CRLF', 'ETX', 'none']).default('CR'),
    aim: z.boolean().default(false),
    trigger: z.enum(['none', 'honeywell', 'newland']).default('none'),
  }),
  z.object({
    id,
    kind: z.literal('scanner/hid-pos'),
    link: hid,
    trigger: z.enum(['none', 'honeywell']).default('none'),
  }),
  z.object({ id, kind: z.literal('card-reader/serial-em'), link: line }),
  z.object({ id, kind: z.literal('card-reader/serial-stx'), link: line }),
  z.object({
    id,
    kind: z.literal('card-reader/hid'),
    link: hid,
    format: z.enum(['8H10D', '6H8D', '2H4H', 'hex']).default('8H10D'),
    byteOrder: z.enum(['msb-first', 'lsb-first']).default('msb-first'),
  }),
  z.object(printer('zpl', '60x40')),
  z.object({
    ...printer('tspl', '60x40'),
    blackBit: z.literal([0, 1]).default(0),
    gapMm: z.number().default(2),
  }),
  z.object({ ...printer('escpos', '80'), cut: z.boolean().default(true) }),
  /** Stands on its own: a real IPP printer is used for it, we only know it is there. */
  z.object({ id, kind: z.literal('printer/ipp'), link: z.string() }),
]);

export type SimDevice = z.output<typeof device>;
export type SimDeviceKind = SimDevice['kind'];
export type SpecOf<K extends SimDeviceKind> = Extract<SimDevice, { kind: K }>;
export type BoardSpec = SpecOf<Extract<SimDeviceKind, `lock-board/${string}`>>;
export type ScannerSpec = SpecOf<'scanner/serial'>;
export type PrinterSpec = SpecOf<'printer/zpl' | 'printer/tspl' | 'printer/escpos'>;
