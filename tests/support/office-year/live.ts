import { endStandIn, nameHead, nameStandIn } from '#controller/commands/reach.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { clockDesk } from '#controller/composition/clock-desk.ts';
import { siteMessages } from '#controller/composition/messages.ts';
import { openClocks } from '#controller/composition/open-clocks.ts';
import { clockBook } from '#controller/domain/clocks/clock-book.ts';
import { message } from '#controller/domain/message.ts';
import { createContacts } from '#controller/ledger/contacts.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import type { Channel } from '#controller/ports/channel.ts';
import type { OpenClocks } from '#controller/ports/open-clocks.ts';
import type { ReadModels } from '#controller/ports/read-models.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { by, entropy } from '../api-site.ts';
import { ManualClock } from '../manual-clock.ts';
import { channelsConfig } from '../message-site.ts';
import { OtherSides } from './other-sides.ts';
import { stepsOf, type Write } from './steps.ts';
import { DAY, departmentsOf, MINUTE, planLives, planOutages, planStops, type YearPlan } from './plan.ts';
import {
  collectorOf,
  DEPUTY,
  headOf,
  passedAt,
  planAbsences,
  planEdits,
  planJumps,
  skipped,
  SUPERVISOR,
  type Absence,
  type Edit,
  type Jump,
} from './upsets.ts';

export interface LivingPlan extends YearPlan {
  /** Where the ledger lies, closed and opened at every restart; without it, it is kept in memory. */
  readonly dataDir?: string;
  /** Spoils what chasing sees of the clocks and the rest, or how a channel sends; for mutants. */
  readonly spoilClocks?: (clocks: OpenClocks) => OpenClocks;
  readonly spoilViews?: (views: ReadModels) => ReadModels;
  readonly spoilChannel?: (channel: Channel) => Channel;
}
export const mailOf = (number: string): string => `p${number}@example.org`;
export const phoneOf = (number: string): string => `138${number.replaceAll(/\D/g, '').padStart(8, '0')}`;
/** Everything of one run of the controller: made anew at every start. */
const start = (
  plan: LivingPlan,
  sides: OtherSides,
  clock: ManualClock,
  kept: { memory?: ReturnType<typeof createMemoryLedger> },
  troubles: unknown[],
) => {
  const config = channelsConfig(sides.config(plan));
  const { id: site, timeZone } = config.site;
  const onListenerError = (error: unknown): void => void troubles.push(error);
  const options = { site, projections, onListenerError };
  const ledger =
    plan.dataDir === undefined
      ? (kept.memory ??= createMemoryLedger(options))
      : openLedger({ ...options, dataDir: plan.dataDir });
  const base = {
    clock,
    ledger,
    desk: createDesk(ledger, clock),
    views: createReadModels(ledger.db),
    secrets: ledger.secrets,
  };
  const onTrouble = (error: unknown): void => void troubles.push(error);
  const clocks = clockDesk({ ...base, timeZone, nightly: '03:00', onTrouble });
  const spoil = plan.spoilClocks ?? ((same) => same);
  const channels = config.channels
    .map((channel) => sides.open(channel, clock, site))
    .map(plan.spoilChannel ?? ((same) => same));
  const messages = siteMessages({
    ...{ ...base, config, entropy, channels, onTrouble },
    views: (plan.spoilViews ?? ((same) => same))(base.views),
    clocks: spoil(openClocks(base.views, base.desk)),
  });
  return {
    ...{ ...base, config },
    start() {
      clocks.start();
      messages.start();
    },
    async stop() {
      clocks.stop();
      await messages.stop();
      if (plan.dataDir !== undefined) ledger.close();
    },
  };
};
type Running = ReturnType<typeof start>;

/** Departments, and for the channels that tell people one by one a collector and a head each, and one supervisor. */
const found = ({ desk, views, secrets }: Running, plan: YearPlan): void => {
  const contacts = createContacts(secrets);
  const person = (number: string, role: 'collector' | 'supervisor' | null, departments: string[]): void => {
    const roles = role === null ? [] : [role];
    registerPerson({ desk, views }, number, { name: `名${number}`, roles, departments, standsInFor: [] }, by);
    contacts.set(number, 'email', mailOf(number));
    contacts.set(number, 'phone', phoneOf(number));
  };
  person(SUPERVISOR, 'supervisor', []);
  person(DEPUTY, null, []);
  for (let n = 0; n < plan.departments; n += 1) {
    const payload = { name: `部门${n}`, aliases: [] };
    desk.append([{ stream: `department:d${n}`, events: [{ type: 'DepartmentRegistered', payload }] }], by);
  }
  for (const department of [...departmentsOf(plan, 'email'), ...departmentsOf(plan, 'sms')]) {
    person(collectorOf(department), 'collector', [department]);
    person(headOf(department), null, []);
    nameHead({ desk, views }, department, headOf(department), by);
  }
};

