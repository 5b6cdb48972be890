import type { EventType } from '../events.ts';
import type { ClockName } from '../catalogue/clock-settings.ts';

/** What an event of a consignment does to its clocks. `strike`: it ends without having been met. */
export type ClockMove = 'start' | 'meet' | 'strike';
export type ClockMoves = Readonly<Partial<Record<ClockName, ClockMove>>>;

const struck: ClockMoves = { 'sign-for': 'strike', handling: 'strike' };

/**
 * Events that start and end clocks. Read by the decider of pauses, the view and the tests' own count alike; a piece
 * that is refused or goes back waits for nobody any more and counts neither as in time nor as late.
 */
export const clockMoves = {
  ConsignmentDeposited: { 'sign-for': 'start' },
  ConsignmentCollected: { 'sign-for': 'meet', handling: 'start' },
  ConsignmentRefused: struck,
  ConsignmentReturned: struck,
  ConsignmentWithdrawn: struck,
} as const satisfies Partial<Record<EventType, ClockMoves>>;
