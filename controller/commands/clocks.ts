import type { ClockSettings, OfficeDay } from '../domain/catalogue/clock-settings.ts';
import { clockBook, type ClockBookCommand } from '../domain/clocks/clock-book.ts';
import { consignmentClocks, type ClocksCommand } from '../domain/clocks/consignment-clocks.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import type { Outcome } from './outcome.ts';

type Events = Outcome<readonly AnyStoredEvent[]>;

const change = (desk: Desk, command: ClockBookCommand, by: By, answer?: AnswerOf): Events =>
  writeAll(desk, [judge(desk, clockBook, 'clocks', command)], by, answer);

/** Refused: `clock-settings` (they contradict themselves). Open deadlines follow soon after. */
export const saveClockSettings = (desk: Desk, settings: ClockSettings, by: By, answer?: AnswerOf): Events =>
  change(desk, { type: 'SaveSettings', settings }, by, answer);

/** Refused: `clock-settings` (its hours contradict themselves). */
export const setOfficeDay = (desk: Desk, day: OfficeDay, by: By, answer?: AnswerOf): Events =>
  change(desk, { type: 'SetDay', day }, by, answer);

/** Refused: `no-such`. */
export const removeOfficeDay = (desk: Desk, date: string, by: By, answer?: AnswerOf): Events =>
  change(desk, { type: 'RemoveDay', date }, by, answer);

/** Stops a clock of a consignment or lets it go on. Refused: `clock-not-running`, `clock-paused`, `clock-not-paused`. */
export const turnClock = (
  desk: Desk,
  docket: string,
  command: ClocksCommand,
  by: By,
  answer?: AnswerOf,
): Events => writeAll(desk, [judge(desk, consignmentClocks, docket, command)], by, answer);
