import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { device, id } from './site-devices.ts';

export type {
  BoardSpec,
  PrinterSpec,
  ScannerSpec,
  SimDevice,
  SimDeviceKind,
  SpecOf,
} from './site-devices.ts';

/** What the simulator reads of a site configuration: the hardware. Everything else in the file is not its business. */
const channel = z.object({ device: id, channel: z.int().min(1).max(50) });
const binInput = channel.extend({
  input: z.enum(['input', 'item']).default('input'),
  polarity: z.enum(['occupied_when_set', 'empty_when_set']).default('occupied_when_set'),
});
const beam = channel.extend({
  polarity: z.enum(['broken_when_set', 'clear_when_set']).default('broken_when_set'),
});
const compartment = z.object({
  id,
  number: z.int(),
  usage: z.string(),
  department: z.string().nullable().default(null),
  /** The second bin sensor sits where this many sheets reach. */
  capacity: z.int().min(1).default(100),
  lock: z.object({ front: channel, rear: channel.optional() }),
  occupied: binInput.optional(),
  full: binInput.optional(),
  slot: z.object({ outer: beam, inner: beam }).optional(),
  lamps: z
    .object({ documents: channel.optional(), urgent: channel.optional(), error: channel.optional() })
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
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file; check the name' : undefined;
    throw new SiteProblem(`${file}: ${why ?? (cause instanceof Error ? cause.message : String(cause))}`);
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
