import type { Lived } from './live.ts';
import { checkTaken } from './check-taken.ts';
import { checkVisits } from './check-visits.ts';
import {
  isUrgent,
  receiverFor,
  runsAt,
  runsOf,
  slotsOf,
  stagesOf,
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
  const record = messagesIn(lived.ledger);
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
  return { problems, counted };
};

const awayIn = ({ stops, outages }: Lived): Checking['wasAway'] => {
  const of = new Map<string, Stretch[]>();
  for (const { channel, ...stretch } of outages) of.set(channel, [...(of.get(channel) ?? []), stretch]);
  return (department, from, to) =>
    [...stops, ...(of.get(channelOf(department)) ?? [])].some(
      (one) => one.from < to && one.to + 2 * HOUR > from,
    );
};
const named = ({ docket, clock }: Run, stage: Pick<Stage, 'kind' | 'level'>): string =>
  `${docket} ${clock} ${stage.kind}/${stage.level}`;

/** An urgent paper: each stage once, to each who is to hear of it, in its time; none before, none behind the end. */
const checkStages = (checking: Checking, run: Run): void => {
  const { lived, record, problem, count, wasAway } = checking;
  const { stages, quiet } = stagesOf(lived, run);
  for (const stage of stages) {
    const receiver = receiverFor(run.department, stage.level, 'chasing');
    if (receiver === null) continue;
    const all = record.said(receiver, run.docket, run.clock);
    const own = all.filter(({ kind, level }) => kind === stage.kind && level === stage.level);
    if (own.length > 1) problem(`${named(run, stage)} was decided ${own.length} times`);
    for (const { at } of own)
      if (at < stage.at || !runsAt(run, at) || (stage.kind === 'reminder' && at >= run.dueAt))
        problem(`${named(run, stage)} was decided out of its time, ${new Date(at).toISOString()}`);
    /** A group that hears of all levels is told of a later stage in place of this one. */
    const toldBy = (limit: number): boolean =>
      all.some(
        (one) =>
          one.kind !== 'digest' &&
          rankOf(one) >= rankOf(stage) &&
          one.end?.what === 'delivered' &&
          one.end.at <= limit,
      );
    // Nobody was told anything of this clock before its reminder.
    const peace = stage.kind === 'reminder' ? 0 : quiet;
    const [latest, until] = [
      stage.at + peace + SLACK,
      stage.kind === 'reminder' ? Math.min(run.dueAt, run.to) : run.to,
    ];
    if (latest < until && !wasAway(run.department, stage.at - peace, latest)) {
      count(stage.level === 'collector' ? stage.kind : `escalation to ${stage.level}`);
      if (!toldBy(latest)) problem(`${named(run, stage)} was not told in time`);
    }
    if (stage.kind !== 'reminder' && stage.at + SURELY < run.to) {
      count('told at last');
      if (!toldBy(Infinity)) problem(`${named(run, stage)} was never told`);
    }
  }
};

/** An ordinary paper stands in the digest of each week in which it is open, once for each who is to hear of it. */
const checkDigests = (checking: Checking): void => {
  const slots = slotsOf(checking.lived);
  const { headAfter, supervisorAfter } = checking.lived.config.policies.chasing.digest;
  const after = { collector: -WEEK, head: headAfter * HOUR, supervisor: supervisorAfter * HOUR };
  for (const run of checking.runs)
    for (const level of ['collector', 'head', 'supervisor'] as const) {
      const receiver = isUrgent(run) ? null : receiverFor(run.department, level, 'digests');
      if (receiver === null) continue;
      const said = checking.record.said(receiver, run.docket, run.clock);
      if (said.some(({ kind }) => kind !== 'digest'))
        checking.problem(`${run.docket} is ordinary but was chased alone`);
      for (const slot of slots) {
        const own = said.filter(({ occasion }) => occasion === slot.date);
        checkSlot(checking, run, own, { ...slot, level, wanted: slot.at - run.dueAt >= after[level] });
      }
    }
};

interface Slot {
  readonly date: string;
  readonly at: number;
  readonly level: string;
  /** Whether papers that are so late, or due so soon, stand in it. */
  readonly wanted: boolean;
}
const checkSlot = (
  { lived, problem, count, wasAway }: Checking,
  run: Run,
  own: readonly Decided[],
  { date, at, level, wanted }: Slot,
): void => {
  const what = `${run.docket} in the digest of ${date} to ${level}`;
  if (own.length > 1) problem(`${what}: ${own.length} times`);
  if (own.some((one) => !runsAt(run, one.at))) problem(`${what}: though done`);
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
    const receiver = receiverFor(department, 'collector', 'deposits');
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
