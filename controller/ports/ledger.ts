import type { StreamId } from '../domain/event.ts';
import type { EventDraft, EventType, PayloadOf } from '../domain/events.ts';

/** What a writer believes of a stream: it does not exist yet, or its last version is exactly n. */
export type Expected = 'absent' | { readonly exact: number };

export interface StreamWrite {
  readonly stream: StreamId;
  readonly expected: Expected;
  readonly events: readonly EventDraft[];
}

export interface AppendContext {
  /** UTC instant from the clock port. */
  readonly time: string;
  /** Person number, `token:<name>`, or `system`. */
  readonly actor: string;
  readonly station: string | null;
  /** Id of the command that caused it (the idempotency key where there is one). */
  readonly cause: string;
}

export interface StoredEvent<T extends EventType = EventType> extends AppendContext {
  readonly site: string;
  /** Gap-free from 1 over the whole ledger. */
  readonly sequence: number;
  readonly stream: StreamId;
  /** Gap-free from 1 within the stream. */
  readonly version: number;
  readonly type: T;
  readonly schema: number;
  readonly payload: PayloadOf<T>;
}
/** A stored event, discriminated by `type`. */
export type AnyStoredEvent = { [K in EventType]: StoredEvent<K> }[EventType];

/** Where an event stands in the Merkle log. */
export interface LeafProof {
  readonly sequence: number;
  /** RFC 6962 leaf hash of the event's RFC 8785 canonical bytes, hex. */
  readonly leaf: string;
  /** Root over all leaves up to the end of the append that holds the event, hex. */
  readonly root: string;
}

/** An answer kept with its idempotency key, stored in the same transaction as the events it answers for. */
export interface RememberedAnswer {
  readonly key: string;
  /** SHA-256 (hex) of method, path and body; another one under the same key is an error. */
  readonly digest: string;
  readonly status: number;
  readonly body: string;
}

export type AppendResult =
  | { readonly ok: true; readonly events: readonly AnyStoredEvent[]; readonly last: LeafProof }
  | { readonly ok: false; readonly conflict: { readonly stream: StreamId; readonly version: number } };

/** How one of several works ended. */
export type Settled<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Thrown by every method once the ledger cannot be trusted or reached; nothing may be actuated then. */
export class LedgerUnavailable extends Error {
  readonly code = 'ledger-unavailable';
}

/** Append-only and synchronous: when `append` returns ok, it is durable. All streams of one append land together. */
export interface Ledger {
  /** Throws a TypeError naming the event and the field when a payload does not fit its schema. */
  append(writes: readonly StreamWrite[], context: AppendContext, answer?: AnswerOf): AppendResult;
  /**
   * Runs works in turn, all their appends under one durable commit: what one of them appended is seen by the next, and
   * durable when this returns; only then are listeners told. When one of the appends cannot be made, all is taken back
   * and each work is run again by itself: a work must do nothing but read, append and return. Throws LedgerUnavailable
   * when nothing was kept; then nothing of what the works returned holds.
   */
  together<T>(works: readonly (() => T)[]): readonly Settled<T>[];
  /** Events of one stream after `version`, upcast, in order. */
  stream(id: StreamId, after?: number): AnyStoredEvent[];
  /** Events of the whole ledger after `sequence`, upcast, at most `limit`. */
  read(after: number, limit: number): AnyStoredEvent[];
  proof(sequence: number): LeafProof | undefined;
  head(): { readonly sequence: number; readonly root: string };
  answer(key: string): RememberedAnswer | undefined;
  /** Called after each durable append, in order, synchronously. A throwing listener does not disturb the others. */
  onAppended(listener: (events: readonly AnyStoredEvent[]) => void): () => void;
  /** `untrusted`: it could be written, but what it holds was found edited or damaged. */
  health():
    { readonly ok: true } | { readonly ok: false; readonly why: string; readonly untrusted?: boolean };
  close(): void;
}
/** Makes the answer to remember, from the stored events, inside the transaction. */
export type AnswerOf = (events: readonly AnyStoredEvent[]) => RememberedAnswer;