const edit = ({ desk }: Running, { date, day }: Edit): void =>
  void desk.decide(clockBook, 'clocks', day ? { type: 'SetDay', day } : { type: 'RemoveDay', date }, by);

/** An absence is made known a day before; one that ends early was named for longer. */
const absenceSteps = ({ person, standIn, from, to, runsOut }: Absence, running: () => Running) => {
  const instant = (at: number): string => new Date(at).toISOString();
  const period = { standIn, from: instant(from), until: instant(runsOut ? to : to + 4 * DAY) };
  const named = { at: from - DAY, run: () => nameStandIn(running(), person, period, by) };
  return runsOut ? [named] : [named, { at: to, run: () => endStandIn(running(), person, by) }];
};

/**
 * Lives through a time at an office on a clock that is moved by hand: the real ledger, views, deadlines, visits,
 * chasing, outbox and adapters of all six kinds of channel, over real connections to other sides that are away now and
 * then; a controller that is stopped now and then, for hours during which nobody can drop or take anything; a clock that
 * is set; people who are away; a calendar that is changed.
 */
export const liveThrough = async (plan: LivingPlan) => {
  const [outages, stops] = [planOutages(plan), planStops(plan)];
  const sides = new OtherSides(outages);
  const clock = new ManualClock(plan.start, () => sides.quiet());
  await sides.listen(clock);
  const kept = {};
  const troubles: unknown[] = [];
  const boot = (): Running => start(plan, sides, clock, kept, troubles);
  let running = boot();
  found(running, plan);
  running.start();
  const [jumps, absences, edits] = [planJumps(plan), planAbsences(plan), planEdits(plan)];
  const closed = [...stops, ...skipped(jumps)];
  const lives = planLives(plan, closed);
  const papers = Map.groupBy(lives, ({ document }) => document);
  const end = Date.parse(plan.start) + plan.days * DAY;
  const write = (...writes: readonly Write[]): void =>
    void running.desk.append(
      writes.map(([stream, ...events]) => ({ stream, events })),
      by,
    );
  /** Somebody looks at the dead letters after a channel that would have nothing is back. */
  const replay = (channel: string): void => {
    for (;;) {
      const { rows } = running.views.messages({ limit: 200 }, 'dead');
      const own = rows.filter((row) => row.channel === channel);
      for (const { id } of own) running.desk.decide(message, id, { type: 'Replay' }, by);
      if (own.length === 0) return;
    }
  };
  /** The last event before each time the clock was set. */
  const sets: { readonly sequence: number; readonly by: number }[] = [];
  const jump = async ({ by: ms, restart }: Jump): Promise<void> => {
    if (restart) await running.stop();
    clock.set(ms);
    if (restart) running = boot();
    sets.push({ sequence: running.ledger.head().sequence, by: ms });
    if (restart) running.start();
  };
  const turns: { readonly at: number; readonly run: () => unknown }[] = [
    ...lives.flatMap((life) => stepsOf(life, papers.get(life.document) ?? [], write)),
    ...jumps.map((one) => ({ at: one.at, run: () => jump(one) })),
    ...absences.flatMap((one) => absenceSteps(one, () => running)),
    ...edits.map((one) => ({ at: one.at, run: () => edit(running, one) })),
    ...stops.map(({ from }) => ({ at: from, run: () => running.stop() })),
    ...stops.map(({ to }) => ({ at: to, run: () => (running = boot()).start() })),
    ...outages.map(({ to, channel }) => ({ at: to + MINUTE, run: () => replay(channel) })),
  ];
  turns.sort((a, b) => a.at - b.at);
  for (const { at, run } of turns) {
    if (at >= end) break;
    await clock.advance(at - clock.now());
    await run();
  }
  await clock.advance(end - clock.now());
  await running.stop();
  await sides.close();
  const again = plan.dataDir === undefined ? running : boot();
  const { ledger, desk, views, config } = again;
  return {
    ...{ plan, lives, outages, closed, jumps, absences, edits, sets, troubles, end },
    ...{ ledger, desk, views, config, passedAt: passedAt(jumps) },
    taken: sides.taken,
    pending: clock.pending,
  };
};
export type Lived = Awaited<ReturnType<typeof liveThrough>>;
