import type { Permitted } from '../domain/access.ts';
import type { CompartmentState, DoorSide } from '../domain/compartment.ts';
import type { ConsignmentState } from '../domain/consignment.ts';
import type { ListBookState, ListContent } from '../domain/list-book.ts';
import type { Berth } from '../domain/routing.ts';
import type { FlowName } from './inputs.ts';

/** Seconds, as the site's settings have them. */
export interface FlowTimings {
  readonly nothingDropped: number;
  readonly doorNotClosed: number;
  readonly message: number;
  readonly idleSignOut: number;
  readonly absoluteSignOut: number;
  readonly openWindow: number;
  readonly retryCoolDown: number;
  readonly binSettle: number;
}
/** A compartment: how it is built, what the ledger says of it, and what can be seen of it now. */
export interface Place extends Pick<
  Berth,
  'id' | 'number' | 'cabinet' | 'usage' | 'department' | 'capacity'
> {
  readonly lock: Readonly<Record<DoorSide, { readonly device: string; readonly channel: number } | null>>;
  readonly state: CompartmentState;
  /** Live reading of a door's sensor. */
  readonly door: (side: DoorSide) => 'open' | 'closed' | 'unknown';
  readonly online: (side: DoorSide) => boolean;
  /** Slot beams count the pieces that go through. */
  readonly counts: boolean;
  /** A sensor tells whether something lies inside, and can be relied on now. */
  readonly hasBin: boolean;
  /** A sensor says that nothing more fits in. */
  readonly full: boolean;
}
export interface Piece {
  readonly docket: string;
  readonly document: string;
  /** Number of the document. */
  readonly number: string;
  readonly department: string;
  readonly state: ConsignmentState;
}

/** What a flow may know. Read-only, the same for the whole of one step. */
export interface Facts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Never used before; every id this step needs derives from it. */
  readonly step: string;
  readonly station: {
    readonly id: string;
    readonly cabinet: string;
    /** The side of the compartments it stands at. */
    readonly door: DoorSide;
    readonly flows: readonly FlowName[];
    readonly receiptPrinter: string | null;
    readonly sheetPrinter: string | null;
  };
  readonly timings: FlowTimings;
  /** Every compartment of the site. */
  readonly places: () => readonly Place[];
  readonly place: (id: string) => Place | undefined;
  readonly piece: (docket: string) => Piece | undefined;
  /** A bag’s pieces by its code. */
  readonly bundle: (
    code: string,
  ) => { readonly members: readonly string[]; readonly dissolved: boolean } | undefined;
  /** Pieces whose paper lies in the compartment, by record. */
  readonly inside: (compartment: string) => readonly Piece[];
  /** The same, only whose. */
  readonly contents: (compartment: string) => readonly Pick<Piece, 'docket' | 'department'>[];
  /** Deposited pieces for these departments, urgent first, then oldest first. */
  readonly waiting: (departments: readonly string[]) => readonly Piece[];
  /** Copies of the documents an official record names; null when none is registered. */
  readonly copies: (mark: {
    readonly barcode: string | null;
    readonly number: string | null;
  }) => readonly Piece[] | null;
  /** A person as the register has them now; undefined when disabled or unknown. */
  readonly person: (number: string) => Permitted | undefined;
  /** Another station where this person is signed in. */
  readonly elsewhere: (person: string) => string | null;
  /** Whether some station's session is waiting for this opening. */
  readonly attended: (intent: string) => boolean;
  /** Whether alarms of this compartment sound here when nobody's session is concerned. */
  readonly minds: (compartment: string) => boolean;
  /** The event that proves that a session put a piece somewhere (`drop`), or took it over (`pickup`). */
  readonly proof: (
    kind: 'drop' | 'pickup',
    docket: string,
    session: string,
  ) => { readonly sequence: number; readonly compartment: string } | undefined;
  /** What a session moved, as a list issued now would say it; null when that is nothing. */
  readonly list: (kind: 'drop' | 'pickup', session: string, dockets: readonly string[]) => ListContent | null;
  /** The book of a year's lists. */
  readonly listBook: (year: string) => ListBookState;
  /** SHA-256 in hex. */
  readonly digest: (text: string) => string;
  readonly head: () => { readonly sequence: number; readonly root: string };
  /** Whether a receiver is outside the house. */
  readonly isOutside: (department: string) => boolean;
  readonly departmentName: (code: string) => string;
  readonly cabinetName: (id: string) => string;
}
