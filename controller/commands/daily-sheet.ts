import type { SiteConfig } from '../config-schema.ts';
import { MOST_LISTED } from '../domain/catalogue/evidence.ts';
import { dayAt, startOfDay } from '../domain/days.ts';
import type { PayloadOf } from '../domain/events.ts';
import { instantOf } from '../ports/clock.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels, TimeRange } from '../ports/read-models.ts';
import type { DailySheetRow, DifferenceRow } from '../ports/reconciliation.ts';
import type { By } from './by.ts';
import { latestCheckpoint, type CheckpointDeps } from './checkpoints/issue.ts';

export interface DailySheetDeps extends CheckpointDeps {
  readonly views: ReadModels;
  readonly config: Pick<SiteConfig, 'site'>;
}
type Figures = PayloadOf<'DailySheetDrawnUp'>['figures'];
/** Rows read at once. */
const AT_ONCE = 1000;

/** Draws up the sheet of today as it stands; a day may have several, each with a checkpoint of its own. */
export const drawUpDailySheet = (deps: DailySheetDeps, by: By, answer?: AnswerOf): DailySheetRow => {
  const { desk, views, clock, config } = deps;
  const { name: unit, language, timeZone } = config.site;
  const date = dayAt(clock.now(), timeZone);
  const range = { from: startOfDay(date, timeZone), to: startOfDay(date, timeZone, 1) };
  const checkpoint = latestCheckpoint(deps, 'daily-sheet', by).note;
  const open = views.openDifferences().reduce((sum, { count }) => sum + count, 0);
  const payload = {
    ...{ date, unit, language, timeZone, checkpoint, open },
    figures: figuresOf(views, range, instantOf(clock)),
    differences: openDifferences(views),
  };
  const { events } = desk.append(
    [{ stream: `daily-sheet:${date}`, events: [{ type: 'DailySheetDrawnUp', payload }] }],
    by,
    answer,
  );
  return dailySheetOf(events);
};

/** From the events of its own append. */
export const dailySheetOf = (events: readonly AnyStoredEvent[]): DailySheetRow => {
  const event = events.find((each) => each.type === 'DailySheetDrawnUp');
  if (!event) throw new TypeError('a daily sheet without its event');
  return { ...event.payload, drawnAt: event.time, drawnBy: event.actor, sequence: event.sequence };
};

const figuresOf = (views: ReadModels, range: TimeRange, now: string): Figures => {
  const moved = {
    deposited: 0,
    collected: 0,
    refused: 0,
    returned: 0,
    'handed-in': 0,
    fetched: 0,
    dispatched: 0,
  };
  const sessions = new Set<string>();
  for (const row of each((after) => views.handOvers(range, after, AT_ONCE))) {
    moved[row.movement]++;
    sessions.add(row.session);
  }
  let registered = 0;
  for (const _ of each((after) => views.registerFrom(range, after, AT_ONCE))) registered++;
  return {
    ...{ registered, dropped: moved.deposited, collected: moved.collected },
    ...{ refused: moved.refused, returned: moved.returned, visits: sessions.size },
    ...{ handedIn: moved['handed-in'], fetched: moved.fetched + moved.dispatched },
    dispatched: moved.dispatched,
    overdue: views.deadlineCounts(now).reduce((sum, { overdue }) => sum + overdue, 0),
  };
};

function* each<Row extends { readonly sequence: number }>(
  fetch: (after: number) => readonly Row[],
): Generator<Row> {
  for (let after = 0; ;) {
    const rows = fetch(after);
    yield* rows;
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)?.sequence ?? 0;
  }
}

/** The oldest first: they were waited for longest. */
const openDifferences = (views: ReadModels): PayloadOf<'DailySheetDrawnUp'>['differences'] => {
  const all: DifferenceRow[] = [];
  for (let before: number | undefined; ;) {
    const { rows, next } = views.differences({ before, limit: 200 }, { state: 'open' });
    all.push(...rows);
    if (next === null) break;
    before = next;
  }
  return all
    .sort((a, b) => (a.since < b.since ? -1 : 1))
    .slice(0, MOST_LISTED)
    .map(({ kind, code, compartment, department, document, expected, found, since }) => ({
      ...{ kind, code, compartment, expected, found, since },
      department: department && (views.department(department)?.name ?? department),
      number: document && (views.document(document)?.number ?? null),
    }));
};
