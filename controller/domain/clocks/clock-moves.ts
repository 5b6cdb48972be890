import type { Fact } from '../decider.ts';
import type { EventType } from '../events.ts';
import type { ClockName } from '../catalogue/clock-settings.ts';

/** What an event of a consignment does to its clocks. `strike`: it ends without having been met. */
export type ClockMove = 'start' | 'meet' | 'strike';
export type ClockMoves = Readonly<Partial<Record<ClockName, ClockMove>>>;

const struck: ClockMoves = { 'sign-for': 'strike', handling: 'strike' };
/** A reader gave a circulating piece back: that was all there was to do with it. */
const givenBack: ClockMoves = { 'sign-for': 'strike', handling: 'meet' };

/**
 * Events that start and end clocks; read by the decider of pauses and by the view alike. A piece that is refused,
 * lost or taken back waits for nobody any more, and counts neither as in time nor as late.
 */
const MOVES = {
  ConsignmentDeposited: { 'sign-for': 'start' },
  ConsignmentCollected: { 'sign-for': 'meet', handling: 'start' },
  ConsignmentHandled: { handling: 'meet' },
  ConsignmentReopened: { handling: 'start' },
  ConsignmentRefused: struck,
  ConsignmentReturned: givenBack,
  ConsignmentTakenIn: givenBack,
  ConsignmentWithdrawn: struck,
  // A reader who has the paper is waited for until it is back; one who did not fetch it is not.
  CirculationEnded: { 'sign-for': 'strike' },
  ConsignmentCorrected: struck,
  ConsignmentRecalled: struck,
  ConsignmentDestroyed: struck,
  ConsignmentMissing: struck,
} as const satisfies Partial<Record<EventType, ClockMoves>>;

/** Every event that may move a clock. */
export const CLOCK_EVENTS = [...(Object.keys(MOVES) as (keyof typeof MOVES)[]), 'ConsignmentFound'] as const;

/** What an event does to the clocks of its consignment; nothing for most. A found piece goes on where it is. */
export const clockMoves = (event: Pick<Fact, 'type' | 'payload'>): ClockMoves => {
  if (event.type in MOVES) return MOVES[event.type as keyof typeof MOVES];
  if (event.type !== 'ConsignmentFound') return {};
  const { state } = event.payload as Extract<Fact, { type: 'ConsignmentFound' }>['payload'];
  if (state === 'deposited') return { 'sign-for': 'start' };
  return state === 'collected' ? { handling: 'start' } : {};
};
