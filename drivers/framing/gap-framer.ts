import type { Cancel, Clock } from '#controller/ports/clock.ts';
import { concat } from './bytes.ts';
import type { Framer, FrameSink } from './line-framer.ts';

/** Frames that end in `gapMs` of silence; more than `maxBytes` without one are thrown away whole. */
export const gapFramer = (gapMs: number, maxBytes: number, clock: Clock, sink: FrameSink): Framer => {
  let held = new Uint8Array(0);
  let length = 0;
  let cancel: Cancel = () => undefined;
  const ended = (): void => {
    const [frame, total] = [held, length];
    [held, length] = [new Uint8Array(0), 0];
    if (total > maxBytes) sink.onTooLong(total);
    else sink.onFrame(frame);
  };
  return {
    feed(bytes) {
      cancel();
      length += bytes.length;
      held = length > maxBytes ? new Uint8Array(0) : Uint8Array.from(concat(held, bytes));
      cancel = clock.after(gapMs, ended);
    },
    dispose() {
      cancel();
      return length;
    },
  };
};
