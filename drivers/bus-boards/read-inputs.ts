import type { ReadReply } from '#controller/ports/locks.ts';
import type { Answer } from '../exchange-machine.ts';
import { hexOf } from '../framing/bytes.ts';
import type { Inputs } from './asks.ts';
import { rawOf } from './listening.ts';

/** An answer to a read as the port has it. `doubted`: what it shows may be older than a pulse. */
export const readReplyOf = (
  answer: Answer<Inputs>,
  doubted: (inputs: readonly boolean[]) => boolean,
): ReadReply => {
  switch (answer.kind) {
    case 'reply': {
      const { inputs, items, unknown, bytes } = answer.reply;
      if (doubted(inputs)) return { kind: 'garbled', raw: rawOf(bytes) };
      const read = { kind: 'inputs', inputs, items, raw: hexOf(bytes) } as const;
      return unknown.length > 0 ? { ...read, unknown } : read;
    }
    case 'garbled':
      return { kind: 'garbled', raw: rawOf(answer.raw) };
    case 'silent':
      return { kind: 'silent' };
    default:
      return { kind: 'link-down', why: answer.why };
  }
};
