import type { ConfigOf } from '#controller/config-schema.ts';
import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { OpenReply, ReadReply } from '#controller/ports/locks.ts';
import { readAsk } from '../bus-boards/asks.ts';
import { listen, rawOf } from '../bus-boards/listening.ts';
import { overdueReplies } from '../bus-boards/overdue-replies.ts';
import { readReplyOf } from '../bus-boards/read-inputs.ts';
import type { Bus } from '../exchange.ts';
import type { BoardDriver } from '../lock-boards/board-driver.ts';
import { noSuchChannel } from '../lock-boards/family-board.ts';
import { writeAsk } from './asks.ts';
import { dissectorFor, modbusInputs } from './frames.ts';
import { allOff, flashOn, outputOff, outputOn } from './messages.ts';

/** From the end of a pulse until the inputs are read, ms: bolt and contact settle. */
export const settleMs = 100;

/**
 * Relays that time a pulse themselves, on Modbus RTU (docs/protocols/modbus-relay.md). The reply to a write is the
 * request again, so it never says that anything moved: after the pulse the inputs are read, and they are the answer.
 */
export const modbusRelay = (
  config: ConfigOf<'lock-board/modbus-relay'>,
  bus: Bus,
  clock: Clock,
): BoardDriver => {
  const { address: board, channels, pulseMs } = config;
  const to = modbusInputs(board, channels);
  const dissect = dissectorFor(channels);
  const overdue = overdueReplies(clock);
  const listening = listen(bus, to, overdue, () => [to.readAll]);
  const closed = config.feedback === 'closed_when_set';
  const pauses = new Set<() => void>();

  const readAll = async (): Promise<ReadReply> =>
    readReplyOf(await bus.ask(readAsk(to)), (inputs) =>
      overdue.stale().some((channel) => inputs[channel - 1] === closed),
    );
  const pulseOver = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        cancel();
        pauses.delete(done);
        resolve();
      };
      const cancel: Cancel = clock.after(pulseMs + settleMs, done);
      pauses.add(done);
    });
  const seen = async (channel: number, raw: string): Promise<OpenReply> => {
    await pulseOver();
    const read = await readAll();
    if (read.kind !== 'inputs') return { kind: 'unknown', why: 'proves-nothing', sent: 'yes', raw };
    return { kind: read.inputs[channel - 1] === closed ? 'still-closed' : 'opened', raw: read.raw };
  };
  const took = async (bytes: Uint8Array): Promise<boolean> => {
    const answer = await bus.ask(writeAsk(bytes, dissect, false));
    return answer.kind === 'reply' && answer.reply.kind === 'taken';
  };

  return {
    channels,
    answersOpen: true,
    async open(channel) {
      const why = noSuchChannel(channel, channels);
      if (why !== null) return { kind: 'not-sent', why };
      const bytes = flashOn.encode({ board, output: channel - 1, tenths: pulseMs / 100 });
      const answer = await bus.ask(writeAsk(bytes, dissect, true));
      if (answer.kind === 'not-sent') return answer;
      // Refused or taken: either may be late and an earlier one's, so that only the input tells.
      if (answer.kind === 'reply') return seen(channel, answer.reply.raw);
      overdue.owed(channel);
      const raw = answer.kind === 'garbled' ? rawOf(answer.raw) : null;
      return { kind: 'unknown', why: answer.kind, sent: answer.sent, raw };
    },
    readAll,
    lamp(channel, on) {
      if (noSuchChannel(channel, channels) !== null) return Promise.resolve(false);
      return took((on ? outputOn : outputOff).encode({ board, output: channel - 1 }));
    },
    atLineUp: () => took(allOff.encode({ board })),
    ...listening,
    dispose() {
      listening.dispose();
      [...pauses].forEach((done) => done());
    },
  };
};
