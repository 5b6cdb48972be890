import type { PayloadOf } from '#controller/domain/events.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Something that lasts, UTC ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}
export const CHANNELS = ['webhook', 'wecom', 'dingtalk', 'feishu', 'email', 'sms'] as const;
export type ChannelId = (typeof CHANNELS)[number];
/**
 * How the other side of a channel is away: nothing gets through; it takes a message and the line breaks; it answers
 * with a fault of its own; it asks for patience; it hears and says nothing; it will not have anything.
 */
export const MODES = ['gone', 'breaks', 'fails', 'busy', 'silent', 'refuses'] as const;
export interface Outage extends Stretch {
  readonly channel: ChannelId;
  readonly mode: (typeof MODES)[number];
}
export interface YearPlan {
  readonly start: string;
  readonly days: number;
  readonly documents: number;
  readonly departments: number;
  readonly seed: number;
}
/** A piece as the plan has it; UTC ms, null: never within the time. */
export interface Life {
  readonly docket: string;
  /** Number of the paper; several pieces may be copies of one. */
  readonly document: number;
  /** Which copy of how many. */
  readonly copy: number;
  readonly copies: number;
  readonly department: string;
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  readonly kind: string;
  readonly dropped: number;
  readonly taken: number | null;
  readonly refused: boolean;
  /** Handled, or found missing. */
  readonly done: number | null;
  readonly missing: boolean;
  /** A rest of the sign-for clock. */
  readonly rest: Stretch | null;
}

/** Deterministic, so that a failure can be lived again. */
const random = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
const URGENCIES = ['none', 'none', 'none', 'jiaji', 'jiaji', 'teji', 'teti', 'pingji'] as const;
const KINDS = ['通知', '函', '意见', '明传电报'];
/** How long pieces wait at most. */
const SPANS = { teti: 90 * MINUTE, teji: 90 * MINUTE, jiaji: 9 * HOUR, none: 3 * DAY, pingji: 3 * DAY };

/** Departments of one channel stand together: each has its own channel. */
export const departmentsOf = ({ departments }: Pick<YearPlan, 'departments'>, channel: ChannelId): string[] =>
  Array.from({ length: departments }, (_, n) => n)
    .filter((n) => CHANNELS[n % CHANNELS.length] === channel)
    .map((n) => `d${n}`);
export const channelOf = (department: string): ChannelId =>
  CHANNELS[Number(department.slice(1)) % CHANNELS.length] ?? 'webhook';

/** `closed`: when nobody can drop or take anything. A third of the pieces are further copies of a paper, for the same or another. */
export const planLives = (plan: YearPlan, closed: readonly Stretch[]): Life[] => {
  const dice = random(plan.seed);
  const begin = Date.parse(plan.start);
  // Whole minutes and some seconds, so that no two things of a piece happen at the instant of a deadline.
  const later = (most: number): number => Math.floor(dice() * (most / MINUTE)) * MINUTE + 17_000;
  let paper: Pick<Life, 'document' | 'department' | 'urgency' | 'kind' | 'dropped'> | undefined;
  const lives = Array.from({ length: plan.documents }, (_, i): Life => {
    const first = dice() < 0.3 ? paper : undefined;
    const dropped = first
      ? first.dropped + Math.floor(dice() * 3) * HOUR
      : begin + 12 * HOUR + later((plan.days - 5) * DAY);
    const urgency = first?.urgency ?? URGENCIES[Math.floor(dice() * URGENCIES.length)] ?? 'none';
    const kind = first?.kind ?? KINDS[i % KINDS.length] ?? '函';
    const taken = dice() < 0.01 ? null : dropped + MINUTE + later(SPANS[urgency]);
    const [refused, missing] = [dice() < 0.03, dice() < 0.01];
    const done =
      taken === null || refused || dice() < 0.02
        ? null
        : taken + MINUTE + later(urgency === 'none' ? 3 * DAY : 2 * DAY);
    const from = dropped + MINUTE;
    const to = from + MINUTE + later(DAY);
    const rests = dice() < 0.03 && urgency !== 'teti' && urgency !== 'teji' && to < (taken ?? Infinity);
    const other = `d${Math.floor(dice() * plan.departments)}`;
    const department = first && dice() < 0.4 ? first.department : other;
    paper = { document: first?.document ?? i, department, urgency, kind, dropped: first?.dropped ?? dropped };
    return settle(
      {
        ...{
          docket: `P${String(i).padStart(7, '0')}`,
          ...{ document: paper.document, copy: 1, copies: 1 },
          ...{ department, urgency, kind },
        },
        ...{ dropped, taken, refused, done, missing, rest: rests ? { from, to } : null },
      },
      closed,
    );
  });
  const papers = Map.groupBy(lives, ({ document }) => document);
  return lives.map((life) => {
    const own = papers.get(life.document) ?? [];
    return { ...life, copy: own.indexOf(life) + 1, copies: own.length };
  });
};

/** What would happen while the controller is off happens after it is back, in the same order. */
const settle = (life: Life, closed: readonly Stretch[]): Life => {
  const open = (at: number): number => {
    const stop = closed.find(({ from, to }) => from <= at && at <= to);
    return stop ? stop.to + MINUTE : at;
  };
  const dropped = open(life.dropped);
  const from = life.rest && Math.max(open(life.rest.from), dropped + 1000);
  const to = life.rest && from && Math.max(open(life.rest.to), from + 1000);
  const taken = life.taken === null ? null : Math.max(open(life.taken), (to ?? dropped) + 1000);
  const done = life.done === null || taken === null ? null : Math.max(open(life.done), taken + 1000);
  return { ...life, dropped, taken, done, rest: from && to ? { from, to } : null };
};

export const every = (plan: YearPlan, days: number, hour: number): number[] =>
  Array.from(
    { length: Math.floor(plan.days / days) },
    (_, i) => Date.parse(plan.start) + (i * days + days / 2) * DAY + hour * HOUR + 31_000,
  );

/** Every eighth day the controller is off for three hours, every other time while a channel is away. */
export const planStops = (plan: YearPlan): Stretch[] =>
  every(plan, 8, 3)
    .map((at, i) => at + (i % 2) * DAY)
    .map((from) => ({ from, to: from + 3 * HOUR }));

/** Every other day a channel is away for seven hours, each in turn in each way; none at the end. */
export const planOutages = (plan: YearPlan): Outage[] =>
  every(plan, 2, 2)
    .slice(0, -3)
    .map((from, i) => ({
      ...{ from, to: from + 7 * HOUR, channel: CHANNELS[i % CHANNELS.length] ?? 'webhook' },
      mode: MODES[(i + Math.floor(i / CHANNELS.length)) % MODES.length] ?? 'gone',
    }));
