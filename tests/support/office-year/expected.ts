import { basisOf, clockBook } from '#controller/domain/clocks/clock-book.ts';
import { deadlineOf } from '#controller/domain/clocks/deadline.ts';
import { naiveWorks } from '../naive-clocks.ts';
import { collectorOf, headOf, SUPERVISOR, type Lived } from './live.ts';
import { receiverOf } from './record.ts';
import { channelOf, DAY, HOUR, MINUTE, type ChannelId, type Life, type Stretch } from './plan.ts';

export type Level = 'collector' | 'head' | 'supervisor';
/** A clock from its start to its end, from the plan alone; UTC ms. */
export interface Run extends Stretch {
  readonly docket: string;
  readonly department: string;
  readonly clock: 'sign-for' | 'handling';
  readonly urgency: Life['urgency'];
  readonly remindAt: number;
  readonly dueAt: number;
  readonly rest: Stretch | null;
}
export const isUrgent = ({ urgency }: Pick<Life, 'urgency'>): boolean =>
  urgency !== 'none' && urgency !== 'pingji';

export const runsOf = ({ lives, desk, end }: Lived): Run[] => {
  const basis = basisOf(desk.state(clockBook, 'clocks').state);
  const run = (life: Life, clock: Run['clock'], from: number | null, to: number | null): Run[] => {
    if (from === null || from >= end) return [];
    const { docket, department, urgency, kind } = life;
    const rest = clock === 'sign-for' ? life.rest : null;
    const pauses = rest ? [rest] : [];
    const moments = deadlineOf(basis, { clock, urgency, kind, startedAt: from, pauses });
    return [
      {
        ...{ docket, department, clock, urgency, rest, from, to: Math.min(to ?? Infinity, end) },
        ...moments,
      },
    ];
  };
  return lives.flatMap((life) => [
    ...run(life, 'sign-for', life.dropped, life.taken),
    ...run(life, 'handling', life.refused ? null : life.taken, life.done),
  ]);
};
/**
 * Whether a clock runs when something is sent at an instant: it is neither over nor at rest. What ends it at that very
 * instant comes after whatever is sent then (see `liveThrough`).
 */
export const runsAt = ({ from, to, rest }: Run, at: number): boolean =>
  from <= at && at <= to && !(rest && rest.from < at && at < rest.to);

export interface Stage {
  readonly kind: 'reminder' | 'overdue' | 'escalation';
  readonly level: Level;
  readonly at: number;
}
/** What is said of an urgent paper, in order, and for how long (ms) after one nobody is told the next. */
export const stagesOf = (
  { config }: Lived,
  { urgency, clock, remindAt, dueAt }: Run,
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
/** Who hears of a department's papers at a level: its channel's group, or one person; null where the channel tells nothing. */
export const receiverFor = (department: string, level: Level, topic: string): string | null => {
  const channel = channelOf(department);
  if (TELLS[channel] !== 'all' && !TELLS[channel].includes(topic)) return null;
  if (channel !== 'email' && channel !== 'sms') return receiverOf(channel, null);
  const people = { collector: collectorOf, head: headOf, supervisor: () => SUPERVISOR };
  return receiverOf(channel, people[level](department));
};

/** Days on the clocks of Shanghai, counted from 1970-01-01. */
export const dayAt = (at: number): number => Math.floor((at + 8 * HOUR) / DAY);
export const startOf = (day: number): number => day * DAY - 8 * HOUR;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

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
