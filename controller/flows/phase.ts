import { MAX_ATTEMPTS, type CompartmentState } from '../domain/compartment.ts';
import type { Visit } from '../domain/session.ts';

/** Where an opening stands: always derived from the ledger, so that a restart changes nothing. ms since 1970. */
export type Phase =
  | { readonly name: 'opening'; readonly until: number }
  | {
      readonly name: 'not-opened';
      readonly why: 'still-closed' | 'unknown' | 'not-sent';
      readonly attemptsLeft: number;
      readonly retryAt: number;
    }
  | { readonly name: 'open'; readonly since: number }
  | { readonly name: 'closed'; readonly at: number }
  /** Closed, and the person was asked what moved. */
  | { readonly name: 'asked' };

/** `visit` as the session has it, `state` of its compartment, both at `now` (ms); windows in ms. */
export const phaseOf = (
  visit: Visit,
  state: CompartmentState,
  now: number,
  windows: { readonly openMs: number; readonly coolDownMs: number },
): Phase => {
  if (visit.question) return { name: 'asked' };
  const last = state.attempt;
  if (last?.intent !== visit.intent || last.attempt !== visit.attempt)
    return { name: 'not-opened', why: 'unknown', attemptsLeft: 0, retryAt: now };
  if (last.openedAt !== null)
    return last.closedAt === null
      ? { name: 'open', since: Date.parse(last.openedAt) }
      : { name: 'closed', at: Date.parse(last.closedAt) };
  const until = Date.parse(last.requestedAt) + windows.openMs;
  const pending = last.outcome === null || last.outcome === 'acknowledged';
  if (pending && last.closedAt === null && now < until) return { name: 'opening', until };
  const why =
    last.why === 'not-sent' ? 'not-sent' : last.outcome === 'failed' ? 'still-closed' : ('unknown' as const);
  return {
    name: 'not-opened',
    why,
    attemptsLeft: MAX_ATTEMPTS - visit.attempt,
    retryAt: Date.parse(last.outcomeAt ?? last.requestedAt) + windows.coolDownMs,
  };
};
