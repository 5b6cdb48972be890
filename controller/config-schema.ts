import { z } from 'zod';

/** The site configuration, docs/configuration.md. `z.input` is what people write, `SiteConfig` what the code gets. */
const id = z.string().regex(/^[a-zA-Z0-9-]{1,32}$/, 'use letters, digits and hyphens, at most 32');
const name = z.string().min(1).max(60);
const link = (scheme: RegExp, example: string) => z.string().regex(scheme, `write a link such as ${example}`);
const line = link(/^(serial:\/|tcp:\/\/).+/, 'serial:/dev/ttyS1?baud=9600 or tcp://10.0.0.5:4001');

const lockBoard = z.strictObject({
  id,
  kind: z.literal('lock-board/bcc8a'),
  link: line,
  /** DIP address. */
  address: z.int().min(1).max(99).default(1),
  channels: z.int().min(1).max(50).default(24),
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
});
const scanner = z.strictObject({
  id,
  kind: z.literal('scanner/serial'),
  link: line,
  prefix: z.enum(['none', 'STX']).default('none'),
  suffix: z.enum(['CR', 'LF', 'CRLF', 'ETX', 'none']).default('CR'),
  /** Ends a scan when there is no suffix, ms. */
  idleGapMs: z.int().min(10).max(1000).default(50),
  aim: z.boolean().default(false),
  /** Longest scan, bytes; longer ones are thrown away whole. */
  maxBytes: z.int().min(64).max(8192).default(4096),
});
const cardReader = z.strictObject({
  id,
  kind: z.literal('card-reader/serial-em'),
  link: line,
  debounceMs: z.int().min(200).max(10_000).default(1500),
});
const printer = z.strictObject({
  id,
  kind: z.literal('printer/zpl'),
  link: link(/^tcp:\/\/.+/, 'tcp://10.0.0.7:9100'),
  /** `60x40`: die-cut label, mm. `80`: continuous roll of that width, mm. */
  stock: z.enum(['60x40', '80']).default('60x40'),
  dpi: z.literal([203, 300, 600]).default(203),
  /** Nothing comes back from it (some print servers): its state is never known, silence is no alarm. */
  oneWay: z.boolean().optional(),
});
export const deviceConfig = z.discriminatedUnion('kind', [lockBoard, scanner, cardReader, printer]);

const channel = z.strictObject({ device: id, channel: z.int().min(1).max(50) });
const compartment = z.strictObject({
  id,
  number: z.int().min(1).max(999),
  usage: z.enum(['department', 'pooled', 'returns', 'outgoing', 'spare']),
  department: id.nullable().default(null),
  /** Most pieces that may lie in it; a further one is answered with "full". */
  capacity: z.int().min(1).max(5000).default(100),
  lock: z.strictObject({ front: channel, rear: channel.optional() }),
  /** Bin sensor on a spare input of a board. */
  occupied: channel
    .extend({ polarity: z.enum(['occupied_when_set', 'empty_when_set']).default('occupied_when_set') })
    .optional(),
});
const station = z.strictObject({
  id,
  name,
  flows: z.array(z.enum(['drop', 'pickup'])).min(1),
  /** Which side of the compartments it stands at. */
  door: z.enum(['front', 'rear']).default('front'),
  scanner: id.nullable().default(null),
  cardReader: id.nullable().default(null),
  labelPrinter: id.nullable().default(null),
  receiptPrinter: id.nullable().default(null),
});
const cabinet = z.strictObject({
  id,
  name,
  stations: z.array(station).min(1),
  compartments: z.array(compartment).min(1),
});

const seconds = (fallback: number) => z.number().min(0.1).max(86_400).default(fallback);
/** Seconds, defaults of the trade. */
const timings = z.strictObject({
  nothingDropped: seconds(15),
  doorNotClosed: seconds(30),
  slotItem: seconds(5),
  message: seconds(3),
  idleSignOut: seconds(60),
  absoluteSignOut: seconds(300),
  screenOff: seconds(300),
  heartbeatLost: seconds(60),
  /** How long after closing a bin sensor that contradicts the visit may still change its mind. */
  binSettle: seconds(1),
  /** How long an intent explains an opening door. */
  openWindow: seconds(30),
  /** Rest before another attempt at the same door. */
  retryCoolDown: seconds(3),
});
const methods = (...fallback: ('badge' | 'card' | 'pin')[]) =>
  z
    .array(z.enum(['badge', 'card', 'pin']))
    .min(1)
    .default(fallback);
const policies = z.strictObject({
  /** Any one of the listed means is enough, per role. */
  signIn: z
    .strictObject({
      messenger: methods('badge', 'card', 'pin'),
      collector: methods('badge', 'card', 'pin'),
      registrar: methods('pin'),
      supervisor: methods('pin'),
      technician: methods('card', 'pin'),
      auditor: methods('pin'),
    })
    .prefault({}),
  /** Wrong PINs in a row before an account, or a station, is locked, and for how long (seconds). */
  lockAfter: z.int().min(3).max(20).default(5),
  lockFor: seconds(900),
  timings: timings.prefault({}),
});
const webhook = z.strictObject({
  id,
  kind: z.literal('webhook'),
  url: z.url({ protocol: /^https?$/ }),
  /** Name of the environment variable with the signing secret (Standard Webhooks, `whsec_…`). */
  secretEnv: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
});
export const siteConfig = z.strictObject({
  $schema: z.string().optional(),
  site: z.strictObject({
    id,
    name,
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
    timeZone: z.string().default('Asia/Shanghai'),
  }),
  server: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(8080) })
    .prefault({}),
  devices: z.array(deviceConfig),
  cabinets: z.array(cabinet).min(1),
  policies: policies.prefault({}),
  channels: z.array(webhook).default([]),
});

export type SiteConfig = z.output<typeof siteConfig>;
export type DeviceConfig = SiteConfig['devices'][number];
export type LockBoardConfig = Extract<DeviceConfig, { kind: 'lock-board/bcc8a' }>;
export type ScannerConfig = Extract<DeviceConfig, { kind: 'scanner/serial' }>;
export type CardReaderConfig = Extract<DeviceConfig, { kind: 'card-reader/serial-em' }>;
export type PrinterConfig = Extract<DeviceConfig, { kind: 'printer/zpl' }>;
