import type { ConsignmentState as Life, LifeState } from '../domain/consignment-state.ts';
import type { LabelStock } from '../domain/label-stock.ts';
import type { LabelTemplate } from '../domain/label-template.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { MessageViews, ReachViews } from './messages.ts';
import type { Deadlines } from './deadlines.ts';
import type { Evaluation } from './evaluation.ts';
import type { DailySheets, Differences, ReconciliationFacts } from './reconciliation.ts';

/** Read models derived from the ledger in the same transaction; all queries are synchronous. */
export type ConsignmentState = LifeState;

export interface DocumentRow extends PayloadOf<'DocumentRegistered'> {
  readonly id: string;
  readonly registeredAt: string;
  readonly registeredBy: string;
  readonly sequence: number;
}
export interface ConsignmentRow {
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  readonly copy: number;
  readonly copies: number;
  readonly state: ConsignmentState;
  readonly compartment: string | null;
  /** Instants, null until they happened. */
  readonly labelledAt: string | null;
  readonly depositedAt: string | null;
  readonly collectedAt: string | null;
  readonly handledAt: string | null;
  /** Readers of a circulating piece; `department` is the one it is with or goes to next. */
  readonly route: Life['route'];
  /** The recall that asks it back, or brought it back; null when that ended before. */
  readonly recall: string | null;
  /** Of a missing piece: the state it was in. */
  readonly was: Life['was'];
  /** Joined from the document. */
  readonly number: string;
  readonly title: string;
  readonly issuers: readonly string[];
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  readonly sequence: number;
}
export interface DepartmentRow extends PayloadOf<'DepartmentRegistered'> {
  readonly code: string;
}
export interface PersonRow extends PayloadOf<'PersonRegistered'> {
  readonly number: string;
  readonly disabled: boolean;
  /** Whether the directory says who they are, and whether it has them still. */
  readonly directory: 'none' | 'here' | 'gone';
  /** Keyed hashes of enrolled cards. */
  readonly cards: readonly string[];
  readonly hasPin: boolean;
  /** Wrong PINs in a row since the last good sign-in. */
  readonly failures: number;
  readonly lockedUntil: string | null;
}
export type DoorState = 'open' | 'closed' | 'unknown';
export interface CompartmentRow {
  readonly id: string;
  readonly front: DoorState;
  readonly rear: DoorState;
  readonly bin: 'occupied' | 'empty' | 'unknown';
  readonly service: 'in-service' | 'away' | 'out-of-service';
  readonly serviceReason: string | null;
  /** An intent without outcome, if any. */
  readonly openIntent: string | null;
  readonly forced: boolean;
}
export interface PrintJobRow extends Pick<
  PayloadOf<'PrintJobQueued'>,
  'printer' | 'artwork' | 'subject' | 'reprintOf'
