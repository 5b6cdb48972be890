import { stockTake } from '../domain/stock-take.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import type { Outcome } from './outcome.ts';

type Events = Outcome<readonly AnyStoredEvent[]>;

/** Asks for boxes to be counted at their stations. */
export const orderStockTake = (
  { desk, entropy }: { readonly desk: Desk; readonly entropy: Entropy },
  order: PayloadOf<'StockTakeOrdered'>,
  by: By,
  answer?: AnswerOf,
): Events => writeAll(desk, [judge(desk, stockTake, entropy.id(), { type: 'Order', ...order })], by, answer);

/** Ends it with what it came to. Refused: `stock-take-running` while its session is, `stock-take-over`. */
export const closeStockTake = (
  { desk }: { readonly desk: Desk },
  id: string,
  outcome: PayloadOf<'StockTakeClosed'>,
  by: By,
  answer?: AnswerOf,
): Events => writeAll(desk, [judge(desk, stockTake, id, { type: 'Close', ...outcome })], by, answer);
