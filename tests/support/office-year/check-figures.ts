import { basisOf, clockBook } from '#controller/domain/clocks/clock-book.ts';
import { deadlineOf } from '#controller/domain/clocks/deadline.ts';
import { isDeepStrictEqual } from 'node:util';
import type { PayloadOf } from '#controller/domain/events.ts';
import type { Figures } from '#controller/ports/evaluation.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { workingDays } from './expected.ts';
import type { Lived } from './live.ts';
import type { Stretch } from './plan.ts';
import { eventsOf } from './record.ts';
import { dayAt } from './upsets.ts';

type ClockName = 'sign-for' | 'handling';
/** A clock as the events tell it. */
interface Counted extends Stretch {
  readonly department: string;
  readonly clock: ClockName;
  readonly dueAt: number;
  readonly end: 'open' | 'met' | 'struck';
}
interface Happened {
  readonly department: string;
  readonly what: 'refused' | 'missing' | 'visit' | 'missed';
  readonly at: number;
  readonly detail: string;
}

/** The figures of each month and of the whole time, against a count of the ledger's events one by one. */
export const checkFigures = (
  lived: Lived,
): { readonly problems: readonly string[]; readonly counted: number } => {
  const { views, end } = lived;
  const [clocks, happened] = count(lived);
  const works = workingDays(lived);
  const problems: string[] = [];
  let counted = 0;
  const same = (what: string, found: unknown, expected: unknown): void => {
    counted += 1;
    if (!isDeepStrictEqual(found, expected))
      problems.push(`${what}: ${JSON.stringify(found)}, counted ${JSON.stringify(expected)}`);
  };
  for (const { first, last } of periodsOf(lived)) {
    const within = (at: number): boolean => dayAt(at) >= first && dayAt(at) <= last;
    const report = views.evaluate({ first, last }, end);
    const figures = (department: string | null): Figures => {
      const own = <T extends { readonly department: string }>(list: readonly T[]): T[] =>
        department === null ? [...list] : list.filter((one) => one.department === department);
      const marks = own(happened).filter(({ at }) => within(at));
      const sum = (what: Happened['what']): Happened[] => marks.filter((one) => one.what === what);
      const [refused, missing] = [sum('refused').length, sum('missing').length];
      const mine = own(clocks);
      const started = (clock: ClockName): Counted[] =>
        mine.filter((one) => one.clock === clock && within(one.from));
      return {
        clocks: {
          'sign-for': figuresOf(started('sign-for'), end),
          handling: figuresOf(started('handling'), end),
        },
        refusals: refused > 0 ? [{ reason: 'format', pieces: refused }] : [],
        discrepancies: missing > 0 ? [{ kind: 'missing', pieces: missing }] : [],
        visits: new Set(
          sum('visit').map(({ department: whose, at, detail }) => `${whose} ${dayAt(at)} ${detail}`),
        ).size,
        missedVisits: sum('missed').length,
        overdueNow: mine.filter((one) => one.end === 'open' && one.dueAt < end).length,
      };
    };
    const name = new Date(first * 86_400_000).toISOString().slice(0, 7);
    same(`${name} to day ${last}, all`, report.total, figures(null));
    for (let n = 0; n < lived.plan.departments; n += 1) {
      const department = `d${n}`;
      const found = report.departments.find((one) => one.department === department);
      const { department: _, ...plain } = found ?? { department, ...NOTHING };
      same(`${name} to day ${last}, ${department}`, plain, figures(department));
    }
    let working = 0;
    for (let day = first; day <= last && day <= dayAt(end); day += 1) if (works(day)) working += 1;
    same(`${name} to day ${last}, working days`, report.workingDays, working);
  }
  return { problems, counted };
};

/** Months, as far as they lie within the time, and all of it. */
const periodsOf = ({ plan, end }: Lived): { first: number; last: number }[] => {
  const [first, last] = [dayAt(Date.parse(plan.start)), dayAt(end - 1)];
  const months = Map.groupBy(
    Array.from({ length: last - first + 1 }, (_, n) => first + n),
    (day) => new Date(day * 86_400_000).toISOString().slice(0, 7),
  );
  return [
    ...[...months.values()].map((days) => ({ first: days[0] ?? 0, last: days.at(-1) ?? 0 })),
    { first, last },
  ];
};

