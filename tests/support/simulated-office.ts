import { clockDesk } from '#controller/composition/clock-desk.ts';
import { siteMessages } from '#controller/composition/messages.ts';
import { openClocks } from '#controller/composition/open-clocks.ts';
import type { OpenClocks } from '#controller/ports/open-clocks.ts';
import type { EventDraft, PayloadOf } from '#controller/domain/events.ts';
import { by, makeSite } from './api-site.ts';
import { ManualClock } from './manual-clock.ts';
import { channelsConfig, down, FakeChannel } from './message-site.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Something that lasts, UTC ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}
export interface OfficePlan {
  readonly start: string;
  readonly days: number;
  readonly documents: number;
  readonly departments: number;
  readonly seed: number;
  /** Spoils what chasing sees of the clocks; for mutants. */
  readonly spoil?: (clocks: OpenClocks) => OpenClocks;
}
/** A piece as the plan has it: when it is dropped, taken and handled (UTC ms; null: never within the time). */
export interface Life {
  readonly docket: string;
  readonly department: string;
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  readonly kind: string;
  readonly dropped: number;
  readonly taken: number | null;
  readonly handled: number | null;
}
/** One attempt at a message, as the channel saw it. */
export interface Heard {
  readonly at: number;
  readonly dockets: readonly string[];
}

/** Deterministic, so that a failure can be lived again. */
const random = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const planLives = ({ start, days, documents, departments, seed }: OfficePlan): Life[] => {
  const dice = random(seed);
  const begin = Date.parse(start);
  const urgencies = ['none', 'none', 'none', 'jiaji', 'jiaji', 'teji', 'teti', 'pingji'] as const;
  const kinds = ['通知', '函', '意见', '明传电报'];
  // Whole minutes and some seconds, so that no two things of a piece happen at the instant of a deadline.
  const later = (most: number): number => Math.floor(dice() * (most / MINUTE)) * MINUTE + 17_000;
  return Array.from({ length: documents }, (_, i) => {
    const dropped = begin + HOUR + later((days - 4) * DAY);
    const urgency = urgencies[Math.floor(dice() * urgencies.length)] ?? 'none';
    const hurried =
      urgency === 'teti' || urgency === 'teji' ? 90 * MINUTE : urgency === 'jiaji' ? 9 * HOUR : 3 * DAY;
    const taken = dice() < 0.02 ? null : dropped + later(hurried);
    const handled =
      taken === null || dice() < 0.04 ? null : taken + later(urgency === 'none' ? 3 * DAY : 2 * DAY);
    const docket = `P${String(i).padStart(7, '0')}`;
    const department = `d${Math.floor(dice() * departments)}`;
    return { docket, department, urgency, kind: kinds[i % kinds.length] ?? '函', dropped, taken, handled };
  });
};

/** Every eighth day a controller that is off for three hours, every fifth a channel that is away for seven. */
const stretches = ({ start, days }: OfficePlan, every: number, lasts: number, at: number): Stretch[] =>
  Array.from({ length: Math.floor(days / every) }, (_, i) => {
    const from = Date.parse(start) + (i * every + every / 2) * DAY + at * HOUR + 31_000;
    return { from, to: from + lasts };
  });

/**
 * Lives through a time at an office on a clock that is moved by hand: the real ledger, views, deadlines, chasing and
 * outbox; one channel, which hears what collectors are told and is away now and then; a controller that is stopped
 * now and then, for hours during which nobody can drop or take anything.
 */