> {
  readonly id: string;
  /** Who asked for it, and why, when that was said. */
  readonly by: string;
  readonly reason: string | null;
  /** Of a sheet: what it is. */
  readonly label: string | null;
  readonly copies: number;
  /** Of a label that is one of many. */
  readonly batch: string | null;
  readonly position: number | null;
  readonly state: 'queued' | 'started' | 'printed' | 'failed' | 'in-doubt' | 'cancelled';
  readonly attempts: number;
  readonly why: string | null;
  readonly queuedAt: string;
  readonly changedAt: string;
  readonly sequence: number;
}
export interface PrintBatchRow extends PayloadOf<'PrintBatchQueued'> {
  readonly id: string;
  readonly by: string;
  /** A person's wish; `running` also when all is printed. */
  readonly state: 'running' | 'paused' | 'cancelled';
  /** How many of its labels are in each state; `waiting` holds those that certainly did not print and will. */
  readonly counts: Readonly<
    Record<'waiting' | 'started' | 'printed' | 'refused' | 'inDoubt' | 'cancelled', number>
  >;
  readonly queuedAt: string;
  readonly sequence: number;
}
export interface ReceiptRow extends PayloadOf<'ReceiptIssued'> {
  readonly id: string;
  readonly issuedAt: string;
  /** Sequence of the ReceiptIssued event itself. */
  readonly sequence: number;
}
export interface CheckpointRow extends PayloadOf<'CheckpointIssued'> {
  readonly issuedAt: string;
  readonly issuedBy: string;
  /** Sequence of the CheckpointIssued event itself. */
  readonly sequence: number;
}
export interface LabelTemplateRow {
  readonly template: LabelTemplate;
  readonly savedAt: string;
  readonly savedBy: string;
}
export interface ListRow extends PayloadOf<'ListIssued'> {
  /** Repetitions printed since. */
  readonly copies: number;
  readonly issuedBy: string;
  /** Sequence of the ListIssued event. */
  readonly sequence: number;
}
/** A program's subscription; a removed one is gone. */
export interface WebhookRow extends Omit<PayloadOf<'WebhookSubscribed'>, 'after'> {
  readonly id: string;
  /** Where it was to begin, at first or at the last replay: after this sequence. */
  readonly from: number;
  readonly state: 'active' | 'disabled';
  readonly reason: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
}
/** One proven movement of a piece, with what is known of it and its document. */
export interface HandOverRow {
  readonly movement: PayloadOf<'ListDrawnUp'>['entries'][number]['movement'];
  /** When, UTC, and the event that proves it. */
  readonly at: string;
  readonly sequence: number;
  readonly person: string;
  readonly session: string;
  readonly compartment: string | null;
  readonly piece: ConsignmentRow;
}
/** A collected piece at its department's desk. */
export interface DeskPieceRow extends ConsignmentRow {
  /** Number of the person who took it out of the box. */
  readonly collectedBy: string;
  /** When and by whom it was signed for on a page; null until then. */
  readonly signedAt: string | null;
  readonly signedBy: string | null;
  /** What its leader instructed, as the department wrote it down. */
  readonly instruction: string | null;
}
export type Handling = PayloadOf<'HandlingNoted'>;
/** A document as registers show it. */
export interface RegisterRow {
  readonly document: DocumentRow;
  readonly handling: Handling | null;
  readonly sequence: number;
}
export interface DispatchCatalogueRow extends PayloadOf<'DispatchCatalogueSaved'> {
  readonly id: string;
  readonly savedAt: string;
  readonly savedBy: string;
  /** Of the event that saved it first. */
  readonly sequence: number;
}
/** A bag: its code stands for the pieces in it. */
export interface BundleRow {
  /** The bag’s code. */
  readonly id: string;
  readonly members: readonly string[];
  readonly madeAt: string;
  readonly madeBy: string;
  readonly dissolvedAt: string | null;
  readonly sequence: number;
}
export interface RecallRow extends PayloadOf<'RecallOrdered'> {
  readonly id: string;
  readonly orderedAt: string;
  readonly orderedBy: string;
  readonly closedAt: string | null;
  readonly sequence: number;
}
export interface DestructionRow extends PayloadOf<'DestructionProposed'> {
  readonly id: string;
  readonly proposedAt: string;
  readonly proposedBy: string;
  readonly state: 'proposed' | 'done' | 'dropped';
  readonly witness: string | null;
  /** When it was carried out or given up. */
  readonly doneAt: string | null;
  readonly sequence: number;
}
/** What was counted, box by box, stands in its own stream. */
export interface StockTakeRow extends Pick<PayloadOf<'StockTakeOrdered'>, 'compartments' | 'note'> {
  readonly id: string;
  /** Where it is counted, and in which session; null of one that the office ordered. */
  readonly station: string | null;
  readonly session: string | null;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly finishedAt: string | null;
  readonly closed:
    | (Pick<PayloadOf<'StockTakeClosed'>, 'note' | 'open'> & { readonly at: string; readonly by: string })
    | null;
  readonly sequence: number;
}
/** From an instant on, up to another: UTC. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}
export interface AlarmRow {
  readonly alarm: string;
  readonly kind: PayloadOf<'AlarmRaised'>['kind'];
  readonly station: string | null;
  readonly compartment: string | null;
  readonly raisedAt: string;
}
export interface SessionRow {
  readonly id: string;
  readonly station: string;
  readonly person: string;
  readonly startedAt: string;
}
export interface ScanRow extends PayloadOf<'ScanReceived'> {
  readonly id: string;
  readonly state: 'unmatched' | 'matched' | 'removed';
  /** Why nobody knows what it is of; of a removed one the reason given. */
  readonly why: string | null;
  /** Of a matched one, and of one removed while it was. */
  readonly document: string | null;
  readonly docket: string | null;
  readonly how: PayloadOf<'ScanMatched'>['how'] | null;
  readonly receivedAt: string;
  readonly receivedBy: string;
  readonly changedAt: string;
  readonly sequence: number;
}
/** Rows in reverse order of sequence; `next` is the cursor for the following page, null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
}
export interface PageRequest {
  /** Cursor of an earlier page. */
  readonly before?: number | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

