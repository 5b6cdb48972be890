import type { Refusal } from '../domain/decider.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft, PayloadOf } from '../domain/events.ts';
import type { OfficialRecord, Oddity } from '../domain/official-record.ts';
import type { SessionState } from '../domain/session.ts';

export interface Message {
  readonly code: string;
  readonly tone: 'info' | 'warning' | 'error';
  readonly values: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly until: number;
}
/** An alarm nobody has acknowledged that no longer belongs to a session, or never did. */
export interface StandingAlarm {
  readonly alarm: string;
  readonly kind: PayloadOf<'AlarmRaised'>['kind'];
  readonly compartment: string | null;
  readonly raisedAt: string;
}
/** What is lost with the process; nothing of it is evidence. */
export interface Live {
  /** When the person was last noticed. */
  readonly activityAt: number;
  readonly message: Message | null;
  /** A scanned record not yet registered. It is kept nowhere else. */
  readonly record: { readonly record: OfficialRecord; readonly oddities: readonly Oddity[] } | null;
  /** Pieces through the slot for this opening: in minus out. */
  readonly counted: { readonly intent: string; readonly net: number } | null;
  readonly goodbye: {
    readonly receipt: string | null;
    readonly pieces: number;
    readonly until: number;
  } | null;
  /** Restarted when the session's limits had passed. */
  readonly late: boolean;
}
export interface StationState {
  /** The running session, folded from its stream; null when nobody is signed in. */
  readonly session: { readonly id: string; readonly fold: SessionState } | null;
  readonly alarms: readonly StandingAlarm[];
  readonly live: Live;
}
export const initialStation = (): StationState => ({
  session: null,
  alarms: [],
  live: { activityAt: 0, message: null, record: null, counted: null, goodbye: null, late: false },
});

export interface Write {
  readonly stream: StreamId;
  readonly events: readonly EventDraft[];
}
/** What is to be done once, after the writes are durable. */
export type Effect =
  | {
      readonly type: 'pulse';
      readonly compartment: string;
      readonly door: 'front' | 'rear';
      readonly intent: string;
      readonly attempt: number;
      readonly device: string;
      readonly channel: number;
    }
  | {
      readonly type: 'register';
      readonly record: OfficialRecord;
      readonly oddities: readonly Oddity[];
      readonly recipients: readonly { readonly department: string; readonly copies: number }[];
    };
export interface Step {
  readonly state: StationState;
  /** One append: all of it, or nothing happens. */
  readonly writes: readonly Write[];
  readonly effects: readonly Effect[];
  /** Why a command was not followed. Its writes, if any, still hold (a refused attempt is an event too). */
  readonly refusal: Refusal | null;
  /** When to come back with a `tick`, ms since 1970; null: nothing is due. */
  readonly deadline: number | null;
}
