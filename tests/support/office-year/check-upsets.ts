import { isDeepStrictEqual } from 'node:util';
import { clockBook } from '#controller/domain/clocks/clock-book.ts';
import type { Checking } from './check-messages.ts';
import { hearersFor } from './expected.ts';
import { MINUTE } from './plan.ts';
import { eventsOf, receiverOf } from './record.ts';
import type { Absence } from './upsets.ts';

const TOPICS = { reminder: 'chasing', overdue: 'chasing', escalation: 'chasing', digest: 'digests' } as const;

/**
 * Nobody hears of a piece but the channel of its department, and on it who is to hear of it at that moment; and what is
 * said of a deadline is what it is by the calendar of that moment.
 */
export const checkChased = ({ lived, record, runs, problem, count }: Checking): void => {
  const runOf = new Map(runs.map((run) => [`${run.docket} ${run.clock}`, run]));
  for (const { id, channel, person, kind, level, about, at } of record.byId.values()) {
    if (kind === 'deposited' || kind === 'visit' || kind === 'test') continue;
    const receiver = receiverOf(channel, person);
    const levels = kind === 'digest' ? (['collector', 'head', 'supervisor'] as const) : [level];
    for (const { docket, clock, due } of about) {
      const run = runOf.get(`${docket} ${clock ?? ''}`);
      const hears = levels.some((one) =>
        hearersFor(lived, run?.department ?? '', one, TOPICS[kind]).some(
          (hearer) => hearer.receiver === receiver && hearer.from <= at && at < hearer.to,
        ),
      );
      if (!hears) problem(`${id} tells ${receiver} of ${docket}, who does not hear of it now`);
      if (run?.rest && at < run.rest.to) continue;
      const now = run?.phases.filter(({ from, to }) => from <= at && at - MINUTE < to) ?? [];
      if (!now.some(({ dueAt }) => dueAt === Date.parse(due ?? '')))
        problem(`${id} tells that ${docket} is due at ${due ?? 'no time'}, which is not so now`);
      else if (run && run.phases.length > 1) count('due by another calendar than at first');
    }
    const stoodIn = (one: Absence): boolean => one.standIn === person && one.from <= at && at < one.to;
    if (lived.absences.some(stoodIn)) count('said while somebody stood in');
  }
};

/** Every time that the clock was set while the controller ran stands in the record, and no other; and so do the office's days. */
export const checkJumps = ({ lived, problem, count }: Checking): void => {
  const planned = lived.jumps.filter(({ at, restart }) => !restart && at < lived.end);
  const noted = [...eventsOf(lived.ledger)].flatMap((event) =>
    event.type === 'ClockJumped' && event.payload.while === 'running'
      ? [Date.parse(event.payload.found) - Date.parse(event.payload.expected)]
      : [],
  );
  for (const [i, { at, by }] of planned.entries())
    if (noted[i] !== by)
      problem(`the clock was set by ${by} ms at ${new Date(at).toISOString()}, noted ${noted[i]}`);
    else count(by > 0 ? 'set forward' : 'set back');
  if (noted.length > planned.length)
    problem(`the clock was set ${planned.length} times, noted ${noted.length}`);
  const days = new Map<string, boolean>();
  for (const { at, date, day } of lived.edits)
    if (at >= lived.end) continue;
    else if (day) days.set(date, day.working);
    else days.delete(date);
  const { own } = lived.desk.state(clockBook, 'clocks').state;
  const found = new Map(Object.values(own).map(({ date, working }) => [date, working]));
  if (!isDeepStrictEqual(found, days)) problem('the office’s own days are others than the plan’s');
};
