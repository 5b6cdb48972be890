import type { SiteConfig } from '../config-schema.ts';
import type { Ledger, StoredEvent } from '../ports/ledger.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type {
  CompartmentRow,
  ConsignmentRow,
  DocumentRow,
  PersonRow,
  PrintBatchRow,
  PrintJobRow,
  ReadModels,
  ReceiptRow,
} from '../ports/read-models.ts';
import type {
  CompartmentStateView,
  ConsignmentView,
  DocumentView,
  PersonView,
  PrintBatchView,
  PrintJobView,
  ReceiptView,
} from './contract/office.ts';

/** Rows of the read models as the pages and programs see them. */
export const consignmentViewOf = (row: ConsignmentRow, views: ReadModels): ConsignmentView => ({
  docket: row.docket,
  document: row.document,
  department: row.department,
  departmentName: nameOf(views, row.department),
  copy: row.copy,
  copies: row.copies,
  state: row.state,
  compartment: row.compartment,
  labelledAt: row.labelledAt,
  depositedAt: row.depositedAt,
  collectedAt: row.collectedAt,
  handledAt: row.handledAt,
  route: row.route && {
    stops: row.route.stops.map((stop) => ({ ...stop, departmentName: nameOf(views, stop.department) })),
    at: row.route.at,
    ended: row.route.ended,
  },
  recall: row.recall,
});
const nameOf = (views: ReadModels, code: string): string => views.department(code)?.name ?? code;

export const documentViewOf = (row: DocumentRow, views: ReadModels): DocumentView => ({
  ...documentFields(row),
  id: row.id,
  registeredAt: row.registeredAt,
  registeredBy: row.registeredBy,
  consignments: views.consignmentsOf(row.id).map((piece) => consignmentViewOf(piece, views)),
});

const documentFields = (row: StoredEvent<'DocumentRegistered'>['payload']) => ({
  number: row.number,
  title: row.title,
  issuers: row.issuers,
  kind: row.kind,
  urgency: row.urgency,
  pages: row.pages,
  writtenOn: row.writtenOn,
  barcode: row.barcode,
  oaId: row.oaId,
  oddities: row.oddities,
});

/** The answer to a registration, from its own events: it is made inside their transaction. */
export const registeredViewOf = (events: readonly AnyStoredEvent[], views: ReadModels): DocumentView => {
  const registered = events.find((event) => event.type === 'DocumentRegistered');
  if (!registered) throw new TypeError('a registration without DocumentRegistered');
  return {
    ...documentFields(registered.payload),
    id: keyOf(registered.stream),
    registeredAt: registered.time,
    registeredBy: registered.actor,
    consignments: events
      .filter((event) => event.type === 'ConsignmentRegistered')
      .map(({ stream, payload }) => ({
        ...{ docket: keyOf(stream), document: payload.document, department: payload.department },
        departmentName: views.department(payload.department)?.name ?? payload.department,
        ...{ copy: payload.copy, copies: payload.copies, state: 'registered' as const, compartment: null },
        ...{
          labelledAt: null,
          depositedAt: null,
          collectedAt: null,
          handledAt: null,
          route: null,
          recall: null,
        },
      })),
  };
};
export const keyOf = (stream: string): string => stream.slice(stream.indexOf(':') + 1);

export const personViewOf = (row: PersonRow): PersonView => ({
  number: row.number,
  name: row.name,
  roles: row.roles,
  departments: row.departments,
  standsInFor: row.standsInFor,
  disabled: row.disabled,
  hasPin: row.hasPin,
  cards: row.cards.length,
});

export const printJobViewOf = (row: Omit<PrintJobRow, 'sequence'>): PrintJobView => ({
  id: row.id,
  printer: row.printer,
  artwork: row.artwork,
  subject: row.subject,
  reprintOf: row.reprintOf,
  by: row.by,
  reason: row.reason,
  label: row.label,
  copies: row.copies,
  batch: row.batch,
  position: row.position,
  state: row.state,
  attempts: row.attempts,
  why: row.why,
  queuedAt: row.queuedAt,
  changedAt: row.changedAt,
});

export const printBatchViewOf = (row: PrintBatchRow, views: ReadModels): PrintBatchView => {
  const { sequence: _, state, counts, ...told } = row;
  const open = counts.waiting + counts.started + counts.inDoubt > 0;
  const number = views.document(row.document)?.number ?? '';
  return { ...told, counts, number, state: state === 'running' ? (open ? 'printing' : 'done') : state };
};

export const queuedJobViews = (events: readonly AnyStoredEvent[]): PrintJobView[] =>
  events
    .filter((event) => event.type === 'PrintJobQueued')
    .map(({ stream, payload: { sheet, batch, reason = null, ...payload }, time, actor }) => ({
      ...{ id: keyOf(stream), ...payload, by: actor, reason },
      ...{ label: sheet?.label ?? null, copies: sheet?.copies ?? 1 },
      ...{ batch: batch?.id ?? null, position: batch?.position ?? null },
      ...{ state: 'queued' as const, attempts: 0, why: null, queuedAt: time, changedAt: time },
    }));

export const receiptViewOf = (
  row: ReceiptRow,
  { config, views, ledger }: { config: SiteConfig; views: ReadModels; ledger: Pick<Ledger, 'proof'> },
): ReceiptView => ({
  id: row.id,
  kind: row.kind,
  site: config.site.name,
  station: stationName(config, row.station),
  person: { number: row.person, name: views.person(row.person)?.name ?? row.person },
  issuedAt: row.issuedAt,
  timeZone: config.site.timeZone,
  pieces: row.pieces.map((piece) => ({
    docket: piece.docket,
    number: piece.number,
    departmentName: views.department(piece.department)?.name ?? piece.department,
    compartment: piece.compartment,
    sequence: piece.sequence,
    leaf: ledger.proof(piece.sequence)?.leaf ?? '',
  })),
  size: row.size,
  root: row.root,
  sequence: row.sequence,
  leaf: ledger.proof(row.sequence)?.leaf ?? '',
});

const stationName = (config: SiteConfig, id: string): string =>
  config.cabinets.flatMap((cabinet) => cabinet.stations).find((station) => station.id === id)?.name ?? id;

export const compartmentViews = (config: SiteConfig, views: ReadModels): CompartmentStateView[] =>
  config.cabinets.flatMap((cabinet) =>
    cabinet.compartments.map((compartment) => {
      const { id, number, usage, department } = compartment;
      const row: Partial<CompartmentRow> = views.compartment(id) ?? {};
      return {
        ...{ id, number, cabinet: cabinet.id, usage, department },
        front: row.front ?? 'unknown',
        rear: row.rear ?? 'unknown',
        bin: row.bin ?? 'unknown',
        service: row.service ?? 'in-service',
        serviceReason: row.serviceReason ?? null,
        forced: row.forced ?? false,
        pieces: views.insideOf(id).length,
      };
    }),
  );
