import { z } from 'zod';
import { paragraph } from './text.ts';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const docket = z.string().regex(/^[0-9A-Z]{16}$/);
/** What the page is opened on. */
const device = z.enum(['phone', 'desk']);
const named = z.object({ code: text, name: text });

export const signCollected = z.strictObject({ dockets: z.array(docket).min(1).max(100), device });
/** Empty: there is nothing, and what stood there is taken out. */
const written = paragraph(500).transform((text) => text || null);
export const noteInstruction = z.strictObject({ docket, device, instruction: written });
export const handleAtDesk = z.strictObject({ docket, device, instruction: written, result: written });
/** What was read or typed; never put into an address, because it may be a classified record. */
export const lookUp = z.strictObject({ text: z.string().min(1).max(8192) });

const piece = {
  ...{ docket: text, number: text, title: text, issuers: z.array(text) },
  urgency: z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']),
  ...{ department: named, copy: z.int(), copies: z.int() },
  /** When it has to be done; null while no clock runs. */
  due: instant.nullable(),
  /** The clock was stopped by somebody. */
  paused: z.boolean(),
};
export const waitingPiece = z.object({ ...piece, place: text.nullable(), depositedAt: instant.nullable() });
export const collectedPiece = z.object({
  ...piece,
  collectedAt: instant.nullable(),
  /** Who took it out of the box. */
  collectedBy: text,
  mine: z.boolean(),
  signedAt: instant.nullable(),
  signedBy: text.nullable(),
  handled: z.boolean(),
  /** The office asked for it back. */
  calledBack: z.boolean(),
  instruction: text.nullable(),
});
export const deskView = z.object({
  /** When this was so, by the controller's clock. */
  asOf: instant,
  departments: z.array(named.extend({ as: z.enum(['member', 'stand-in']) })),
  waiting: z.array(waitingPiece),
  collected: z.array(collectedPiece),
  /** How many there are beyond those listed. */
  more: z.object({ waiting: z.int(), collected: z.int() }),
});
export const signedView = z.object({ dockets: z.array(text), at: instant });
export const handledView = z.object({ docket: text, at: instant });
export const instructionView = z.object({ docket: text, instruction: text.nullable() });

/** Whose a piece is and where; the fields that are null are not for everybody's eyes. */
export const foundPiece = z.object({
  ...{ docket: text, number: text, department: named, copy: z.int(), copies: z.int() },
  urgency: piece.urgency,
  state: text,
  /** Cabinet and box the paper lies in, as people call them. */
  place: text.nullable(),
  /** Null when it is not for the asker's eyes. */
  title: text.nullable(),
  issuers: z.array(text).nullable(),
  instruction: text.nullable(),
  history: z
    .array(
      z.object({
        /** Type of the event, see docs/events.md. */
        what: text,
        at: instant,
        by: text,
        place: text.nullable(),
      }),
    )
    .nullable(),
});
/** What a code is. A code that is not ours is told by why, never followed. */
export const foundView = z.discriminatedUnion('is', [
  z.object({ is: z.literal('piece'), piece: foundPiece }),
  z.object({ is: z.literal('document'), number: text, pieces: z.array(foundPiece), more: z.int() }),
  z.object({
    is: z.literal('nothing'),
    why: z.enum([
      'not-registered',
      'misread',
      'record-not-registered',
      'record-unreadable',
      'badge',
      'foreign',
    ]),
  }),
]);

export type WaitingPiece = z.output<typeof waitingPiece>;
export type CollectedPiece = z.output<typeof collectedPiece>;
export type DeskView = z.output<typeof deskView>;
export type FoundPiece = z.output<typeof foundPiece>;
export type FoundView = z.output<typeof foundView>;
