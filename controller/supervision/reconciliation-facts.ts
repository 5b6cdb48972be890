import type { SiteConfig } from '../config-schema.ts';
import { dayAt } from '../domain/days.ts';
import { basisOf, clockBook } from '../domain/clocks/clock-book.ts';
import type { Facts, Late, Limits, Pending, Recalled, Whereabouts } from '../domain/reconciliation/facts.ts';
import { steadyReading } from '../domain/reconciliation/bin-reading.ts';
import type { Desk } from '../ports/desk.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';

export interface FactSources {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'stream'>;
  readonly config: Pick<SiteConfig, 'site' | 'cabinets' | 'policies'>;
}
/** Most rows of one sort that are looked at; what is beyond comes when those before are settled. */
const MOST = 2000;
const HOUR = 3_600_000;

/** The windows of the configuration, in office hours where people are waited for, seen from `now` (ms since 1970). */
export const limitsAt = (now: number, { desk, config }: FactSources): Limits => {
  const { working } = basisOf(desk.state(clockBook, 'clocks').state);
  const { sensor, doubt, ...hours } = config.policies.reconciliation;
  const ago = (ms: number): string => new Date(now - ms).toISOString();
  const back = (value: number): string => new Date(working.subtract(now, value * HOUR)).toISOString();
  return {
    ...{ sensor: ago(sensor * 1000), doubt: ago(doubt * 1000) },
    ...{ notDropped: back(hours.notDropped), copiesShort: back(hours.copiesShort) },
    ...{ inHand: back(hours.inHand), inReturns: back(hours.inReturns), unmatched: back(hours.unmatched) },
    ...{ overdue: back(hours.overdue), unhandled: back(hours.unhandled) },
  };
};

/** What the record, the sensors and the stock-takes say at `now`, ISO 8601. */
export const factsAt = (now: string, sources: FactSources, limits: Limits): Facts => {
  const { views } = sources;
  return {
    pending: pendingFacts(sources, limits),
    late: [...overdueFacts(views, limits), ...inHandFacts(sources)],
    recalled: recalledFacts(sources, dayAt(Date.parse(now), sources.config.site.timeZone), limits),
    boxes: boxFacts(now, sources),
    doubts: views.doubts(),
    unmatched: views
      .scans({ limit: 200 }, { state: 'unmatched' })
      .rows.map(({ id, receivedAt }) => ({ scan: id, since: receivedAt })),
    incidents: views.incidents(),
    where: (docket) => whereabouts(views, docket),
  };
};

const pendingFacts = (sources: FactSources, { notDropped, copiesShort }: Limits): Pending[] =>
  sources.views
    .pendingPieces(notDropped > copiesShort ? notDropped : copiesShort, MOST)
    .map(({ circulates, ...piece }) =>
      // A circulating piece waits for its next reader since it was sent on, not since it was registered.
      circulates ? { ...piece, since: lastChange(sources, piece.docket) ?? piece.since } : piece,
    );

/** What runs out with each clock, and the state a piece is in while it does. */
const CLOCKS = {
  'sign-for': { code: 'not-collected', state: 'deposited' },
  handling: { code: 'not-handled', state: 'collected' },
} as const;
const overdueFacts = (views: ReadModels, { overdue, unhandled }: Limits): Late[] => {
  const late: Late[] = [];
  const before = overdue > unhandled ? overdue : unhandled;
  for (let cursor = null; late.length < MOST;) {
    const page = views.deadlinesIn('due', { after: null, before }, 1000, cursor);
    for (const { clock, docket, document, department, dueAt, sequence } of page.rows) {
      const row = views.consignment(docket);
      const { code, state } = CLOCKS[clock];
      if (row?.state !== state) continue;
      const piece = { docket, document, department, compartment: row.compartment };
      late.push({ ...piece, code, since: dueAt, stay: String(sequence) });
    }
    if (page.next === null) break;
    cursor = page.next;
  }
  return late;
};

const IN_HAND = {
  refused: 'refused-in-hand',
  corrected: 'corrected-in-hand',
  returned: 'left-in-returns',
  outgoing: 'left-in-outgoing',
  carried: 'carried-in-hand',
  deposited: 'not-fetched-back',
} as const;
const inHandFacts = (sources: FactSources): Late[] =>
  sources.views.inHand(MOST).map(({ state, ...piece }) => {
    const since = lastChange(sources, piece.docket) ?? '';
    return { ...piece, code: IN_HAND[state], since, stay: since };
  });

/** A recall with a day is late after that day; one without as long after it was ordered as a drop may take. */
const recalledFacts = ({ views }: FactSources, today: string, { notDropped }: Limits): Recalled[] =>
  views
    .recalls({ limit: 200 })
    .rows.filter(
      ({ closedAt, dueOn, orderedAt }) =>
        closedAt === null && (dueOn === null ? orderedAt <= notDropped : dueOn < today),
    )
    .flatMap(({ id, orderedAt }) =>
      views
        .recalledPieces(id)
        .filter(({ recall, state }) => recall === id && (state === 'collected' || state === 'handled'))
        .map(({ docket, document, department }) => ({
          ...{ recall: id, docket, document, department, since: orderedAt },
        })),
    );

const boxFacts = (now: string, { views, config }: FactSources): Facts['boxes'] => {
  const inside = Map.groupBy(views.contents(), ({ compartment }) => compartment);
  const bins = new Map(views.binReadings().map((row) => [row.compartment, steadyReading(row, now)]));
  return config.cabinets
    .flatMap(({ compartments }) => compartments)
    .map(({ id, usage, department, occupied }) => ({
      ...{ compartment: id, usage, department },
      bin: occupied === undefined ? null : (bins.get(id) ?? null),
      inside: inside.get(id) ?? [],
    }));
};

const whereabouts = (views: ReadModels, docket: string): Whereabouts | undefined => {
  const row = views.consignment(docket);
  if (!row) return undefined;
  const { document, department, compartment, depositedAt, collectedAt } = row;
  const movedAt = [depositedAt ?? '', collectedAt ?? ''].sort().at(-1) ?? '';
  return { document, department, compartment, movedAt };
};

const lastChange = ({ ledger }: FactSources, docket: string): string | undefined =>
  ledger.stream(`consignment:${docket}`).at(-1)?.time;
