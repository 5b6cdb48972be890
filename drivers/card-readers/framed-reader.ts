import type { Clock } from '#controller/ports/clock.ts';
import { reportStream, type ReportSink, type ReportStream } from '../framing/report-stream.ts';
import { cardSource, type CardReaderDriver } from './card-reader-driver.ts';

/** A frame of fixed length that begins with STX and carries a check. */
export interface CardFrame {
  readonly length: number;
  /** Whether the begin of a frame, STX first, can become one. */
  readonly begins: (part: Uint8Array) => boolean;
  /** Number in one whole frame, upper-case hex; null when it is none. */
  readonly cardIn: (frame: Uint8Array) => string | null;
}
const STX = 0x02;

/** Frames out of a stream; after one that is none it goes on one byte further. */
export const cardFramer = ({ length, begins, cardIn }: CardFrame, sink: ReportSink): ReportStream =>
  reportStream(
    length,
    (bytes, at, end) => {
      if (bytes[at] !== STX) return false;
      const part = bytes.subarray(at, end);
      return part.length < length ? begins(part) : cardIn(part) !== null;
    },
    sink,
  );

/** A reader on a serial line that sends one frame a card. */
export const framedReader = (
  frame: CardFrame,
  { debounceMs }: { readonly debounceMs: number },
  clock: Clock,
): CardReaderDriver => {
  const source = cardSource(debounceMs, clock);
  let discardedBytes = 0;
  return {
    onCard: source.onCard,
    attach(link) {
      const framer = cardFramer(frame, {
        onReport: (bytes) => {
          const uid = frame.cardIn(bytes);
          if (uid !== null) source.seen(uid);
        },
        onSkipped: (bytes) => void (discardedBytes += bytes),
      });
      const off = link.onBytes(framer.feed);
      return () => {
        off();
        discardedBytes += framer.dispose();
      };
    },
    counters: () => ({ cards: source.cards(), discardedBytes }),
  };
};
