import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { OpenDialect } from '../../bus-boards/dialect.ts';
import type { Bus } from '../../exchange.ts';
import type { Ask } from '../../exchange-machine.ts';
import { without } from '../../bus-boards/piece.ts';
import type { BoardDriver } from '../board-driver.ts';
import { familyBoard, noSuchChannel } from '../family-board.ts';
import { dissect } from './frames.ts';
import { done, flash, flashReply, openOne, readAll } from './messages.ts';

/** How long a board may take to answer, ms; the reply to an open is optional in the field. */
export const delays = { read: 500, open: 1500, flash: 500 } as const;

/** "WKLY" boards (docs/protocols/wkly.md) at this address. */
export const wkly = (board: number): OpenDialect => ({
  ...{ board, readMs: delays.read, openMs: delays.open, restMs: 0 },
  readAll: readAll.encode({ board }),
  openRequest: (channel) => openOne.encode({ board, channel }),
  dissect,
});

/** Lights a channel's lamp; the board decides for how long. */
export const flashAsk = (board: number, channel: number): Ask<boolean> => {
  const bytes = flash.encode({ board, channel });
  return {
    ...{ bytes, urgent: false, timeoutMs: delays.flash },
    read(received) {
      const pieces = dissect(received);
      for (const piece of pieces) {
        const found = piece.kind === 'other' ? flashReply.decode(piece.bytes) : null;
        if (found?.board === board && found.channel === channel)
          return { reply: found.status === done, rest: without(pieces, piece) };
      }
      return null;
    },
  };
};

/** A "WKLY" lock board on a bus. */
export const wklyBoard = (config: ConfigOf<'lock-board/wkly'>, bus: Bus, clock: Clock): BoardDriver => ({
  ...familyBoard(config, bus, clock, wkly(config.address)),
  async flash(channel) {
    if (noSuchChannel(channel, config.channels) !== null) return false;
    const answer = await bus.ask(flashAsk(config.address, channel));
    return answer.kind === 'reply' && answer.reply;
  },
});
