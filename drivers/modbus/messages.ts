import { bitsOf } from '../framing/bits.ts';
import { crcCheck } from '../framing/checks.ts';
import { crcMessage } from '../framing/message.ts';

/**
 * The Modbus RTU messages we use (application protocol 1.1b3, 6.2 and 6.5; docs/protocols/modbus-relay.md). Every one
 * ends in CRC-16, low byte first. Outputs and inputs count from 0 on the wire.
 */
export const readInputs = crcMessage('board', 0x02, 0x00, 0x00, 0x00, 'count');
/** Relay on, and off again after `tenths` × 100 ms: timed by the board itself. */
export const flashOn = crcMessage('board', 0x05, 0x02, 'output', 0x00, 'tenths');
export const outputOn = crcMessage('board', 0x05, 0x00, 'output', 0xff, 0x00);
export const outputOff = crcMessage('board', 0x05, 0x00, 'output', 0x00, 0x00);
export const allOff = crcMessage('board', 0x05, 0x00, 0xff, 0x00, 0x00);
/** A write of one output, whatever it says: its reply is the request again. */
export const write = crcMessage('board', 0x05, 'which', 'output', 'high', 'low');
/** A refusal: function with bit 7 set. */
export const refusal = crcMessage('board', 'function', 'code');

/** Most data bytes in a reply to a read: 50 inputs. */
const mostBytes = 7;

export interface Read {
  readonly board: number;
  readonly inputs: readonly boolean[];
  /** Of the whole frame, bytes. */
  readonly length: number;
}
/** `U 02 bytes data CRC` at `at`; null when it is none. The last byte is filled up with zeros. */
export const readReplyAt = (bytes: Uint8Array, at: number): Read | null => {
  const count = bytes[at + 2] ?? 0;
  if (bytes[at + 1] !== 0x02 || count < 1 || count > mostBytes) return null;
  const end = at + 3 + count;
  if (!crcCheck.fits(bytes, at, end)) return null;
  const length = 3 + count + crcCheck.length;
  return { board: bytes[at] ?? 0, inputs: bitsOf(bytes.subarray(at + 3, end)), length };
};