export interface ReadModels
  extends Deadlines, Evaluation, MessageViews, ReachViews, Differences, ReconciliationFacts, DailySheets {
  document(id: string): DocumentRow | undefined;
  documents(page: PageRequest): Page<DocumentRow>;
  /** By element 2 of the official barcode first, else by document number. */
  documentsLike(mark: { readonly barcode: string | null; readonly number: string | null }): DocumentRow[];
  /** Documents registered under this id of the OA, newest first, at most 50. */
  documentsOfOa(oaId: string): DocumentRow[];
  consignment(docket: string): ConsignmentRow | undefined;
  consignmentsOf(document: string): ConsignmentRow[];
  consignments(
    page: PageRequest,
    filter?: { readonly department?: string; readonly state?: ConsignmentState },
  ): Page<ConsignmentRow>;
  /** Deposited pieces for these departments, urgent first, then oldest first. */
  waitingFor(departments: readonly string[]): ConsignmentRow[];
  /** Collected pieces of these departments that are not signed for on a page or not handled: the latest first. */
  atDesks(departments: readonly string[], limit: number): DeskPieceRow[];
  countAtDesks(departments: readonly string[]): number;
  atDesk(docket: string): DeskPieceRow | undefined;
  /** Pieces whose paper lies in this compartment. */
  insideOf(compartment: string): ConsignmentRow[];
  /** The same, only whose: asked at every scan. */
  contentsOf(compartment: string): Pick<ConsignmentRow, 'docket' | 'department'>[];
  waitingCounts(): { readonly department: string; readonly pieces: number; readonly urgent: number }[];
  /** What lies in each outgoing compartment. */
  outgoingCounts(): { readonly compartment: string; readonly pieces: number; readonly urgent: number }[];
  department(code: string): DepartmentRow | undefined;
  /** By code, name or alias, exactly. */
  departmentCalled(name: string): DepartmentRow | undefined;
  departments(): DepartmentRow[];
  person(number: string): PersonRow | undefined;
  people(): PersonRow[];
  personByCard(fingerprint: string): PersonRow | undefined;
  compartment(id: string): CompartmentRow | undefined;
  compartments(): CompartmentRow[];
  printJob(id: string): PrintJobRow | undefined;
  printJobs(page: PageRequest): Page<PrintJobRow>;
  /** Jobs not yet printed, failed for good, cancelled: oldest first. */
  pendingPrintJobs(): PrintJobRow[];
  /** What a printer prints next: single things before labels of batches, paused batches not at all. */
  nextPrintJobs(printer: string, limit: number): PrintJobRow[];
  printBatch(id: string): PrintBatchRow | undefined;
  printBatches(page: PageRequest): Page<PrintBatchRow>;
  /** Jobs of a batch by position, both ends included. */
  printBatchJobs(batch: string, from: number, to: number): PrintJobRow[];
  scan(id: string): ScanRow | undefined;
  scans(
    page: PageRequest,
    filter?: { readonly state?: ScanRow['state'] | undefined; readonly document?: string | undefined },
  ): Page<ScanRow>;
  /** Scans that came out of the file with this hash and were not removed, in order. */
  scansFrom(source: string): ScanRow[];
  /** How many scans that were not removed keep this file. */
  scansKept(file: string): number;
  /** What the office made of labels on this stock; nothing while they look as they did at first. */
  labelTemplate(stock: LabelStock): LabelTemplateRow | undefined;
  /** How many jobs with this sheet are not done, and when the last of all changed; null when there never was one. */
  sheetUse(digest: string): { readonly pending: number; readonly changedAt: string | null };
  receipt(id: string): ReceiptRow | undefined;
  receipts(page: PageRequest): Page<ReceiptRow>;
  /** Every one handed out. */
  checkpoints(page: PageRequest): Page<CheckpointRow>;
  list(number: string): ListRow | undefined;
  lists(page: PageRequest): Page<ListRow>;
  /** Movements in a time range, oldest first, at most `limit` after `after` (a sequence). */
  handOvers(range: TimeRange, after: number, limit: number): HandOverRow[];
  /** Documents registered in a time range, newest first. */
  register(range: TimeRange, page: PageRequest, circulated?: boolean): Page<RegisterRow>;
  /** The same, oldest first: at most `limit` after `after` (a sequence). */
  registerFrom(range: TimeRange, after: number, limit: number, circulated?: boolean): RegisterRow[];
  registerRow(document: string): RegisterRow | undefined;
  dispatchCatalogue(id: string): DispatchCatalogueRow | undefined;
  dispatchCatalogues(page: PageRequest): Page<DispatchCatalogueRow>;
  webhook(id: string): WebhookRow | undefined;
  /** Subscriptions of programs, oldest first. */
  webhooks(): WebhookRow[];
  bundle(code: string): BundleRow | undefined;
  bundles(page: PageRequest): Page<BundleRow>;
  /** The bag a piece is in now. */
  bundleOf(docket: string): string | undefined;
  recall(id: string): RecallRow | undefined;
  recalls(page: PageRequest): Page<RecallRow>;
  /** Everything a recall asked back, whatever became of it. */
  recalledPieces(recall: string): ConsignmentRow[];
  /** Pieces in the hands of departments, of documents registered in a time; at most `limit`. */
  recallable(
    choice: { readonly range: TimeRange; readonly kind: string | null; readonly department: string | null },
    limit: number,
  ): ConsignmentRow[];
  destruction(id: string): DestructionRow | undefined;
  destructions(page: PageRequest): Page<DestructionRow>;
  stockTake(id: string): StockTakeRow | undefined;
  stockTakes(page: PageRequest): Page<StockTakeRow>;
  /** Sessions without an end, at most one a station. */
  openSessions(): SessionRow[];
  /** Alarms not acknowledged. */
  alarms(): AlarmRow[];
  stationLock(station: string): { readonly failures: number; readonly lockedUntil: string | null };
}
