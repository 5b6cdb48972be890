import { z } from 'zod';
import { LIFE_STATES } from './contract/life-states.ts';
import { role } from '../domain/catalogue/people.ts';
import type * as office from './contract/office.ts';
import type { RecordView } from './contract/record.ts';

/** What the API answers, as schemas: the OpenAPI document is made from these, and tests hold answers against them. */
const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const urgency = z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']);
type Is<T> = z.ZodType<T>;

export const consignmentView = z.object({
  docket: text,
  document: text,
  department: text,
  departmentName: text,
  copy: z.int(),
  copies: z.int(),
  state: z.enum(LIFE_STATES),
  compartment: text.nullable(),
  labelledAt: instant.nullable(),
  depositedAt: instant.nullable(),
  collectedAt: instant.nullable(),
  handledAt: instant.nullable(),
  route: z
    .object({
      stops: z.array(z.object({ department: text, departmentName: text, reader: text.nullable() })),
      at: z.int(),
      ended: z.boolean(),
    })
    .nullable(),
  recall: text.nullable(),
}) satisfies Is<office.ConsignmentView>;
export const documentView = z.object({
  id: text,
  number: text,
  title: text,
  issuers: z.array(text),
  kind: text,
  urgency,
  pages: z.int().nullable(),
  writtenOn: z.iso.date().nullable(),
  barcode: text.nullable(),
  oaId: text.nullable(),
  oddities: z.array(text),
  registeredAt: instant,
  registeredBy: text,
  consignments: z.array(consignmentView),
}) satisfies Is<office.DocumentView>;
export const departmentView = z.object({
  code: text,
  name: text,
  aliases: z.array(text),
  outside: z.boolean(),
}) satisfies Is<office.DepartmentView>;
export const personView = z.object({
  number: text,
  name: text,
  roles: z.array(role),
  departments: z.array(text),
  standsInFor: z.array(text),
  disabled: z.boolean(),
  hasPin: z.boolean(),
  cards: z.int(),
}) satisfies Is<office.PersonView>;
export const credentialView = z.object({
  method: z.enum(['pin', 'card', 'badge']),
  badge: text.nullable(),
}) satisfies Is<office.CredentialView>;
export const cardTapView = z.object({
  tap: text,
  station: text,
  state: z.enum(['waiting', 'enrolled', 'refused', 'expired', 'cancelled']),
  code: text.nullable(),
  until: text,
}) satisfies Is<office.CardTapView>;
export const cardReaderView = z.object({
  station: text,
  name: text,
  cabinet: text,
}) satisfies Is<office.CardReaderView>;
export const meView = z.object({
  number: text,
  name: text,
  roles: z.array(text),
  timeZone: text.optional(),
}) satisfies Is<office.MeView>;
export const recordFieldsView = z.object({
  number: text,
  title: text,
  issuers: z.array(text),
  kind: text,
  urgency,
  writtenOn: z.iso.date().nullable(),
  barcode: text.nullable(),
  recipient: text,
  proposed: z.array(text),
  oddities: z.array(text),
}) satisfies Is<office.RecordFieldsView>;
const door = z.enum(['open', 'closed', 'unknown']);
export const compartmentStateView = z.object({
  id: text,
  number: z.int(),
  cabinet: text,
  usage: z.enum(['department', 'pooled', 'returns', 'outgoing', 'spare']),
  department: text.nullable(),
  front: door,
  rear: door,
  bin: z.enum(['occupied', 'empty', 'unknown']),
  service: z.enum(['in-service', 'away', 'out-of-service']),
  serviceReason: text.nullable(),
  forced: z.boolean(),
  pieces: z.int(),
}) satisfies Is<office.CompartmentStateView>;
export const deviceView = z.object({
  id: text,
  kind: text,
  link: text,
  state: z.enum(['starting', 'online', 'offline']),
  problem: text.nullable(),
  faults: z.array(z.object({ code: text, values: z.record(text, z.union([text, z.number()])) })),
  since: instant,
  counters: z.record(text, z.number()),
  printer: z
    .object({
      condition: text,
      remaining: z.int().nullable(),
      answered: z.boolean(),
      detail: text.nullable(),
      cause: text.nullable(),
      stock: text,
    })
    .nullable(),
}) satisfies Is<office.DeviceView>;
export const recordView = z.object({
  state: z.enum(['waiting', 'walking']),
  progress: z.object({ verified: z.int(), total: z.int() }).nullable(),
  last: z.object({ at: instant, size: z.int(), root: text.nullable(), findings: z.int() }).nullable(),
  fault: text.nullable(),
  next: instant,
}) satisfies Is<RecordView>;
export const printJobView = z.object({
  id: text,
  printer: text,
  artwork: z.enum(['label', 'receipt', 'test', 'sheet', 'list']),
  subject: text,
  reprintOf: text.nullable(),
  by: text,
  reason: text.nullable(),
  label: text.nullable(),
  copies: z.int(),
  batch: text.nullable(),
  position: z.int().nullable(),
  state: z.enum(['queued', 'started', 'printed', 'failed', 'in-doubt', 'cancelled']),
  attempts: z.int(),
  why: text.nullable(),
  queuedAt: instant,
  changedAt: instant,
}) satisfies Is<office.PrintJobView>;
export const printBatchView = z.object({
  id: text,
  document: text,
  number: text,
  printer: text,
  pieces: z.int(),
  reprintOf: z.object({ batch: text, from: z.int(), to: z.int() }).nullable(),
  by: text,
  reason: text.nullable(),
  state: z.enum(['printing', 'paused', 'done', 'cancelled']),
  counts: z.object({
    waiting: z.int(),
    started: z.int(),
    printed: z.int(),
    refused: z.int(),
    inDoubt: z.int(),
    cancelled: z.int(),
  }),
  queuedAt: instant,
}) satisfies Is<office.PrintBatchView>;
export const printerLineView = z.object({
  id: text,
  kind: text,
  stock: text,
  dpi: z.int(),
  condition: text,
  answered: z.boolean(),
  detail: text.nullable(),
  problem: text.nullable(),
  current: text.nullable(),
  waiting: z.int(),
  prints: z.array(z.enum(['label', 'receipt', 'sheet', 'list', 'test'])),
  stations: z.array(text),
}) satisfies Is<office.PrinterLineView>;
export const receiptView = z.object({
  id: text,
  kind: z.enum(['drop', 'pickup']),
  site: text,
  station: text,
  person: z.object({ number: text, name: text }),
  issuedAt: instant,
  timeZone: text.optional(),
  pieces: z.array(
    z.object({
      docket: text,
      number: text,
      departmentName: text,
      compartment: text,
      sequence: z.int(),
      leaf: text,
    }),
  ),
  size: z.int(),
  root: text,
  sequence: z.int(),
  leaf: text,
}) satisfies Is<office.ReceiptView>;

/** A list of these: pass `next` back as `?cursor=`. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: text.nullable() });
