import type { LifeState } from './life-states.ts';
import { z } from 'zod';
import { line, someLine } from './text.ts';

const key = z.string().trim().min(1).max(64);

export const registerDocument = z.strictObject({
  number: line(60),
  title: line(400),
  issuers: z.array(line(100)).min(1).max(20),
  kind: line(60),
  urgency: z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']).default('none'),
  /** Looked at before anything else; anything but `none` is refused and nothing is kept. */
  secrecy: z.literal('none'),
  pages: z.int().min(1).max(9999).nullable().default(null),
  writtenOn: z.iso.date().nullable().default(null),
  barcode: someLine(64).nullable().default(null),
  oaId: someLine(100).nullable().default(null),
  recipients: z
    .array(z.strictObject({ department: key, copies: z.int().min(1).max(200) }))
    .min(1)
    .max(200),
});

const { number, title, issuers, kind: documentKind } = registerDocument.shape;
/** What is left out stays as it is. */
export const amendDocument = z.strictObject({
  number: number.optional(),
  title: title.optional(),
  issuers: issuers.optional(),
  kind: documentKind.optional(),
  urgency: z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']).optional(),
  pages: z.int().min(1).max(9999).nullable().optional(),
  writtenOn: z.iso.date().nullable().optional(),
  barcode: someLine(64).nullable().optional(),
  oaId: someLine(100).nullable().optional(),
  /** May be said again; nothing becomes a secret here. */
  secrecy: z.literal('none').optional(),
  /** Why: it stands in the record beside what was and what is. */
  reason: line(200),
});

export type RegisterDocument = z.input<typeof registerDocument>;

export const registerDepartment = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,32}$/),
  name: line(60),
  aliases: z.array(line(60)).max(30).default([]),
  /** A receiver outside the house; left out: as it was, at first in the house. */
  outside: z.boolean().optional(),
});
export const registerPerson = z.strictObject({
  number: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{1,20}$/),
  name: line(40),
  roles: z
    .array(z.enum(['messenger', 'collector', 'registrar', 'supervisor', 'technician', 'auditor']))
    .max(6),
  departments: z.array(key).max(50).default([]),
  standsInFor: z.array(key).max(50).default([]),
});
/** PIN: 8 digits. Card: its number in hex. Badge: nothing; the answer carries the text for its QR. */
export const setCredential = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('pin'), pin: z.string().regex(/^[0-9]{8}$/) }),
  z.strictObject({ method: z.literal('card'), uid: z.string().regex(/^[0-9A-Fa-f]{4,20}$/) }),
  z.strictObject({ method: z.literal('badge') }),
]);
/** The next card held to this station's reader becomes the person's card. */
export const beginCardTap = z.strictObject({ station: key });
/** First start only: the code printed by the controller makes the first registrar. */
export const setUp = z.strictObject({
  code: z.string().trim().min(8).max(40),
  number: registerPerson.shape.number,
  name: registerPerson.shape.name,
  pin: z.string().regex(/^[0-9]{8}$/),
});
export const signIn = z.strictObject({ number: line(20), pin: z.string().min(4).max(12) });
export const printLabels = z.strictObject({
  dockets: z
    .array(z.string().regex(/^[0-9A-Z]{16}$/))
    .min(1)
    .max(500),
  printer: key.nullable().default(null),
});
export const printBatchOrder = z.strictObject({
  document: key,
  printer: key.nullable().default(null),
  reason: line(200).nullable().default(null),
});
export const reprintRange = z.strictObject({
  from: z.int().min(1).max(10_000),
  to: z.int().min(1).max(10_000),
  /** Why: it stands in the record beside who. */
  reason: line(200),
  printer: key.nullable().default(null),
});
/** May be left out altogether. */
export const reprintOrder = z.strictObject({ reason: line(200).nullable().default(null) }).prefault({});
export const moveJobs = z.strictObject({ printer: key });
/** A4 sheets of copies `from` to `to`; of all copies without them. */
export const printSheets = z.strictObject({
  printer: key.nullable().default(null),
  from: z.int().min(1).max(9999).optional(),
  to: z.int().min(1).max(9999).optional(),
});
export const settlePrintJob = z.strictObject({
  settled: z.enum(['cancelled', 'was-printed', 'was-not-printed']),
});
export const changeService = z.strictObject({
  service: z.enum(['in-service', 'away', 'out-of-service']),
  reason: someLine(200).nullable().default(null),
});
export const withdraw = z.strictObject({ reason: line(200) });