const NO_CLOCK = { started: 0, inTime: 0, late: 0, rate: null, median: null, p90: null };
const NOTHING: Figures = {
  ...{ clocks: { 'sign-for': NO_CLOCK, handling: NO_CLOCK }, refusals: [], discrepancies: [] },
  ...{ visits: 0, missedVisits: 0, overdueNow: 0 },
};
const figuresOf = (clocks: readonly Counted[], now: number): Figures['clocks']['sign-for'] => {
  const met = clocks.filter(({ end }) => end === 'met');
  const took = met.map(({ from, to }) => Math.round((to - from) / 1000)).sort((a, b) => a - b);
  const rank = (q: number): number | null => took[Math.ceil(q * took.length) - 1] ?? null;
  const inTime = met.filter(({ to, dueAt }) => to <= dueAt).length;
  const late = met.length - inTime + clocks.filter(({ end, dueAt }) => end === 'open' && dueAt < now).length;
  const rate = inTime + late === 0 ? null : inTime / (inTime + late);
  return { started: clocks.length, inTime, late, rate, median: rank(0.5), p90: rank(0.9) };
};

/** Goes through the events one by one; shares only the rule of deadlines with what it is held against. */
const count = ({ ledger, end }: Lived): [clocks: Counted[], happened: Happened[]] => {
  let book = clockBook.initialState();
  const papers = new Map<string, PayloadOf<'DocumentRegistered'>>();
  const pieces = new Map<string, { readonly document: string; readonly department: string }>();
  const open = new Map<
    string,
    { clock: ClockName; at: number; pauses: { from: number; to: number }[]; paused: number | null }
  >();
  const clocks: Counted[] = [];
  const happened: Happened[] = [];
  const close = (docket: string, how: Counted['end'], to: number): void => {
    const one = open.get(docket);
    const piece = pieces.get(docket);
    const paper = papers.get(piece?.document ?? '');
    if (!one || !piece || !paper) return;
    open.delete(docket);
    const { clock, at: from, pauses } = one;
    const { dueAt } = deadlineOf(basisOf(book), {
      clock,
      kind: paper.kind,
      urgency: paper.urgency,
      startedAt: from,
      pauses,
    });
    clocks.push({ department: piece.department, clock, from, to, dueAt, end: how });
  };
  const begin = (docket: string, clock: ClockName, at: number): void =>
    void open.set(docket, { clock, at, pauses: [], paused: null });
  const mark = (what: Happened['what'], department: string, at: number, detail = ''): void =>
    void happened.push({ department, what, at, detail });
  const follow = (event: AnyStoredEvent, key: string, at: number): void => {
    const department = pieces.get(key)?.department ?? '';
    const own = open.get(key);
    switch (event.type) {
      case 'DocumentRegistered':
        return void papers.set(key, event.payload);
      case 'ConsignmentRegistered':
        return void pieces.set(key, event.payload);
      case 'ConsignmentDeposited':
        return begin(key, 'sign-for', at);
      case 'ClockPaused':
        if (own) own.paused = at;
        return;
      case 'ClockResumed':
        return void own?.pauses.push({ from: own.paused ?? at, to: at });
      case 'ConsignmentCollected':
        close(key, 'met', at);
        mark('visit', department, at, event.payload.session);
        return begin(key, 'handling', at);
      case 'ConsignmentHandled':
        return close(key, 'met', at);
      case 'ConsignmentRefused':
        mark('refused', department, at);
        return close(key, 'struck', at);
      case 'ConsignmentMissing':
        mark('missing', department, at);
        return close(key, 'struck', at);
      case 'VisitMissed':
        return mark('missed', key, Date.parse(event.payload.to) - 1);
      default:
    }
  };
  for (const event of eventsOf(ledger)) {
    if (event.stream === 'site:clocks') book = clockBook.evolve(book, event);
    follow(event, event.stream.slice(event.stream.indexOf(':') + 1), Date.parse(event.time));
  }
  for (const docket of [...open.keys()]) close(docket, 'open', end);
  return [clocks, happened];
};
