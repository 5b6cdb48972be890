import type { Lived } from './live.ts';
import { checkTaken } from './check-taken.ts';
import { checkChased, checkJumps } from './check-upsets.ts';
import { checkVisits } from './check-visits.ts';
import {
  hearersFor,
  isUrgent,
  phaseAt,
  runsAt,
  runsOf,
  slotsOf,
  stagesOf,
  type Hearer,
  type Level,
  type Phase,
  type Run,
  type Stage,
} from './expected.ts';
import { channelOf, DAY, HOUR, MINUTE, type Stretch } from './plan.ts';
import { messagesIn, type Decided, type MessageRecord } from './record.ts';

/** What a look, a group's limit of rate and a full line may add to the quiet time. */
const SLACK = 4 * MINUTE;
/** Longer than any outage with the rests, and the replay, that follow it. */
const SURELY = DAY;
const WEEK = 7 * DAY;
const RANKS = ['reminder', 'overdue', 'head', 'supervisor'];
/** The time that had passed when an event was recorded: what the clock was set by until then is taken off. */
const passedIn =
  ({ sets }: Lived) =>
  (at: number, sequence: number): number =>
    sets.reduce((passed, set) => (set.sequence < sequence ? passed - set.by : passed), at);
const rankOf = ({ kind, level }: Pick<Stage | Decided, 'kind' | 'level'>): number =>
  RANKS.indexOf(kind === 'escalation' ? level : kind);

export interface Checked {
  readonly problems: readonly string[];
  /** How many things were due and sure to be sent in time. */
  readonly counted: Readonly<Record<string, number>>;
}
export interface Checking {
  readonly lived: Lived;
  readonly record: MessageRecord;
  readonly runs: readonly Run[];
  problem(what: string): void;
  count(what: string): void;
  /** Whether something of a department's channel, or the controller, was away around this time. */
  wasAway(department: string, from: number, to: number): boolean;
}

/** Holds everything that was said in the time against the plan. */
export const checkMessages = (lived: Lived): Checked => {
  const problems: string[] = [];
  const counted: Record<string, number> = {};
  const record = messagesIn(lived.ledger, passedIn(lived));
  const checking: Checking = {
    ...{ lived, record, runs: runsOf(lived) },
    problem: (what) => void problems.push(what),
    count: (what) => void (counted[what] = (counted[what] ?? 0) + 1),
    wasAway: awayIn(lived),
  };
  for (const trouble of lived.troubles) problems.push(`trouble: ${String(trouble)}`);
  if (lived.pending > 0) problems.push(`${lived.pending} timers were left`);
  for (const run of checking.runs) if (isUrgent(run)) checkStages(checking, run);
  checkDigests(checking);
  checkDeposits(checking);
  checkVisits(checking);
  checkTaken(checking);
  checkChased(checking);
  checkJumps(checking);
  return { problems, counted };
};

const awayIn = ({ closed, outages }: Lived): Checking['wasAway'] => {
  const of = new Map<string, Stretch[]>();
  for (const { channel, ...stretch } of outages) of.set(channel, [...(of.get(channel) ?? []), stretch]);
  return (department, from, to) =>
    [...closed, ...(of.get(channelOf(department)) ?? [])].some(
      (one) => one.from < to && one.to + 2 * HOUR > from,
    );
};
const named = ({ docket, clock }: Run, stage: Pick<Stage, 'kind' | 'level'>): string =>
  `${docket} ${clock} ${stage.kind}/${stage.level}`;

/** An urgent paper: each stage of each deadline once, to each who is to hear of it, in its time; none before, none behind the end. */
const checkStages = (checking: Checking, run: Run): void => {
  for (const [nth, phase] of run.phases.entries()) {
    const { stages, quiet } = stagesOf(checking.lived, run, phase);
    for (const stage of stages) {
      const topic = stage.kind === 'reminder' ? Math.min(phase.dueAt, run.to) : run.to;
      const lasts = { from: Math.max(stage.at, phase.from), to: Math.min(topic, phase.to) };
      const hearers = hearersFor(checking.lived, run.department, stage.level, 'chasing');
      for (const receiver of new Set(hearers.map((hearer) => hearer.receiver)))
        checkSaid(checking, run, phase, { ...stage, receiver });
      for (const [i, { receiver, from, to }] of hearers.entries()) {
        // Nobody was told anything of this clock before its first reminder.
        const peace = stage.kind === 'reminder' && nth === 0 && i === 0 ? 0 : quiet;
        const within = { from: Math.max(lasts.from, from), to: Math.min(lasts.to, to) };
        checkTold(checking, run, phase, { ...stage, ...within, receiver, peace });
      }
    }
  }
};

/** What was decided to be said to somebody of a deadline of a piece. */
const saidOf = (
  { record }: Checking,
  { docket, clock }: Run,
  { dueAt }: Phase,
  receiver: string,
): Decided[] =>
  record
    .said(receiver, docket, clock)
    .filter(({ about }) =>
      about.some(
        (one) => one.docket === docket && one.clock === clock && Date.parse(one.due ?? '') === dueAt,
      ),
    );

const checkSaid = (
  checking: Checking,
  run: Run,
  phase: Phase,
  stage: Stage & { readonly receiver: string },
): void => {
  const { problem } = checking;
  const own = saidOf(checking, run, phase, stage.receiver).filter(
    ({ kind, level }) => kind === stage.kind && level === stage.level,
  );
  if (own.length > 1) problem(`${named(run, stage)} was decided ${own.length} times`);
  for (const { at, passed } of own)
    if (at < stage.at || !runsAt(run, passed) || (stage.kind === 'reminder' && at >= phase.dueAt))
      problem(`${named(run, stage)} was decided out of its time, ${new Date(at).toISOString()}`);
};

