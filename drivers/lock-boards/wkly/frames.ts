import { dissector, type Frame } from '../../bus-boards/piece.ts';
import * as messages from './messages.ts';

/** What a whole frame means to us. */
const meaningOf = (bytes: Uint8Array): Frame => {
  const board = bytes[5] ?? 0;
  const opened = messages.openReply.decode(bytes);
  if (opened) {
    const input = opened.status === messages.done ? messages.stateOf(opened.state) : null;
    return { kind: 'open-reply', board, channel: opened.channel, input, bytes };
  }
  const push = messages.push.decode(bytes);
  if (push) return { kind: 'push', board, channel: push.channel, bytes };
  const states = messages.statesOf(bytes);
  if (!states) return { kind: 'other', board, bytes };
  const read = [...states].map(messages.stateOf);
  return {
    ...{ kind: 'inputs', board, items: null, bytes },
    inputs: read.map((state) => state ?? false),
    unknown: read.flatMap((state, at) => (state === null ? [at + 1] : [])),
  };
};

const frameAt = (bytes: Uint8Array, at: number): Frame | null => {
  const length = messages.frameLengthAt(bytes, at);
  return length > 0 ? meaningOf(bytes.subarray(at, at + length)) : null;
};

/** Splits received bytes into frames and noise. Pure. */
export const dissect = dissector({ markAt: 0, marks: new Set([0x57, 0x53]), frameAt });
