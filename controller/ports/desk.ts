import type { Decider, Evolver, Refusal } from '../domain/decider.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft } from '../domain/events.ts';
import type { AnswerOf, AnyStoredEvent, AppendContext, AppendResult } from './ledger.ts';

/** Where decisions meet the ledger: current state per stream, appended under the version it was read at. */
export interface Desk {
  /** State of a stream, folded from its events (cached; long streams start from a snapshot). */
  state<State>(evolver: Evolver<State>, key: string): { readonly version: number; readonly state: State };
  /**
   * One durable append over several streams, each at the version this desk last saw; time comes from the clock.
   * A conflict cannot happen with one writer, so it throws.
   */
  append(
    writes: readonly { readonly stream: StreamId; readonly events: readonly EventDraft[] }[],
    by: Omit<AppendContext, 'time'>,
    answer?: AnswerOf,
  ): Extract<AppendResult, { ok: true }>;
  /** Loads, decides, appends. */
  decide<Command, State>(
    decider: Decider<Command, State>,
    key: string,
    command: Command,
    by: Omit<AppendContext, 'time'>,
    answer?: AnswerOf,
  ):
    | { readonly ok: true; readonly events: readonly AnyStoredEvent[] }
    | { readonly ok: false; readonly refusal: Refusal };
}
