import { concat } from '../framing/bytes.ts';

const [SOH, STX, ETX, semicolon] = [0x01, 0x02, 0x03, 0x3b];
const statuses: Readonly<Record<number, NewlandAnswer>> = { 0x06: 'ack', 0x15: 'nak', 0x05: 'enq' };
/** Longest answer taken for one, bytes. */
export const mostAnswer = 64;

/** Done; value out of range; no such command. */
export type NewlandAnswer = 'ack' | 'nak' | 'enq';
export interface Sieved {
  /** Begin of an answer not yet whole: fewer than `mostAnswer` bytes. */
  readonly held: Uint8Array;
  /** What is not an answer, in order. */
  readonly rest: Uint8Array;
  readonly answers: readonly NewlandAnswer[];
}

/** How far the bytes from `at` are an answer: its length, `more` when its end has not come, `no` when they are none. */
const answerAt = (bytes: Uint8Array, at: number): number | 'more' | 'no' => {
  for (let end = at; end < Math.min(bytes.length, at + mostAnswer); end += 1) {
    const byte = bytes[end] ?? 0;
    if (end === at) continue;
    if (end === at + 1) {
      if (byte !== SOH) return 'no';
    } else if (byte === ETX)
      return bytes[end - 1] === semicolon && statusBefore(bytes, end) ? end + 1 - at : 'no';
    else if (!(byte in statuses) && (byte < 0x20 || byte > 0x7e)) return 'no';
  }
  return bytes.length - at < mostAnswer ? 'more' : 'no';
};
const statusBefore = (bytes: Uint8Array, etx: number): NewlandAnswer | undefined =>
  statuses[bytes[etx - 2] ?? 0];

/**
 * Takes the answers of a Newland scanner (`02 01 … status 3B 03`) out of a stream, wherever they stand: an answer
 * is never a scan. Pure.
 */
export const sieve = (held: Uint8Array, bytes: Uint8Array): Sieved => {
  const all = held.length > 0 ? concat(held, bytes) : bytes;
  const rest: Uint8Array[] = [];
  const answers: NewlandAnswer[] = [];
  let from = 0;
  for (let at = all.indexOf(STX); at >= 0; at = all.indexOf(STX, at)) {
    const length = answerAt(all, at);
    if (length === 'no') {
      at += 1;
      continue;
    }
    rest.push(all.subarray(from, at));
    if (length === 'more') return { held: all.slice(at), rest: concat(...rest), answers };
    const status = statusBefore(all, at + length - 1);
    if (status) answers.push(status);
    from = at += length;
  }
  rest.push(all.subarray(from));
  return { held: new Uint8Array(0), rest: concat(...rest), answers };
};
