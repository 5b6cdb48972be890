import type { Clock } from '#controller/ports/clock.ts';

/** A reply later than this is not coming any more, ms. */
export const forgottenAfter = 10_000;

/** Open replies that boards still owe: no frame carries an id, so one may be taken for the answer to the next open. */
export const overdueReplies = (clock: Clock) => {
  const since = new Map<number, number>();
  return {
    owed: (channel: number): void => void since.set(channel, clock.now()),
    arrived: (channel: number): void => void since.delete(channel),
    expected: (channel: number): boolean => {
      const at = since.get(channel);
      return at !== undefined && clock.now() - at < forgottenAfter;
    },
  };
};
