import { hash } from 'node:crypto';
import type { PayloadOf } from '../domain/events.ts';
import type { BinReading } from '../domain/reconciliation/bin-reading.ts';
import type { Doubt, Incident, Inside, Pending } from '../domain/reconciliation/facts.ts';
import type { Page, PageRequest } from './read-models.ts';

/** Name of a difference: what follows from what it is about. */
export const differenceId = (identity: readonly string[]): string =>
  hash('sha256', JSON.stringify(identity)).slice(0, 32);

export interface DifferenceRow extends PayloadOf<'DifferenceFound'> {
  readonly id: string;
  readonly state: 'open' | 'settled' | 'gone';
  readonly foundAt: string;
  /** When and by whom it was settled, and how; null while nobody has. */
  readonly settled:
    | (Pick<PayloadOf<'DifferenceSettled'>, 'action' | 'reason'> & {
        readonly at: string;
        readonly by: string;
      })
    | null;
  readonly goneAt: string | null;
  /** Of the event that found it, as it is now. */
  readonly sequence: number;
}
export interface DifferenceFilter {
  readonly state?: DifferenceRow['state'] | undefined;
  readonly kind?: DifferenceRow['kind'] | undefined;
  readonly department?: string | undefined;
}

/** A piece in nobody's box, or in one that is to be emptied, that should be on its way. */
export interface InHandRow {
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  readonly state: 'refused' | 'corrected' | 'returned' | 'outgoing' | 'carried' | 'deposited';
  readonly compartment: string | null;
}

/** What the record and the devices say, for the reconciliation. Instants are UTC, ISO 8601. */
export interface ReconciliationFacts {
  /** Pieces to be dropped whose document was registered at `before` at the latest, oldest first, at most `limit`. */
  pendingPieces(before: string, limit: number): (Pending & { readonly circulates: boolean })[];
  /** Pieces on their way that should move on; of those in boxes of receivers only where nobody reads them any more. */
  inHand(limit: number): InHandRow[];
  /** What lies where, by the record. */
  contents(): (Inside & { readonly compartment: string })[];
  binReadings(): (BinReading & { readonly compartment: string })[];
  doubts(): Doubt[];
  incidents(): Incident[];
}
export interface DailySheetRow extends PayloadOf<'DailySheetDrawnUp'> {
  readonly drawnAt: string;
  readonly drawnBy: string;
  /** Of the event: names the sheet, of which a day may have several. */
  readonly sequence: number;
}
export interface DailySheets {
  dailySheet(sequence: number): DailySheetRow | undefined;
  /** Newest first. */
  dailySheets(page: PageRequest): Page<DailySheetRow>;
}
/** Differences that were found. */
export interface Differences {
  difference(id: string): DifferenceRow | undefined;
  /** Newest first. */
  differences(page: PageRequest, filter?: DifferenceFilter): Page<DifferenceRow>;
  /** Every one that is open or settled and not gone. */
  standingDifferences(): Pick<DifferenceRow, 'id' | 'facts' | 'state'>[];
  openDifferences(): { readonly kind: DifferenceRow['kind']; readonly count: number }[];
}
