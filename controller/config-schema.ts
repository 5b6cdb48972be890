import { z } from 'zod';
import { chasing } from './config-chasing.ts';
import { channelConfig } from './config-channels.ts';
import { deviceConfig, id } from './config-devices.ts';
import { directoryConfig } from './config-directory.ts';
import { isPlainLine } from './domain/plain-text.ts';

export type { ChasingPolicy } from './config-chasing.ts';
export type { ChannelConfig } from './config-channels.ts';
export type * from './config-devices.ts';
export {
  deviceConfig,
  isCardReader,
  isLockBoard,
  isPrinter,
  isScanner,
  terminalOf,
} from './config-devices.ts';

/** The site configuration, docs/configuration.md. `z.input` is what people write, `SiteConfig` what the code gets. */
const name = z
  .string()
  .max(60)
  .regex(/\S/, 'write at least one character that can be seen')
  .refine(isPlainLine, 'remove control characters, line breaks and invisible marks');

const channel = z.strictObject({ device: id, channel: z.int().min(1).max(50) });
/** `item`: the board's own item sensor of that channel instead of an input (`kerong` boards). */
const binInput = channel.extend({
  input: z.enum(['input', 'item']).default('input'),
  polarity: z.enum(['occupied_when_set', 'empty_when_set']).default('occupied_when_set'),
});
const beam = channel.extend({
  polarity: z.enum(['broken_when_set', 'clear_when_set']).default('broken_when_set'),
});
const compartment = z.strictObject({
  id,
  number: z.int().min(1).max(999),
  usage: z.enum(['department', 'pooled', 'returns', 'outgoing', 'spare']),
  department: id.nullable().default(null),
  /** Most pieces that may lie in it; a further one is answered with "full". */
  capacity: z.int().min(1).max(5000).default(100),
  lock: z.strictObject({ front: channel, rear: channel.optional() }),
  /** Bin sensor on a spare input of a board, on a `sensor/modbus-input`, or an item bit of a `kerong` board. */
  occupied: binInput.optional(),
  /** A second sensor, at the height where the bin counts as full. */
  full: binInput.optional(),
  /** A pair of beams in the slot: which is broken first gives the direction. */
  slot: z.strictObject({ outer: beam, inner: beam }).optional(),
  lamps: z
    .strictObject({ documents: channel.optional(), urgent: channel.optional(), error: channel.optional() })
    .optional(),
});
const station = z.strictObject({
  id,
  name,
  flows: z.array(z.enum(['drop', 'pickup'])).min(1),
  /** Which side of the compartments it stands at. */
  door: z.enum(['front', 'rear']).default('front'),
  scanner: id.nullable().default(null),
  /** The kiosk page takes scans that a scanner types: docs/protocols/keyboard-fallback.md. */
  keyboardScanner: z.boolean().default(false),
  cardReader: id.nullable().default(null),
  labelPrinter: id.nullable().default(null),
  receiptPrinter: id.nullable().default(null),
  /** For cover sheets and lists: an A4 printer. */
  sheetPrinter: id.nullable().default(null),
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
/** Names of a document's fields in lists and OFD packages, besides the built-in ones (docs/ofd-and-oa-files.md). */
const fieldNames = z.strictObject(
  Object.fromEntries(
    (
      [
        ...['secrecy', 'number', 'title', 'issuers', 'kind', 'urgency'],
        ...['pages', 'writtenOn', 'barcode', 'oaId', 'recipients'],
      ] as const
    ).map((field) => [field, z.array(z.string().trim().min(1).max(60)).max(30).optional()]),
  ),
);
const officeHours = (fallback: number) => z.number().min(0.1).max(2000).default(fallback);
/** Windows of the reconciliation: in seconds, and in hours during which the office works. */
const reconciliation = z.strictObject({
  /** Between two looks, seconds. */
  every: seconds(60),
  /** A sensor that contradicts the record, seconds. */
  sensor: seconds(120),
  /** An opening or a print whose outcome nobody knows, seconds. */
  doubt: seconds(300),
  /** From registration to the first drop, office hours. */
  notDropped: officeHours(16),
  /** From the first copy's drop to the last one's. */
  copiesShort: officeHours(4),
  /** Refused or taken out of a wrong box, and in nobody's box since. */
  inHand: officeHours(4),
  /** In a returns compartment. */
  inReturns: officeHours(16),
  /** A scan that belongs to no document. */
  unmatched: officeHours(8),
  /** Beyond the deadline of signing for it. */
  overdue: officeHours(8),
  /** Beyond the deadline of handling it. */
  unhandled: officeHours(40),
});
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
  /** When the whole ledger is verified: every night at this time on the site's clocks, and so long after a start. */
  verification: z
    .strictObject({
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .default('03:00'),
      afterStart: seconds(60),
    })
    .prefault({}),
  fieldNames: fieldNames.prefault({}),
  /** The OA is asked whether a door may open; null: it is not. */
  askBeforeOpening: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** Name of the environment variable with the signing secret (Standard Webhooks, `whsec_…`). */
      secretEnv: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
      /** How long the OA has for its answer. */
      deadlineMs: z.int().min(200).max(10_000).default(2_000),
      /** What holds when it does not answer in time, or answers something else. */
      onSilence: z.enum(['allow', 'refuse']),
      for: z.enum(['drop', 'pickup', 'both']).default('both'),
    })
    .nullable()
    .default(null),
  /** How long paper and record may differ before it counts as a difference: docs/reconciliation.md. */
  reconciliation: reconciliation.prefault({}),
  /** When the sheet of a working day is drawn up, on the site's clocks, and whether it is printed. */
  dailySheet: z
    .strictObject({
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .default('17:30'),
      print: z.boolean().default(true),
    })
    .prefault({}),
  chasing: chasing.prefault({}),
  /** How long the PDF of a sheet is kept after it was printed or cancelled, to be printed again or downloaded. */
  sheets: z.strictObject({ keepDays: z.int().min(1).max(90).default(7) }).prefault({}),
});
/** Scheme, host and port alone, as a browser writes an origin. */
const origin = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9.\-[\]:]{1,200}$/)
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, {
    error: 'scheme, host and port alone, small letters, without the usual port: https://oa.example:8443',
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
  /** Where messages go: docs/messages.md. */
  channels: z.array(channelConfig).max(50).default([]),
  /** Where events may be posted to, as origins: `https://oa.example:8443`. Nowhere unless it stands here. */
  webhooks: z.strictObject({ allow: z.array(origin).max(20).default([]) }).prefault({}),
  /** Where people and departments are kept; null: here. */
  directory: directoryConfig.nullable().default(null),
  /** Scans that other machines leave for us. */
  intake: z.strictObject({ folder: z.string().min(1).nullable().default(null) }).prefault({}),
});

export type SiteConfig = z.output<typeof siteConfig>;