/** `from` and `to`: while it is due and they are the one who hears of it; `peace`: how long something else may have been said before. */
type Telling = Stage & Stretch & { readonly receiver: string; readonly peace: number };
const checkTold = (checking: Checking, run: Run, phase: Phase, telling: Telling): void => {
  const { problem, count, wasAway } = checking;
  const { from, to, receiver, peace } = telling;
  if (from >= to) return;
  /** Whoever hears of all levels is told of a later stage in place of this one. */
  const toldBy = (limit: number): boolean =>
    saidOf(checking, run, phase, receiver).some(
      (one) =>
        one.kind !== 'digest' &&
        rankOf(one) >= rankOf(telling) &&
        one.end?.what === 'delivered' &&
        one.end.at <= limit,
    );
  const latest = from + peace + SLACK;
  if (latest < to && !wasAway(run.department, from - peace, latest)) {
    count(telling.level === 'collector' ? telling.kind : `escalation to ${telling.level}`);
    if (from > telling.at) count('told again, for the calendar or a stand-in');
    if (!toldBy(latest)) problem(`${named(run, telling)} was not told in time to ${receiver}`);
  }
  if (telling.kind !== 'reminder' && from + SURELY < to) {
    count('told at last');
    if (!toldBy(Infinity)) problem(`${named(run, telling)} was never told to ${receiver}`);
  }
};

/** An ordinary paper stands in the digest of each week in which it is open, once for each who is to hear of it. */
const checkDigests = (checking: Checking): void => {
  const slots = slotsOf(checking.lived);
  const { headAfter, supervisorAfter } = checking.lived.config.policies.chasing.digest;
  const after = { collector: -WEEK, head: headAfter * HOUR, supervisor: supervisorAfter * HOUR };
  for (const run of checking.runs)
    for (const level of ['collector', 'head', 'supervisor'] as const) {
      const hearers = isUrgent(run) ? [] : hearersFor(checking.lived, run.department, level, 'digests');
      for (const hearer of hearers)
        checkDigest(checking, run, slots, { ...hearer, level, after: after[level] });
    }
};

/** `after`: how late (ms) a paper is of which they hear in digests. */
type DigestReader = Hearer & { readonly level: Level; readonly after: number };
const checkDigest = (
  checking: Checking,
  run: Run,
  slots: ReturnType<typeof slotsOf>,
  { receiver, from, to, level, after }: DigestReader,
): void => {
  const { lived, record, problem } = checking;
  const said = record.said(receiver, run.docket, run.clock);
  if (said.some(({ kind }) => kind !== 'digest')) problem(`${run.docket} is ordinary but was chased alone`);
  for (const [i, slot] of slots.entries()) {
    if (slot.at < from || slot.at >= to) continue;
    const own = said.filter(({ occasion }) => occasion === slot.date);
    const late = slot.at - (phaseAt(run, slot.at)?.dueAt ?? Infinity);
    const next = lived.passedAt(slots[i + 1]?.at ?? Infinity);
    checkSlot(checking, run, own, { ...slot, level, wanted: late >= after, next });
  }
};

interface Slot {
  readonly date: string;
  readonly at: number;
  readonly level: string;
  /** Whether papers that are so late, or due so soon, stand in it. */
  readonly wanted: boolean;
  /** The time that passed before the next one. */
  readonly next: number;
}
const checkSlot = (
  { lived, problem, count, wasAway }: Checking,
  run: Run,
  own: readonly Decided[],
  { date, at, level, wanted, next }: Slot,
): void => {
  const what = `${run.docket} in the digest of ${date} to ${level}`;
  if (own.length > 1) problem(`${what}: ${own.length} times`);
  if (own.some((one) => !runsAt(run, one.passed))) problem(`${what}: though done`);
  if (own.some((one) => one.at < at || one.passed >= next)) problem(`${what}: out of its time`);
  const rests = run.rest !== null && run.rest.to > at;
  if (!wanted || rests || run.from > at - MINUTE || at >= Math.min(run.to, lived.end)) return;
  const told = own.find(({ end }) => end?.what === 'delivered' && end.dockets.includes(run.docket));
  if (at + SLACK < run.to && !wasAway(run.department, at - MINUTE, at + SLACK)) {
    count(`digest to ${level}`);
    if (!told || (told.end?.at ?? 0) > at + SLACK) problem(`${what}: missing`);
  } else if (at + SURELY < run.to && !told) problem(`${what}: never told`);
};

/** Paper that was put into a box is told of once, while it lies there. */
const checkDeposits = ({ lived, record, problem, count, wasAway }: Checking): void => {
  for (const { docket, department, dropped, taken } of lived.lives) {
    const receiver = hearersFor(lived, department, 'collector', 'deposits')[0]?.receiver ?? null;
    if (dropped >= lived.end) continue;
    const own =
      receiver === null ? [] : record.said(receiver, docket, null).filter(({ kind }) => kind === 'deposited');
    if (own.length > 1) problem(`${docket} was announced ${own.length} times`);
    if (receiver === null) continue;
    const gone = Math.min(taken ?? Infinity, lived.end);
    const told = own.find(({ end }) => end?.what === 'delivered' && end.dockets.includes(docket));
    if (dropped + SLACK < gone && !wasAway(department, dropped, dropped + SLACK)) {
      count('deposited');
      if (!told || (told.end?.at ?? 0) > dropped + SLACK) problem(`${docket} was not announced in time`);
    } else if (dropped + SURELY < gone && !told) problem(`${docket} was never announced`);
  }
};
