import type { LockBoardConfig } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { OpenReply } from '#controller/ports/locks.ts';
import { openAsk, readAsk, type OpenFound } from '../bus-boards/asks.ts';
import type { OpenDialect } from '../bus-boards/dialect.ts';
import { listen, rawOf } from '../bus-boards/listening.ts';
import { overdueReplies } from '../bus-boards/overdue-replies.ts';
import { readReplyOf } from '../bus-boards/read-inputs.ts';
import type { Bus } from '../exchange.ts';
import type { Answer } from '../exchange-machine.ts';
import type { BoardDriver } from './board-driver.ts';

/** What a driver needs of its configuration, whatever the family. */
export type BoardConfig = Pick<LockBoardConfig, 'channels' | 'feedback' | 'echo'>;

/** Why nothing may be sent to this channel, or null. */
export const noSuchChannel = (channel: number, channels: number): string | null =>
  Number.isInteger(channel) && channel >= 1 && channel <= channels
    ? null
    : `channel ${channel} is not one of 1 to ${channels}`;

/** A lock board of any family on a bus: one frame an open, and an answer is believed only when it can be no other's. */
export const familyBoard = (config: BoardConfig, bus: Bus, clock: Clock, to: OpenDialect): BoardDriver => {
  const overdue = overdueReplies(clock);
  let lastOpen: Uint8Array | null = null;
  const listening = listen(bus, to, overdue, () => (lastOpen ? [to.readAll, lastOpen] : [to.readAll]));
  const closed = config.feedback === 'closed_when_set';
  /** Closed behind an open whose answer is still on its way: this may be how it was before the pulse. */
  const doubted = (inputs: readonly boolean[]): boolean =>
    overdue.stale().some((channel) => inputs[channel - 1] === closed);

  const opened = (channel: number, answer: Answer<OpenFound>, doubtful: boolean): OpenReply => {
    if (answer.kind === 'not-sent') return answer;
    if (answer.kind === 'reply') {
      const { reply } = answer;
      if (doubtful || reply.kind === 'proves-nothing')
        return { kind: 'unknown', why: 'proves-nothing', sent: 'yes', raw: reply.raw };
      // A board that cannot say where the door is has not seen it open; reading it twice settles that.
      return { kind: reply.input === !closed ? 'opened' : 'still-closed', raw: reply.raw };
    }
    overdue.owed(channel);
    const raw = answer.kind === 'garbled' ? rawOf(answer.raw) : null;
    return { kind: 'unknown', why: answer.kind, sent: answer.sent, raw };
  };

  return {
    channels: config.channels,
    answersOpen: to.openMs !== null,
    async open(channel) {
      const why = noSuchChannel(channel, config.channels);
      if (why !== null) return { kind: 'not-sent', why };
      const ask = openAsk(to, channel, config.echo);
      lastOpen = ask.bytes;
      // A reply to an earlier open of this channel may still come and would look like the reply to this one.
      const doubtful = overdue.expected(channel);
      return opened(channel, await bus.ask(ask), doubtful);
    },
    readAll: async () => readReplyOf(await bus.ask(readAsk(to)), doubted),
    ...listening,
  };
};