export const liveThrough = async (plan: OfficePlan) => {
  const clock = new ManualClock(plan.start);
  const hook = {
    id: 'hook',
    kind: 'wecom',
    urlEnv: 'HOOK',
    levels: ['collector'],
    tells: ['chasing', 'digests'],
  };
  const config = channelsConfig([hook]);
  const site = makeSite({ clock, config });
  const channel = new FakeChannel('hook');
  const outages = stretches(plan, 5, 7 * HOUR, 2);
  const stops = stretches(plan, 8, 3 * HOUR, 3);
  const heard: Heard[] = [];
  channel.answer = (message) => {
    if (outages.some(({ from, to }) => from <= clock.now() && clock.now() < to)) return down;
    heard.push({ at: clock.now(), dockets: message.event.data['dockets'] as string[] });
    return { ok: true };
  };
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown): void => void troubles.push(error);
  const boot = () => {
    const clocks = clockDesk({ ...site, timeZone: config.site.timeZone, nightly: '03:00', onTrouble });
    const messages = siteMessages({
      ...{ ...site, config, channels: [channel], onTrouble },
      clocks: (plan.spoil ?? ((clocks) => clocks))(openClocks(site.views, site.desk)),
    });
    clocks.start();
    messages.start();
    return { stop: () => (clocks.stop(), messages.stop()) };
  };
  const write = (stream: `document:${string}` | `consignment:${string}`, event: EventDraft): void =>
    void site.desk.append([{ stream, events: [event] }], by);
  const visit = { compartment: 'A01', session: 's', intent: 'i' };
  const lives = planLives(plan).map((life) => settle(life, stops));
  const steps = lives
    .flatMap((life) => [
      { at: life.dropped, run: () => drop(life) },
      ...(life.taken === null ? [] : [{ at: life.taken, run: () => take(life) }]),
      ...(life.handled === null ? [] : [{ at: life.handled, run: () => handle(life) }]),
    ])
    .sort((a, b) => a.at - b.at);
  const drop = ({ docket, department, urgency, kind }: Life): void => {
    write(`document:d-${docket}`, {
      type: 'DocumentRegistered',
      payload: {
        ...{ number: `文〔2026〕${docket}号`, title: '题', issuers: ['办'], kind, urgency, pages: null },
        ...{ writtenOn: null, barcode: null, oaId: null, way: 'api', oddities: [] },
      },
    });
    const document = `d-${docket}`;
    write(`consignment:${docket}`, {
      type: 'ConsignmentRegistered',
      payload: { document, department, copy: 1, copies: 1 },
    });
    write(`consignment:${docket}`, {
      type: 'ConsignmentDeposited',
      payload: { ...visit, counted: 'sensor' },
    });
  };
  const take = ({ docket, department }: Life): void =>
    write(`consignment:${docket}`, {
      type: 'ConsignmentCollected',
      payload: { ...visit, signedBy: 'box', department },
    });
  const handle = ({ docket }: Life): void =>
    write(`consignment:${docket}`, {
      type: 'ConsignmentHandled',
      payload: { instruction: null, result: null },
    });
  const until = (at: number): Promise<void> => clock.advance(Math.max(0, at - clock.now()));

  let running = boot();
  const end = Date.parse(plan.start) + plan.days * DAY;
  const turns = [
    ...steps.filter(({ at }) => at < end),
    ...stops.map(({ from }) => ({ at: from, run: () => running.stop() })),
    ...stops.map(({ to }) => ({ at: to, run: () => void (running = boot()) })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, run } of turns) {
    await until(at);
    await run();
  }
  await until(end);
  await running.stop();
  return { site, lives, heard, outages, stops, troubles, end, pending: clock.pending };
};
export type Lived = Awaited<ReturnType<typeof liveThrough>>;

/** What would happen while the controller is off happens after it is back, in the same order. */
const settle = (life: Life, stops: readonly Stretch[]): Life => {
  const open = (at: number): number => {
    const stop = stops.find(({ from, to }) => from <= at && at <= to);
    return stop ? stop.to + MINUTE : at;
  };
  const dropped = open(life.dropped);
  const taken = life.taken === null ? null : Math.max(open(life.taken), dropped + 1000);
  const handled = life.handled === null || taken === null ? null : Math.max(open(life.handled), taken + 1000);
  return { ...life, dropped, taken, handled };
};
