import { basisOf, clockBook } from '#controller/domain/clocks/clock-book.ts';
import { deadlineOf, type ClockBasis } from '#controller/domain/clocks/deadline.ts';
import type { OfficeDay } from '#controller/domain/catalogue/clock-settings.ts';
import { naiveWorks } from '../naive-clocks.ts';
import type { Lived } from './live.ts';
import { channelOf, HOUR, MINUTE, type ChannelId, type Life, type Stretch } from './plan.ts';
import { receiverOf } from './record.ts';
import { collectorOf, dateOf, dayAt, headOf, startOf, SUPERVISOR } from './upsets.ts';

export type Level = 'collector' | 'head' | 'supervisor';
/** What a clock is due by, as long as the calendar stays what it is; UTC ms. */
export interface Phase extends Stretch {
  readonly remindAt: number;
  readonly dueAt: number;
}
/** A clock from its start to its end, from the plan alone; UTC ms. */
export interface Run extends Stretch {
  readonly docket: string;
  readonly department: string;
  readonly clock: 'sign-for' | 'handling';
  readonly urgency: Life['urgency'];
  readonly rest: Stretch | null;
  /** In order, without a gap. */
  readonly phases: readonly Phase[];
  /** The same from, to and rest as time that passed (see `passedAt`). */
  readonly passed: Stretch;
  readonly rests: Stretch | null;
}
export const isUrgent = ({ urgency }: Pick<Life, 'urgency'>): boolean =>
  urgency !== 'none' && urgency !== 'pingji';

/** From when to when something holds of a calendar, the latest last. */
const calendarsOf = ({ desk, edits }: Lived): (Stretch & { readonly basis: ClockBasis })[] => {
  const book = desk.state(clockBook, 'clocks').state;
  let own: Readonly<Record<string, OfficeDay>> = {};
  const calendars = edits.map(({ at, date, day }, i) => {
    const { [date]: _, ...others } = own;
    own = day ? { ...others, [date]: day } : others;
    return { from: at, to: edits[i + 1]?.at ?? Infinity, basis: basisOf({ ...book, own }) };
  });
  return calendars;
};

export const runsOf = (lived: Lived): Run[] => {
  const { lives, end, passedAt: passed } = lived;
  const calendars = calendarsOf(lived);
  const run = (life: Life, clock: Run['clock'], from: number | null, last: number | null): Run[] => {
    if (from === null || from >= end) return [];
    const { docket, department, urgency, kind } = life;
    const rest = clock === 'sign-for' ? life.rest : null;
    const to = Math.min(last ?? Infinity, end);
    const running = { clock, urgency, kind, startedAt: from, pauses: rest ? [rest] : [] };
    const phases: Phase[] = [];
    for (const calendar of calendars) {
      if (calendar.to <= from || calendar.from >= to) continue;
      const moments = deadlineOf(calendar.basis, running);
      const before = phases.at(-1);
      const stays = before?.dueAt === moments.dueAt && before.remindAt === moments.remindAt;
      const phase = { ...moments, from: calendar.from, to: calendar.to };
      if (before && stays) phases[phases.length - 1] = { ...before, to: calendar.to };
      else phases.push(phase);
    }
    const truly = { from: passed(from), to: passed(to) };
    const trulyRests = rest && { from: passed(rest.from), to: passed(rest.to) };
    return [{ docket, department, clock, urgency, rest, from, to, phases, passed: truly, rests: trulyRests }];
  };
  return lives.flatMap((life) => [
    ...run(life, 'sign-for', life.dropped, life.taken),
    ...run(life, 'handling', life.refused ? null : life.taken, life.done),
  ]);
};
/** What a clock is due by while a calendar holds. */
export const phaseAt = ({ phases }: Run, at: number): Phase | undefined =>
  phases.find(({ from, to }) => from <= at && at < to);
/**
 * Whether a clock runs when something is sent after some time (see `passedAt`): it is neither over nor at rest. What
 * ends it at that very instant comes after whatever is sent then (see `liveThrough`).
 */
export const runsAt = ({ passed: { from, to }, rests }: Run, at: number): boolean =>
  from <= at && at <= to && !(rests && rests.from < at && at < rests.to);

