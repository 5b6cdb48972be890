import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the simulator reads of a site configuration: the hardware. Everything else in the file is not its business. */
const id = z.string().min(1);
const line = z.string().regex(/^(serial:\/|tcp:\/\/).+/, 'write serial:/dev/… or tcp://host:port');
const device = z.discriminatedUnion('kind', [
  z.object({
    id,
    kind: z.literal('lock-board/bcc8a'),
    link: line,
    address: z.int().min(1).max(99).default(1),
    channels: z.int().min(1).max(50).default(24),
    feedback: z.enum(['closed_when_set', 'open_when_set']),
    echo: z.boolean().default(false),
  }),
  z.object({
    id,
    kind: z.literal('scanner/serial'),
    link: line,
    prefix: z.enum(['none', 'STX']).default('none'),
    suffix: z.enum(['CR', 'LF', 'CRLF', 'ETX', 'none']).default('CR'),
    aim: z.boolean().default(false),
  }),
  z.object({ id, kind: z.literal('card-reader/serial-em'), link: line }),
  z.object({
    id,
    kind: z.literal('printer/zpl'),
    link: line,
    stock: z.enum(['60x40', '80']).default('60x40'),
    dpi: z.literal([203, 300, 600]).default(203),
  }),
]);
const channel = z.object({ device: id, channel: z.int().min(1).max(50) });
const compartment = z.object({
  id,
  number: z.int(),
  usage: z.string(),
  department: z.string().nullable().default(null),
  lock: z.object({ front: channel, rear: channel.optional() }),
  occupied: channel
    .extend({ polarity: z.enum(['occupied_when_set', 'empty_when_set']).default('occupied_when_set') })
    .optional(),
});
const station = z.object({
  id,
  name: z.string(),
  scanner: z.string().nullable().default(null),
  cardReader: z.string().nullable().default(null),
});
const site = z.object({
  site: z.object({ id, name: z.string().default('') }),
  devices: z.array(device),
  cabinets: z.array(
    z.object({ id, name: z.string(), stations: z.array(station), compartments: z.array(compartment) }),
  ),
});

export type SimSite = z.output<typeof site>;
export type SimDevice = SimSite['devices'][number];
export type BoardSpec = Extract<SimDevice, { kind: 'lock-board/bcc8a' }>;
export type ScannerSpec = Extract<SimDevice, { kind: 'scanner/serial' }>;
export type PrinterSpec = Extract<SimDevice, { kind: 'printer/zpl' }>;
export type CompartmentSpec = SimSite['cabinets'][number]['compartments'][number];

const person = z.object({
  name: z.string(),
  number: z.string(),
  card: z.string().regex(/^[0-9A-Fa-f]{10}$/, 'ten hexadecimal digits'),
  badge: z.string().optional(),
  pin: z.string().optional(),
  roles: z.array(z.string()).default([]),
});
export type SimPerson = z.output<typeof person>;

/** Thrown with one line per mistake: the file, the path in it, what is wrong. */
export class SiteProblem extends Error {}

const readJson = <S extends z.ZodType>(file: string, schema: S): z.output<S> => {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new SiteProblem(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new SiteProblem(
    parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`).join('\n'),
  );
};

/** Parses what the simulator needs of a site configuration; throws `SiteProblem`. */
export const parseSite = (raw: unknown): SimSite => site.parse(raw);
export const readSite = (file: string): SimSite => readJson(file, site);
/** People who can swipe a card in the demo: `[{ name, number, card, badge?, pin?, roles }]`. */
export const readPeople = (file: string): SimPerson[] => readJson(file, z.array(person));
