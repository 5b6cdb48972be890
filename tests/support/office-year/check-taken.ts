import type { Checking } from './check-messages.ts';
import { runsAt, type Run } from './expected.ts';
import { mailOf, phoneOf } from './live.ts';
import type { Taken } from './other-sides.ts';
import type { Decided } from './record.ts';

/** What the other sides took: true at that moment, nothing lost, nothing twice but what was never answered, in order. */
export const checkTaken = ({ lived, record, runs, problem, count }: Checking): void => {
  const runsOf = Map.groupBy(runs, ({ docket }) => docket);
  const arrived = new Map<string, Taken[]>();
  const last = new Map<string, number>();
  for (const one of lived.taken) {
    const { id, channel, passed, dockets } = one;
    const decided = record.byId.get(id);
    if (!decided || decided.channel !== channel) {
      problem(`${channel} took ${id}, which nobody decided`);
      continue;
    }
    if (one.to !== addressOf(decided))
      problem(`${id} for ${decided.person ?? 'all'} went to ${one.to ?? 'all'}`);
    const earlier = arrived.get(id) ?? [];
    if (earlier.length > decided.failed) problem(`${id} arrived again though no attempt had failed`);
    arrived.set(id, [...earlier, one]);
    count(`taken by ${channel}`);
    for (const docket of dockets)
      if (!isTrue(decided, docket, runsOf.get(docket) ?? [], passed))
        problem(`${id} tells of ${docket}, which is done`);
    if (dockets.length === 0 && decided.kind !== 'visit' && decided.kind !== 'digest')
      problem(`${id} names nothing`);
    if (earlier.length > 0 || decided.wasDead) continue;
    for (const document of new Set(decided.about.map((subject) => subject.document))) {
      const key = `${channel} ${document}`;
      if ((last.get(key) ?? 0) > decided.sequence) problem(`${id} overtook an earlier one about ${document}`);
      last.set(key, decided.sequence);
    }
  }
  for (const { id, end, wasDead } of record.byId.values()) {
    const answered = (arrived.get(id) ?? []).some((one) => one.answered);
    if (end === null) problem(`${id} still waits`);
    else if ((end.what === 'delivered') !== answered)
      problem(`${id} is ${end.what}, the other side says otherwise`);
    if (wasDead) count('replayed');
    if ((arrived.get(id) ?? []).length > 1) count('sent again');
    if (end && end.what !== 'delivered') count(end.what);
  }
};

const addressOf = ({ channel, person }: Decided): string | null => {
  if (person === null) return null;
  return channel === 'email' ? mailOf(person) : phoneOf(person);
};

const isTrue = (decided: Decided, docket: string, runs: readonly Run[], passed: number): boolean =>
  decided.about.some(
    (subject) =>
      subject.docket === docket &&
      runs.some((run) =>
        subject.clock === null
          ? run.clock === 'sign-for' && run.passed.from <= passed && passed <= run.passed.to
          : run.clock === subject.clock && runsAt(run, passed),
      ),
  );
