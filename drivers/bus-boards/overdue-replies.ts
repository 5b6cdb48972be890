import type { Clock } from '#controller/ports/clock.ts';

/** A reply later than this is not coming any more, ms. */
export const forgottenAfter = 10_000;

/** Open replies that boards still owe: no frame carries an id, so one may be taken for the answer to the next open. */
export const overdueReplies = (clock: Clock) => {
  const since = new Map<number, number>();
  let lateReadAt = -Infinity;
  const expected = (channel: number): boolean => {
    const at = since.get(channel);
    return at !== undefined && clock.now() - at < forgottenAfter;
  };
  return {
    owed: (channel: number): void => void since.set(channel, clock.now()),
    /** A reply to an earlier read came: the line is late, and replies to reads before an open may still follow. */
    lateRead: (): void => void (lateReadAt = clock.now()),
    /** Channels of which a read may still be from before their pulse: late replies keep their order. */
    stale: (): readonly number[] =>
      clock.now() - lateReadAt < forgottenAfter ? [...since.keys()].filter(expected) : [],
    arrived: (channel: number): void => void since.delete(channel),
    expected,
  };
};
export type OverdueReplies = ReturnType<typeof overdueReplies>;