export interface ConsignmentView {
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  readonly departmentName: string;
  readonly copy: number;
  readonly copies: number;
  readonly state: LifeState;
  readonly compartment: string | null;
  readonly labelledAt: string | null;
  readonly depositedAt: string | null;
  readonly collectedAt: string | null;
  readonly handledAt: string | null;
  /** Readers of a circulating piece, and which of them (from 0) it is with or goes to next. */
  readonly route: {
    readonly stops: readonly StopView[];
    readonly at: number;
    readonly ended: boolean;
  } | null;
  /** The recall that asks it back, or brought it back; null when that ended before. */
  readonly recall: string | null;
}
export interface StopView {
  readonly department: string;
  readonly departmentName: string;
  readonly reader: string | null;
}
export interface DocumentView {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly issuers: readonly string[];
  readonly kind: string;
  readonly urgency: 'none' | 'jiaji' | 'teji' | 'pingji' | 'teti';
  readonly pages: number | null;
  readonly writtenOn: string | null;
  readonly barcode: string | null;
  readonly oaId: string | null;
  readonly oddities: readonly string[];
  readonly registeredAt: string;
  readonly registeredBy: string;
  readonly consignments: readonly ConsignmentView[];
}
/** Every list answers `{ items, next }`; pass `next` back as `?cursor=`. */
export interface List<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
export interface DeviceView {
  readonly id: string;
  readonly kind: string;
  readonly link: string;
  readonly state: 'starting' | 'online' | 'offline';
  /** For logs and technicians, in English. */
  readonly problem: string | null;
  /** The same by code, for pages to say in their reader's language: kiosk-ui/src/text/faults. */
  readonly faults: readonly {
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[];
  readonly since: string;
  readonly counters: Readonly<Record<string, number>>;
  /** Printers only. */
  readonly printer: {
    readonly condition: string;
    readonly remaining: number | null;
    readonly answered: boolean;
    readonly detail: string | null;
    /** The same as a code, where there is one. */
    readonly cause: string | null;
    readonly stock: string;
  } | null;
}
export interface PrintJobView {
  readonly id: string;
  readonly printer: string;
  readonly artwork: 'label' | 'receipt' | 'test' | 'sheet' | 'list';
  /** Docket code, receipt id, device id, or the SHA-256 of a sheet. */
  readonly subject: string;
  readonly reprintOf: string | null;
  /** Who asked for it, and why, when that was said. */
  readonly by: string;
  readonly reason: string | null;
  /** Of a sheet: what it is. */
  readonly label: string | null;
  readonly copies: number;
  /** Of a label that is one of many: its batch and its place in it, from 1. */
  readonly batch: string | null;
  readonly position: number | null;
  readonly state: 'queued' | 'started' | 'printed' | 'failed' | 'in-doubt' | 'cancelled';
  readonly attempts: number;
  readonly why: string | null;
  readonly queuedAt: string;
  readonly changedAt: string;
}
/** The labels of one document, in line together. */
export interface PrintBatchView {
  readonly id: string;
  readonly document: string;
  /** Document number. */
  readonly number: string;
  /** Where it was put in line; labels can have been moved since. */
  readonly printer: string;
  readonly pieces: number;
  readonly reprintOf: { readonly batch: string; readonly from: number; readonly to: number } | null;
  readonly by: string;
  readonly reason: string | null;
  readonly state: 'printing' | 'paused' | 'done' | 'cancelled';
  readonly counts: {
    readonly waiting: number;
    readonly started: number;
    readonly printed: number;
    readonly refused: number;
    readonly inDoubt: number;
    readonly cancelled: number;
  };
  readonly queuedAt: string;
}
/** A printer with its line. */
export interface PrinterLineView {
  readonly id: string;
  readonly kind: string;
  readonly stock: string;
  readonly dpi: number;
  readonly condition: string;
  readonly answered: boolean;
  /** In the printer's own words; null when there is nothing to say. */
  readonly detail: string | null;
  /** Why its line stands still; null when it does not. */
  readonly problem: string | null;
  /** The job being printed. */
  readonly current: string | null;
  /** Jobs in its line, the one being printed included. */
  readonly waiting: number;
  /** What it can print. */
  readonly prints: readonly ('label' | 'receipt' | 'sheet' | 'list' | 'test')[];
  /** Stations that name it, by their names. */
  readonly stations: readonly string[];
}
export interface ReceiptView {
  readonly id: string;
  readonly kind: 'drop' | 'pickup';
  readonly site: string;
  readonly station: string;
  readonly person: { readonly number: string; readonly name: string };
  readonly issuedAt: string;
  /** The site's, IANA; left out: the browser's own. */
  readonly timeZone?: string | undefined;
  readonly pieces: readonly {
    readonly docket: string;
    readonly number: string;
    readonly departmentName: string;
    readonly compartment: string;
    readonly sequence: number;
    readonly leaf: string;
  }[];
  /** The ledger when it was issued: every piece's sequence is ≤ size. */
  readonly size: number;
  readonly root: string;
  /** The receipt's own line in the ledger. */
  readonly sequence: number;
  readonly leaf: string;
}
export interface MeView {
  readonly number: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** The site's, IANA; left out: the browser's own. */
  readonly timeZone?: string | undefined;
}
export interface CompartmentStateView {
  readonly id: string;
  readonly number: number;
  readonly cabinet: string;
  readonly usage: 'department' | 'pooled' | 'returns' | 'outgoing' | 'spare';
  readonly department: string | null;
  readonly front: 'open' | 'closed' | 'unknown';
  readonly rear: 'open' | 'closed' | 'unknown';
  readonly bin: 'occupied' | 'empty' | 'unknown';
  readonly service: 'in-service' | 'away' | 'out-of-service';
  readonly serviceReason: string | null;
  readonly forced: boolean;
  readonly pieces: number;
}
export interface DepartmentView {
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** A receiver outside the house: its papers leave through an outgoing compartment. */
  readonly outside: boolean;
}
export interface PersonView {
  readonly number: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
  readonly standsInFor: readonly string[];
  readonly disabled: boolean;
  /** Which means of sign-in are set; a badge counts once one was made. */
  readonly hasPin: boolean;
  readonly cards: number;
}
/** Answer to setting a credential; `badge` is the text for the QR of a new badge, else null. */
export interface CredentialView {
  readonly method: 'pin' | 'card' | 'badge';
  readonly badge: string | null;
}
/** Waiting for a card at a station's reader, and what came of it. The number of the card is never told. */
export interface CardTapView {
  readonly tap: string;
  readonly station: string;
  readonly state: 'waiting' | 'enrolled' | 'refused' | 'expired' | 'cancelled';
  /** Why it was refused: `card-taken`, …; else null. */
  readonly code: string | null;
  readonly until: string;
}
export interface CardReaderView {
  readonly station: string;
  readonly name: string;
  readonly cabinet: string;
}
/** What an official barcode record says, to fill the registration form (read-record). */
export interface RecordFieldsView {
  readonly number: string;
  readonly title: string;
  readonly issuers: readonly string[];
  readonly kind: string;
  readonly urgency: DocumentView['urgency'];
  readonly writtenOn: string | null;
  readonly barcode: string | null;
  /** Main recipient as the record words it. */
  readonly recipient: string;
  /** Departments it was recognised as. */
  readonly proposed: readonly string[];
  readonly oddities: readonly string[];
}
