import type { StreamKind } from './event.ts';
import type { EventDraft } from './events.ts';

/** An event as deciders fold it: what became true, and when (UTC instant). */
export type Fact = EventDraft & { readonly time: string };

/** Why a command was not followed: a stable code, and values for its words. Never titles. */
export interface Refusal {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}
export type Decision =
  | { readonly ok: true; readonly events: readonly EventDraft[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** How a stream's state follows from its events. Pure and total: an unknown event leaves the state as it is. */
export interface Evolver<State> {
  readonly kind: StreamKind;
  /** Raised whenever `evolve` changes meaning, so that stored snapshots of older code are not used. */
  readonly revision: number;
  initialState(): State;
  evolve(state: State, event: Fact): State;
}
/** `decide` is pure; time and ids arrive in the command. */
export interface Decider<Command, State> extends Evolver<State> {
  decide(command: Command, state: State): Decision;
}

/** A decision to follow the command: these events, or none when it is already so. */
export const follow = (...events: readonly EventDraft[]): Decision => ({ ok: true, events });
export const refuse = (code: string, values: Refusal['values'] = {}): Decision => ({
  ok: false,
  refusal: { code, values },
});
