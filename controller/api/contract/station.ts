import { z } from 'zod';
import { someLine } from './text.ts';

/** What a kiosk may ask of its station: POST /api/v1/stations/<id>/session, one command a request. */
const docket = z.string().regex(/^[0-9A-Z]{16}$/);
const id = z.string().min(1).max(64);
export const stationCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sign-in'),
    number: z.string().min(1).max(20),
    pin: z.string().min(4).max(12),
  }),
  z.strictObject({
    type: z.literal('choose-flow'),
    flow: z.enum(['drop', 'pickup', 'return', 'send', 'fetch', 'take-in', 'correct', 'stock-take']),
  }),
  /** A docket code typed by hand, in place of a scan. */
  z.strictObject({ type: z.literal('enter-code'), text: z.string().min(1).max(200) }),
  /** What a scanner typed into the page, where the station's configuration takes that. */
  z.strictObject({
    type: z.literal('typed-scan'),
    text: z
      .string()
      .max(512)
      .regex(/^[ -~\u00a0-\uffff]{4,}$/),
  }),
  /** Which of the scanned pieces really went in (drop) — the answer to a count question. */
  z.strictObject({ type: z.literal('confirm-count'), dockets: z.array(docket).max(500) }),
  z.strictObject({ type: z.literal('retry-open') }),
  z.strictObject({ type: z.literal('give-up-open') }),
  z.strictObject({ type: z.literal('open-boxes'), compartments: z.array(id).min(1).max(200) }),
  z.strictObject({
    type: z.literal('refuse'),
    docket,
    reason: z.enum(['wrong-recipient', 'over-level', 'not-through-office', 'format', 'duplicate', 'other']),
    note: someLine(200).nullable(),
  }),
  z.strictObject({ type: z.literal('acknowledge-alarm'), alarm: id }),
  z.strictObject({
    type: z.literal('register'),
    recipients: z
      .array(z.strictObject({ department: id, copies: z.int().min(1).max(200) }))
      .min(1)
      .max(200),
  }),
  z.strictObject({ type: z.literal('discard-record') }),
  z.strictObject({ type: z.literal('finish'), print: z.enum(['none', 'receipt', 'list', 'both']) }),
  /** The person is still there: restarts the idle clock. */
  z.strictObject({ type: z.literal('touch') }),
]);
export type StationCommand = z.infer<typeof stationCommand>;

/** A piece as the kiosk shows it. Titles never reach a kiosk: it stands in a hall. */
export interface PieceView {
  readonly docket: string;
  readonly number: string;
  readonly issuer: string;
  readonly department: string;
  readonly departmentName: string;
  readonly urgency: 'none' | 'jiaji' | 'teji' | 'pingji' | 'teti';
  /** e.g. `3/12`. */
  readonly copy: string;
  /** Since when it lies in its box. */
  readonly depositedAt: string | null;
}
export interface CompartmentView {
  readonly id: string;
  /** The number painted on the door. */
  readonly number: number;
  readonly cabinet: string;
  readonly departmentName: string | null;
}
export interface CabinetView {
  readonly id: string;
  readonly name: string;
  /** In the order they are numbered on the doors. */
  readonly doors: readonly { readonly id: string; readonly number: number }[];
}
export interface BoxView {
  readonly compartment: CompartmentView;
  readonly pieces: readonly PieceView[];
  readonly door: 'open' | 'closed' | 'unknown';
  /** Where the box stands in this visit. */
  readonly step: 'waiting' | 'queued' | 'opening' | 'open' | 'done' | 'not-opened';
}

/** What a person may choose at a station: dropping, picking up, and tasks by role. */
export type FlowChoice = 'drop' | 'pickup' | BoxTaskName | 'return' | 'send';
export type BoxTaskName = 'take-in' | 'correct' | 'stock-take' | 'fetch';

