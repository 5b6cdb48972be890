import type { ChannelConfig } from '../../config-schema.ts';
import type { MessageKind, MessageLevel } from '../../domain/message.ts';
import { hearersAt, type StandInRow } from '../../domain/stand-ins.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReadModels } from '../../ports/read-models.ts';

/** One receiver on one channel: a person, or the group or program behind it. */
export interface Reader {
  readonly channel: string;
  readonly person: string | null;
}
export interface ReadersDeps {
  readonly channels: readonly ChannelConfig[];
  readonly views: Pick<ReadModels, 'people' | 'standIns' | 'headOf'>;
  readonly clock: Clock;
}
/** `readersOf` with everything but the question. */
export type ReadersFor = (
  kind: Exclude<MessageKind, 'test'>,
  level: MessageLevel,
  department: string,
) => readonly Reader[];
const topics: Readonly<Record<Exclude<MessageKind, 'test'>, ChannelConfig['tells'][number]>> = {
  deposited: 'deposits',
  reminder: 'chasing',
  overdue: 'chasing',
  escalation: 'chasing',
  digest: 'digests',
  visit: 'visits',
};
export const isPersonal = ({ kind }: ChannelConfig): boolean => kind === 'email' || kind === 'sms';

/** Who hears of a department's papers at a level. Whoever is away is not told: their stand-in is, once. */
export const readersOf = (
  { channels, views, clock }: ReadersDeps,
  kind: Exclude<MessageKind, 'test'>,
  level: MessageLevel,
  department: string,
): readonly Reader[] => {
  const wanted = channels.filter(
    (channel) =>
      channel.tells.includes(topics[kind]) &&
      channel.levels.includes(level) &&
      (channel.departments === null || channel.departments.includes(department)),
  );
  if (wanted.length === 0) return [];
  const people = wanted.some(isPersonal)
    ? hearersAt(level, department, {
        ...{ people: views.people(), standIns: views.standIns(), head: views.headOf(department) },
        now: clock.now(),
      })
    : [];
  return wanted.flatMap((channel): readonly Reader[] =>
    isPersonal(channel)
      ? people.map((person) => ({ channel: channel.id, person }))
      : [{ channel: channel.id, person: null }],
  );
};

/** When somebody’s absence begins or ends next, ms since 1970; infinite when no period is known. */
export const readersMoveAfter = (standIns: readonly StandInRow[], now: number): number =>
  Math.min(
    ...standIns.flatMap(({ from, until }) => [Date.parse(from), Date.parse(until)]).filter((at) => at > now),
    Number.POSITIVE_INFINITY,
  );