export interface Stage {
  readonly kind: 'reminder' | 'overdue' | 'escalation';
  readonly level: Level;
  readonly at: number;
}
/** What is said of an urgent paper, in order, and for how long (ms) after one nobody is told the next. */
export const stagesOf = (
  { config }: Lived,
  { urgency, clock }: Run,
  { remindAt, dueAt }: Phase,
): { stages: readonly Stage[]; quiet: number } => {
  const { signFor, handling } = config.policies.chasing;
  const rule = (clock === 'sign-for' ? signFor : handling)[urgency as 'teti' | 'teji' | 'jiaji'];
  return {
    stages: [
      { kind: 'reminder', level: 'collector', at: remindAt },
      { kind: 'overdue', level: 'collector', at: dueAt },
      { kind: 'escalation', level: 'head', at: dueAt + rule.headAfter * MINUTE },
      { kind: 'escalation', level: 'supervisor', at: dueAt + rule.supervisorAfter * MINUTE },
    ],
    quiet: rule.quiet * MINUTE,
  };
};

const TELLS: Readonly<Record<ChannelId, string>> = {
  ...{ webhook: 'all', wecom: 'all', feishu: 'all' },
  ...{ dingtalk: 'chasing digests', email: 'chasing digests', sms: 'chasing' },
};
/** Who hears of something, and from when to when. */
export interface Hearer extends Stretch {
  readonly receiver: string;
}
/**
 * Who hears of a department's papers at a level: its channel's group all the time, or one person, and whoever stands in
 * for them; nobody where the channel tells nothing of it.
 */
export const hearersFor = (
  { absences }: Pick<Lived, 'absences'>,
  department: string,
  level: Level,
  topic: string,
): readonly Hearer[] => {
  const channel = channelOf(department);
  if (TELLS[channel] !== 'all' && !TELLS[channel].includes(topic)) return [];
  if (channel !== 'email' && channel !== 'sms')
    return [{ receiver: receiverOf(channel, null), from: -Infinity, to: Infinity }];
  const person = { collector: collectorOf, head: headOf, supervisor: () => SUPERVISOR }[level](department);
  const own = receiverOf(channel, person);
  const away = absences.filter((one) => one.person === person);
  return [
    { receiver: own, from: -Infinity, to: away[0]?.from ?? Infinity },
    ...away.flatMap(({ standIn, from, to }, i) => [
      { receiver: receiverOf(channel, standIn), from, to },
      { receiver: own, from: to, to: away[i + 1]?.from ?? Infinity },
    ]),
  ];
};

/** Whether the office works on a day, from a wall clock and the list of days. */
export const workingDays = ({ desk }: Pick<Lived, 'desk'>): ((day: number) => boolean) => {
  const { settings, statutory, own } = desk.state(clockBook, 'clocks').state;
  if (!statutory) throw new Error('no calendar was adopted');
  const works = naiveWorks({ ordinary: settings, statutory, own: Object.values(own) });
  const known = new Map<number, boolean>();
  return (day) => {
    let working = known.get(day);
    if (working === undefined) known.set(day, (working = works(startOf(day) + 9 * HOUR)));
    return working;
  };
};
/** Digests: Mondays at nine, or the first working day after. */
export const slotsOf = (lived: Lived): { readonly date: string; readonly at: number }[] => {
  const works = workingDays(lived);
  const [first, last] = [dayAt(Date.parse(lived.plan.start)), dayAt(lived.end - 1)];
  const slots = new Set<number>();
  // 1970-01-01 was a Thursday.
  for (let monday = first - ((first + 3) % 7); monday <= last; monday += 7) {
    let day = monday;
    while (!works(day)) day += 1;
    if (day >= first && startOf(day) + 9 * HOUR < lived.end) slots.add(day);
  }
  return [...slots].map((day) => ({ date: dateOf(day), at: startOf(day) + 9 * HOUR }));
};
/** Half working days: 08:30 to 12:00 and 13:30 to 18:00. */
export const halvesOf = (lived: Lived): Stretch[] => {
  const works = workingDays(lived);
  const halves: Stretch[] = [];
  for (let day = dayAt(Date.parse(lived.plan.start)); startOf(day) < lived.end; day += 1)
    if (works(day))
      halves.push(
        { from: startOf(day) + 510 * MINUTE, to: startOf(day) + 720 * MINUTE },
        { from: startOf(day) + 810 * MINUTE, to: startOf(day) + 1080 * MINUTE },
      );
  return halves.filter(({ to }) => to + 2 * MINUTE < lived.end);
};
