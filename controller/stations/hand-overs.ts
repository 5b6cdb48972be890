import type { ListContent } from '../domain/list-book.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';

type Movement = ListContent['entries'][number]['movement'];
/** The hand-overs that receipts and lists of one session vouch for, and what a list says of each. */
const MOVES = {
  drop: { ConsignmentDeposited: 'deposited', ConsignmentHandedIn: 'handed-in' },
  pickup: {
    ConsignmentCollected: 'collected',
    ConsignmentFetched: 'fetched',
    ConsignmentDispatched: 'dispatched',
  },
} as const satisfies Record<string, Partial<Record<AnyStoredEvent['type'], Movement>>>;
type Kind = keyof typeof MOVES;
type HandOver = Extract<
  AnyStoredEvent,
  { type: keyof (typeof MOVES)['drop'] | keyof (typeof MOVES)['pickup'] }
>;

/** What an event of a piece was of a drop or of a pickup; undefined when it was neither. */
export const movementOf = (kind: Kind, { type }: Pick<AnyStoredEvent, 'type'>): Movement | undefined => {
  const moves: Partial<Record<AnyStoredEvent['type'], Movement>> = MOVES[kind];
  return moves[type];
};
const isHandOver = (event: AnyStoredEvent): event is HandOver =>
  movementOf('drop', event) !== undefined || movementOf('pickup', event) !== undefined;

/** The last hand-over of this kind by a session among the events of a piece. */
export const handOverOf = (
  events: readonly AnyStoredEvent[],
  kind: Kind,
  session: string,
): HandOver | undefined =>
  events
    .filter(isHandOver)
    .findLast((event) => movementOf(kind, event) !== undefined && event.payload.session === session);
