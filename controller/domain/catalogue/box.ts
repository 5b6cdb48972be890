import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

export const door = z.enum(['front', 'rear']);
export const openReason = z.enum([
  ...(['drop', 'pickup', 'return', 'maintenance'] as const),
  ...(['take-in', 'correct', 'stock-take', 'send', 'fetch'] as const),
]);
/** Bytes as seen on the wire, lower-case hex, at most 64 of them. */
const wire = z.string().max(128);
const attempt = { intent: key, attempt: z.int().min(1).max(3), door };

export const openRequested = defineEvent(
  'compartment',
  'OpenRequested',
  'Somebody permitted is to open a door: the intent, durable before any byte leaves.',
  z.object({
    ...attempt,
    session: key,
    person: key,
    reason: openReason,
    device: key,
    channel: z.int().min(1),
  }),
);
export const openAcknowledged = defineEvent(
  'compartment',
  'OpenAcknowledged',
  'The board answered the open with a frame that cannot be an echo and reports the bolt moved.',
  z.object({ ...attempt, reply: wire }),
);
export const openUnanswered = defineEvent(
  'compartment',
  'OpenUnanswered',
  'What became of the open is unknown: silence, noise, or a frame that proves nothing.',
  z.object({
    ...attempt,
    /** Whether the open frame left: `no` is certain, `yes` is certain, else `unknown`. */
    sent: z.enum(['yes', 'no', 'unknown']),
    why: z.enum(['silent', 'garbled', 'proves-nothing', 'link-down', 'restart']),
    reply: wire.nullable(),
  }),
);
export const openFailed = defineEvent(
  'compartment',
  'OpenFailed',
  'The bolt certainly did not open: the board said so and a read confirmed it, or nothing was sent.',
  z.object({ ...attempt, why: z.enum(['still-closed', 'not-sent', 'refused']), reply: wire.nullable() }),
);
export const doorSeenOpen = defineEvent(
  'compartment',
  'DoorSeenOpen',
  'The door sensor was read as open, twice in a row.',
  z.object({ door, intent: key.nullable() }),
);
export const doorSeenClosed = defineEvent(
  'compartment',
  'DoorSeenClosed',
  'The door sensor was read as closed, twice in a row.',
  z.object({ door, intent: key.nullable() }),
);
export const doorLost = defineEvent(
  'compartment',
  'DoorLost',
  'The door can no longer be seen: its board does not answer.',
  z.object({ door }),
);
export const doorForced = defineEvent(
  'compartment',
  'DoorForced',
  'A door was seen open that nobody was permitted to open.',
  z.object({ door }),
);
export const binSeenOccupied = defineEvent(
  'compartment',
  'BinSeenOccupied',
  'The bin sensor sees something inside.',
  z.object({}),
);
export const binSeenEmpty = defineEvent(
  'compartment',
  'BinSeenEmpty',
  'The bin sensor sees nothing inside.',
  z.object({}),
);
export const serviceChanged = defineEvent(
  'compartment',
  'ServiceChanged',
  'The compartment was put in service, marked away, or taken out of service.',
  z.object({ service: z.enum(['in-service', 'away', 'out-of-service']), reason: text(200).nullable() }),
);
export const deviceOnline = defineEvent(
  'device',
  'DeviceOnline',
  'The device answered its probe.',
  z.object({ detail: text(200).nullable() }),
);
export const deviceOffline = defineEvent(
  'device',
  'DeviceOffline',
  'The device stopped answering, or its line is gone.',
  z.object({ why: text(300) }),
);
export const recordFaultFound = defineEvent(
  'site',
  'RecordFaultFound',
  'A walk over the whole ledger found that it was edited or damaged; no door opens until a walk finds it whole.',
  z.object({
    /** Events walked. */
    size: z.int().min(0),
    /** How many things were found wrong. */
    findings: z.int().min(1),
    /** Code of the first one, as `docketbox verify` says it. */
    code: text(40),
    /** The event the first one is about. */
    sequence: z.int().min(1).nullable(),
    /** The first one in a sentence, without content of an event. */
    what: text(300),
  }),
);
export const recordFoundWhole = defineEvent(
  'site',
  'RecordFoundWhole',
  'After a fault, a walk over the whole ledger found nothing wrong any more.',
  z.object({
    /** Events walked. */
    size: z.int().min(0),
    /** Merkle root over them. */
    root: text(64),
  }),
);
