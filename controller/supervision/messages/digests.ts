import type { ChasingPolicy } from '../../config-schema.ts';
import { dayAt, startOfDay } from '../../domain/days.ts';
import type { MessageDetails, MessageLevel, MessageSubject } from '../../domain/message.ts';
import type { OpenClock, OpenClocks } from '../../ports/open-clocks.ts';
import { chunks } from './deposit-notices.ts';
import type { Reader } from './readers.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
type DigestPolicy = ChasingPolicy['digest'];

/** Instant (ms since 1970) of a time of day, HH:MM, on a date of the site's clocks. */
const instantAt = (date: string, time: string, timeZone: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return Date.parse(startOfDay(date, timeZone)) + (hours * 60 + minutes) * 60_000;
};
/** The date so many days after another one. */
const plus = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
/** 1 Monday to 7 Sunday. */
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** Dates of the digests that were due last and are due next, and their instants (ms since 1970). */
export const digestSlots = (
  policy: DigestPolicy,
  days: Pick<OpenClocks, 'isWorkingDay'>,
  timeZone: string,
  now: number,
): { readonly last: string | null; readonly next: number } => {
  const today = dayAt(now, timeZone);
  let last: string | null = null;
  // Holidays are never longer than this; a calendar without any working day has no digests.
  for (let offset = -21; offset <= 21; offset += 1) {
    const date = plus(today, offset);
    if (!isSlot(policy, days, date)) continue;
    const at = instantAt(date, policy.at, timeZone);
    if (at > now) return { last, next: at };
    last = date;
  }
  return { last, next: Number.POSITIVE_INFINITY };
};

const isSlot = (
  { every, weekday }: DigestPolicy,
  days: Pick<OpenClocks, 'isWorkingDay'>,
  date: string,
): boolean => {
  if (!days.isWorkingDay(date)) return false;
  if (every === 'day') return true;
  // The first working day on or after the weekday: none lies between.
  for (let back = 0; back < 14; back += 1) {
    const earlier = plus(date, -back);
    if (back > 0 && days.isWorkingDay(earlier)) return false;
    if (weekdayOf(earlier) === weekday) return true;
  }
  return false;
};

export interface DigestDeps {
  readonly clocks: Pick<OpenClocks, 'upTo'>;
  readonly policy: DigestPolicy;
  readonly readers: (kind: 'digest', level: MessageLevel, department: string) => readonly Reader[];
}

/** Everything open that is not urgent, gathered for each receiver; a paper stands in it once, whatever their roles. */
export const digestsFor = (
  { clocks, policy, readers }: DigestDeps,
  slot: string,
  now: number,
): readonly MessageDetails[] => {
  const until = now + (policy.every === 'week' ? 7 * DAY : DAY);
  const ordinary = clocks
    .upTo('due', new Date(until).toISOString())
    .filter(({ urgency }) => urgency === 'none' || urgency === 'pingji');
  const after: Readonly<Record<MessageLevel, number>> = {
    supervisor: policy.supervisorAfter * HOUR,
    head: policy.headAfter * HOUR,
    collector: Number.NEGATIVE_INFINITY,
  };
  const digests = new Map<string, { level: MessageLevel; reader: Reader; open: OpenClock[] }>();
  const known = new Map<string, readonly Reader[]>();
  const said = new Set<string>();
  for (const level of ['supervisor', 'head', 'collector'] as const)
    for (const open of ordinary) {
      if (now - Date.parse(open.due) < after[level]) continue;
      const where = `${level}\n${open.department}`;
      const hearers = known.get(where) ?? readers('digest', level, open.department);
      known.set(where, hearers);
      for (const reader of hearers) {
        const receiver = `${reader.channel}\n${reader.person ?? ''}`;
        const thing = `${receiver}\n${open.docket}\n${open.clock}`;
        if (said.has(thing)) continue;
        said.add(thing);
        const digest = digests.get(receiver) ?? { level, reader, open: [] };
        digest.open.push(open);
        digests.set(receiver, digest);
      }
    }
  return [...digests.values()].flatMap(({ level, reader, open }) =>
    chunks(open).map((some, index): MessageDetails => {
      const departments = new Set(some.map(({ department }) => department));
      const [only = null] = departments;
      return {
        ...reader,
        ...{ kind: 'digest', level, department: departments.size === 1 ? only : null },
        occasion: index === 0 ? slot : `${slot}#${index + 1}`,
        about: some.map(subjectOf),
      };
    }),
  );
};

const subjectOf = ({ docket, document, clock, due, since }: OpenClock): MessageSubject => ({
  ...{ docket, document, clock, due, since },
});
