import type { Checking } from './check-messages.ts';
import { halvesOf, hearersFor } from './expected.ts';
import { HOUR, MINUTE } from './plan.ts';
import { eventsOf } from './record.ts';

/** Half working days on which paper waited and nobody came, from the plan alone, and who was told of them. */
export const checkVisits = ({ lived, record, runs, problem, count, wasAway }: Checking): void => {
  const found = new Set<string>();
  for (const event of eventsOf(lived.ledger))
    if (event.type === 'VisitMissed')
      found.add(`${event.stream.slice('department:'.length)} ${event.payload.to}`);
  const told = new Map<string, typeof record.byId extends ReadonlyMap<string, infer One> ? One[] : never>();
  for (const one of record.byId.values())
    if (one.kind === 'visit') {
      const key = `${one.department ?? ''} ${one.occasion}`;
      told.set(key, [...(told.get(key) ?? []), one]);
    }
  const waiting = Map.groupBy(
    runs.filter(({ clock }) => clock === 'sign-for'),
    ({ department }) => department,
  );
  const visits = Map.groupBy(
    lived.lives.filter(({ taken }) => taken !== null),
    ({ department }) => department,
  );
  const checked = new Set<string>();
  for (const { from, to } of halvesOf(lived)) {
    const judged = Math.max(
      to,
      ...lived.closed.filter((stop) => stop.from <= to && to <= stop.to + MINUTE).map((stop) => stop.to),
    );
    for (let n = 0; n < lived.plan.departments; n += 1) {
      const department = `d${n}`;
      const key = `${department} ${new Date(to).toISOString()}`;
      checked.add(key);
      const pieces = (waiting.get(department) ?? []).filter((run) => run.from <= from && run.to > to);
      const taken = (visits.get(department) ?? []).flatMap((life) => life.taken ?? []);
      // What happens in the minute in which a half day is judged may come before or after that.
      const doubtful =
        taken.some((at) => at >= to && at <= judged + 2 * MINUTE) ||
        pieces.some(
          ({ rest }) => rest && [rest.from, rest.to].some((at) => at >= to && at <= judged + 2 * MINUTE),
        );
      if (doubtful) continue;
      const came = taken.some((at) => at >= from && at < to);
      const waited = pieces.filter(({ rest }) => !(rest && rest.from <= to && to < rest.to));
      const missed = waited.length > 0 && !came;
      if (missed !== found.has(key))
        problem(`${key} ${missed ? 'was missed' : 'was not missed'}, the record says otherwise`);
      if (!missed) continue;
      count('missed visits');
      const receiver = hearersFor(lived, department, 'collector', 'visits')[0]?.receiver ?? null;
      const said = told.get(key) ?? [];
      if (said.length !== (receiver === null ? 0 : 1)) problem(`${key} was told ${said.length} times`);
      const still = waited.some((run) => run.to > judged + HOUR);
      if (
        receiver !== null &&
        still &&
        !wasAway(department, to, judged + HOUR) &&
        said[0]?.end?.what !== 'delivered'
      )
        problem(`${key} was not told`);
    }
  }
  for (const key of told.keys()) if (!found.has(key)) problem(`${key} was told but not missed`);
  for (const key of found) if (!checked.has(key)) problem(`${key} is no half working day`);
};