/** What the screen shows; every screen is a function of this. Deadlines are UTC instants. */
export type ScreenView =
  | { readonly name: 'welcome' }
  | { readonly name: 'choose-flow'; readonly flows: readonly FlowChoice[] }
  /** A collector brings back what was read or asked for: scan it, and the returns compartment opens. */
  | { readonly name: 'return-ready'; readonly returned: readonly PieceView[] }
  /** What goes out is scanned, and an outgoing compartment opens for it; then as in a drop. */
  | { readonly name: 'send-ready'; readonly sent: readonly PieceView[] }
  /** A task behind doors: the boxes it is about, and what was taken out so far. */
  | {
      readonly name: 'task-list';
      readonly task: BoxTaskName;
      readonly boxes: readonly BoxView[];
      readonly takenOut: readonly PieceView[];
      /** Boxes counted so far. */
      readonly counted: number;
      /** The second person, where the task needs one. */
      readonly witness: { readonly number: string; readonly name: string } | null;
    }
  | {
      readonly name: 'task-open';
      readonly task: BoxTaskName;
      readonly compartment: CompartmentView;
      /** Recorded inside. */
      readonly pieces: readonly PieceView[];
      readonly scanned: readonly string[];
      /** Scanned, and recorded elsewhere. */
      readonly strange: number;
      readonly unreadable: number;
      readonly closeBy: string;
    }
  /** Recorded inside and not scanned: which of them are there all the same? */
  | {
      readonly name: 'stock-count';
      readonly compartment: CompartmentView;
      readonly pieces: readonly PieceView[];
    }
  | { readonly name: 'drop-ready'; readonly deposited: readonly PieceView[] }
  /** The bolt is being pulsed, or the board's answer is awaited. */
  | {
      readonly name: 'opening';
      readonly flow: 'drop' | 'pickup';
      readonly compartment: CompartmentView;
      readonly pieces: readonly PieceView[];
      readonly attempt: number;
    }
  /** The door was seen open. */
  | {
      readonly name: 'drop-open';
      readonly compartment: CompartmentView;
      readonly pieces: readonly PieceView[];
      readonly counted: number | null;
      readonly closeBy: string;
    }
  /** The bolt did not move, or nobody knows: push the door, try again or go on without. */
  | {
      readonly name: 'not-opened';
      readonly flow: 'drop' | 'pickup';
      readonly compartment: CompartmentView;
      readonly why: 'still-closed' | 'unknown' | 'not-sent';
      readonly attemptsLeft: number;
      readonly retryAt: string;
    }
  | {
      readonly name: 'drop-count';
      readonly compartment: CompartmentView;
      readonly pieces: readonly PieceView[];
      readonly counted: number | null;
    }
  | {
      readonly name: 'drop-register';
      readonly record: RecordView;
      readonly departments: readonly { readonly code: string; readonly name: string }[];
    }
  /** Registered from its record: the pieces to label and drop now. */
  | { readonly name: 'drop-registered'; readonly pieces: readonly PieceView[] }
  | { readonly name: 'pickup-list'; readonly boxes: readonly BoxView[] }
  | {
      readonly name: 'pickup-open';
      readonly box: BoxView;
      readonly scanned: readonly string[];
      readonly boxes: readonly BoxView[];
      readonly closeBy: string;
    }
  | {
      readonly name: 'pickup-done';
      readonly boxes: readonly BoxView[];
      readonly collected: readonly PieceView[];
      readonly refused: readonly PieceView[];
      readonly returnTo: CompartmentView | null;
    }
  /** A refused piece goes into the returns compartment, which is open. */
  | {
      readonly name: 'return-open';
      readonly compartment: CompartmentView;
      readonly pieces: readonly PieceView[];
      readonly closeBy: string;
    }
  | { readonly name: 'signed-out'; readonly receipt: string | null; readonly pieces: number };

export interface RecordView {
  readonly number: string;
  readonly issuer: string;
  readonly kind: string;
  readonly recipient: string;
  readonly urgency: PieceView['urgency'];
  readonly writtenOn: string | null;
  readonly oddities: readonly string[];
  /** Departments the record's recipient was recognised as. */
  readonly proposed: readonly string[];
}
export interface MessageView {
  /** Stable code: a scan's verdict, a sign-in refusal, … ; the page has the words. */
  readonly code: string;
  readonly tone: 'info' | 'warning' | 'error';
  /**
   * Values for the words, all may be left out: `number` (of the document), `compartment` (number on the door),
   * `cabinet` (its name), `department` (its name), `reason`, `until` (UTC instant); never titles.
   */
  readonly values: Readonly<Record<string, string>>;
  readonly until: string;
}
export interface AlarmView {
  readonly alarm: string;
  readonly kind: string;
  readonly compartment: CompartmentView | null;
  readonly raisedAt: string;
}
export interface StationSnapshot {
  readonly site: string;
  readonly language: 'zh-CN' | 'en';
  /** The site's, IANA; left out: the browser's own. */
  readonly timeZone?: string;
  readonly station: {
    readonly id: string;
    readonly name: string;
    readonly flows: readonly ('drop' | 'pickup')[];
    /** The page takes what a scanner types and sends it as `typed-scan`; left out: it does not. */
    readonly keyboardScanner?: boolean;
  };
  /** Every door of the site's cabinets, so that the page can draw where a compartment is; left out: only its number is shown. */
  readonly cabinets?: readonly CabinetView[];
  /** Ledger sequence this shows. */
  readonly sequence: number;
  /** Grows with every snapshot of this station since the controller started. */
  readonly revision: number;
  readonly now: string;
  /** Empty when all is well; codes such as `ledger-unavailable`, `scanner-offline`, `locks-offline`, `printer-attention`. */
  readonly problems: readonly { readonly code: string; readonly device: string | null }[];
  /** What waits, by department: numbers only. */
  readonly waiting: readonly {
    readonly department: string;
    readonly name: string;
    readonly pieces: number;
    readonly urgent: number;
  }[];
  /** What lies in the outgoing compartments of this cabinet; left out: it has none. */
  readonly outgoing?: { readonly pieces: number; readonly urgent: number };
  readonly person: { readonly number: string; readonly name: string } | null;
  /** When the person is signed out if nothing happens, and at the latest. */
  readonly idleAt: string | null;
  readonly endsAt: string | null;
  readonly signIn: readonly ('badge' | 'card' | 'pin')[];
  /** What else may be chosen now; empty while a door is concerned. */
  readonly choices?: readonly FlowChoice[];
  readonly screen: ScreenView;
  readonly message: MessageView | null;
  readonly alarms: readonly AlarmView[];
}
