import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { Framer, FrameSink } from './line-framer.ts';

/** Frames that end in `gapMs` of silence; more than `maxBytes` without one are thrown away whole. */
export const gapFramer = (gapMs: number, maxBytes: number, clock: Clock, sink: FrameSink): Framer => {
  const held = new Uint8Array(maxBytes);
  let length = 0;
  let cancel: Cancel = () => undefined;
  const ended = (): void => {
    const total = length;
    length = 0;
    if (total > maxBytes) sink.onTooLong(total);
    else sink.onFrame(held.slice(0, total));
  };
  return {
    feed(bytes) {
      cancel();
      if (length + bytes.length <= maxBytes) held.set(bytes, length);
      length += bytes.length;
      cancel = clock.after(gapMs, ended);
    },
    dispose() {
      cancel();
      return length;
    },
  };
};
