import { dissector, type Dissector, type Frame, type Grammar } from '../bus-boards/piece.ts';
import type { Dialect } from '../bus-boards/dialect.ts';
import { readInputs, readReplyAt, refusal, write } from './messages.ts';

/** How long a device may take to answer anything, ms. */
export const answerMs = 400;

const other = (bytes: Uint8Array, at: number, length: number): Frame => ({
  ...{ kind: 'other', board: bytes[at] ?? 0 },
  bytes: bytes.subarray(at, at + length),
});

/** A reply with another number of inputs than asked for is not the answer to the question. */
const frameAtFor =
  (channels: number): Grammar['frameAt'] =>
  (bytes, at) => {
    switch (bytes[at + 1]) {
      case 0x02: {
        const read = readReplyAt(bytes, at);
        if (!read) return null;
        const { board, inputs, length } = read;
        if (inputs.length !== Math.ceil(channels / 8) * 8) return other(bytes, at, length);
        return {
          kind: 'inputs',
          board,
          inputs,
          items: null,
          unknown: [],
          bytes: bytes.subarray(at, at + length),
        };
      }
      case 0x05:
        return write.decodeAt(bytes, at) ? other(bytes, at, write.length) : null;
      case 0x82:
      case 0x85:
        return refusal.decodeAt(bytes, at) ? other(bytes, at, refusal.length) : null;
      default:
        return null;
    }
  };

/** Splits received bytes into frames and noise, for a device of so many inputs. Pure. */
export const dissectorFor = (channels: number): Dissector =>
  dissector({ markAt: 1, marks: new Set([0x02, 0x05, 0x82, 0x85]), frameAt: frameAtFor(channels) });

/** Reading the inputs of a Modbus device (docs/protocols/modbus-input.md). */
export const modbusInputs = (board: number, channels: number): Dialect => ({
  ...{ board, readMs: answerMs },
  readAll: readInputs.encode({ board, count: channels }),
  dissect: dissectorFor(channels),
});
