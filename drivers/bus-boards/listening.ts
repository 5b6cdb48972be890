import type { Fault } from '#controller/ports/health.ts';
import type { Bus } from '../exchange.ts';
import { hexOf, indexOf } from '../framing/bytes.ts';
import type { Dialect } from './dialect.ts';
import type { OverdueReplies } from './overdue-replies.ts';
import type { Piece } from './piece.ts';

/** Longest input kept for the record, bytes. */
const kept = 64;
/** Received bytes as the record keeps them: lower-case hex, cut off after 64 bytes. */
export const rawOf = (bytes: Uint8Array): string => hexOf(bytes.subarray(0, kept));

const echoHeard: Fault = {
  ...{ code: 'echo-heard', values: {} },
  what: 'the line repeats what is sent',
  fix: 'set "echo": true for the boards on this line',
};

/** What comes in without having been asked for: sorted, counted, handed on as hints; nothing of it is believed. */
export interface Listening {
  onHint(listener: (channel: number) => void): () => void;
  counters(): Readonly<Record<string, number>>;
  advice(): Fault | null;
  dispose(): void;
}

/** `requests`: what we send and would hear again if the line repeats it. */
export const listen = (
  bus: Bus,
  to: Dialect,
  overdue: OverdueReplies,
  requests: () => readonly Uint8Array[],
): Listening => {
  const counts = {
    hints: 0,
    lateReplies: 0,
    foreignFrames: 0,
    otherFrames: 0,
    noiseBytes: 0,
    unexpectedEchoes: 0,
  };
  const hints = new Set<(channel: number) => void>();
  const isEcho = ({ bytes }: Piece): boolean => requests().some((request) => indexOf(bytes, request) >= 0);
  const sort = (bytes: Uint8Array): void => {
    for (const piece of to.dissect(bytes, true)) {
      // In some families a request is a well-formed frame to us, in others it is noise.
      if ((piece.kind === 'noise' || piece.kind === 'other') && isEcho(piece)) counts.unexpectedEchoes += 1;
      if (piece.kind === 'noise') counts.noiseBytes += piece.bytes.length;
      else if (piece.board !== to.board) counts.foreignFrames += 1;
      else if (piece.kind === 'other') counts.otherFrames += 1;
      else if (piece.kind === 'push') {
        counts.hints += 1;
        hints.forEach((listener) => listener(piece.channel));
      } else {
        counts.lateReplies += 1;
        if (piece.kind === 'open-reply') overdue.arrived(piece.channel);
        else overdue.lateRead();
      }
    }
  };
  return {
    onHint(listener) {
      hints.add(listener);
      return () => void hints.delete(listener);
    },
    counters: () => ({ ...counts, ...bus.counters() }),
    advice: () => (counts.unexpectedEchoes > 0 ? echoHeard : null),
    dispose: bus.onStray(sort),
  };
};
