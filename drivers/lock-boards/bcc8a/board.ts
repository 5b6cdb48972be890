import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { OpenReply, ReadReply } from '#controller/ports/locks.ts';
import type { Bus } from '../../exchange.ts';
import type { Answer } from '../../exchange-machine.ts';
import { hexOf, indexOf } from '../../framing/bytes.ts';
import type { BoardDriver } from '../board-driver.ts';
import { openAsk, readAsk, type Address, type OpenFound } from './asks.ts';
import { dissect } from './frames.ts';
import { readAll, stateBytes } from './messages.ts';
import { overdueReplies } from './overdue-replies.ts';

/** Longest input kept for the record, bytes. */
const kept = 64;
const rawOf = (bytes: Uint8Array): string => hexOf(bytes.subarray(0, kept));

/** A "8A/80" lock board on a bus. */
export const bcc8aBoard = (config: ConfigOf<'lock-board/bcc8a'>, bus: Bus, clock: Clock): BoardDriver => {
  const groups = Math.max(stateBytes.least, Math.ceil(config.channels / 8));
  const to: Address = { board: config.address, expected: groups + 4 };
  const counts = { hints: 0, lateReplies: 0, foreignFrames: 0, noiseBytes: 0, unexpectedEchoes: 0 };
  const request = readAll.encode({ board: config.address });
  const hints = new Set<(channel: number) => void>();
  const overdue = overdueReplies(clock);

  const sort = (bytes: Uint8Array): void => {
    for (const piece of dissect(bytes, to.expected)) {
      if (piece.kind === 'noise') {
        counts.noiseBytes += piece.bytes.length;
        if (indexOf(piece.bytes, request) >= 0) counts.unexpectedEchoes += 1;
      } else if (piece.board !== to.board) counts.foreignFrames += 1;
      else if (piece.kind === 'push') {
        counts.hints += 1;
        hints.forEach((listener) => listener(piece.channel));
      } else {
        counts.lateReplies += 1;
        if (piece.kind === 'open-reply') overdue.arrived(piece.channel);
        if (piece.kind === 'inputs') overdue.lateRead();
      }
    }
  };
  const stopListening = bus.onStray(sort);

  const opened = (channel: number, answer: Answer<OpenFound>, doubtful: boolean): OpenReply => {
    if (answer.kind === 'not-sent') return answer;
    if (answer.kind === 'reply') {
      const { reply } = answer;
      if (doubtful || reply.kind === 'proves-nothing')
        return { kind: 'unknown', why: 'proves-nothing', sent: 'yes', raw: reply.raw };
      const open = reply.input === (config.feedback === 'open_when_set');
      return { kind: open ? 'opened' : 'still-closed', raw: reply.raw };
    }
    overdue.owed(channel);
    const raw = answer.kind === 'garbled' ? rawOf(answer.raw) : null;
    return { kind: 'unknown', why: answer.kind, sent: answer.sent, raw };
  };

  return {
    channels: config.channels,
    answersOpen: true,
    async open(channel) {
      if (!Number.isInteger(channel) || channel < 1 || channel > config.channels)
        return { kind: 'not-sent', why: `channel ${channel} is not one of 1 to ${config.channels}` };
      const ask = openAsk(to, channel, config.echo);
      // A reply to an earlier open of this channel may still come and would look like the reply to this one.
      const doubtful = overdue.expected(channel);
      return opened(channel, await bus.ask(ask), doubtful);
    },
    async readAll(): Promise<ReadReply> {
      const answer = await bus.ask(readAsk(to));
      if (answer.kind === 'reply') {
        const { inputs, bytes } = answer.reply;
        // Closed behind an open whose answer is still on its way: this may be how it was before the pulse.
        const closed = config.feedback === 'closed_when_set';
        if (overdue.stale().some((channel) => inputs[channel - 1] === closed))
          return { kind: 'garbled', raw: rawOf(bytes) };
        return { kind: 'inputs', inputs, items: null, raw: hexOf(bytes) };
      }
      if (answer.kind === 'garbled') return { kind: 'garbled', raw: rawOf(answer.raw) };
      return answer.kind === 'silent' ? answer : { kind: 'link-down', why: answer.why };
    },
    onHint(listener) {
      hints.add(listener);
      return () => void hints.delete(listener);
    },
    counters: () => ({ ...counts, ...bus.counters() }),
    advice: () =>
      counts.unexpectedEchoes > 0
        ? 'the line repeats what is sent: set "echo": true for the boards on this line'
        : null,
    dispose: stopListening,
  };
};
