import type { Clock } from '#controller/ports/clock.ts';
import type { Link, WriteOutcome } from '../link.ts';
import { LinkEnd } from './link-end.ts';
import { PendingWrites, writeTimeoutMs } from './pending-writes.ts';

/** How the line takes writes: at once, never, or refusing them with a given outcome after or before delivery. */
export type MemoryLine =
  'healthy' | 'stalled' | { readonly outcome: WriteOutcome; readonly delivers: boolean };

/** Both ends of one line, and the hand that breaks it. */
export interface MemoryPair {
  readonly near: Link;
  readonly far: Link;
  /** What becomes of writes at the near end from now on. */
  line(state: MemoryLine): void;
  /** Both ends close, as when a cable is pulled. */
  cut(why: string): void;
}

/** A pair of links in memory; bytes arrive at the other end on a later microtask, in the chunks they were written. */
export const memoryPair = (clock: Clock, name = 'memory:'): MemoryPair => {
  let state: MemoryLine = 'healthy';
  const ends = { near: new LinkEnd(), far: new LinkEnd() };
  const writes = { near: new PendingWrites(clock), far: new PendingWrites(clock) };
  const cut = (why: string): void => {
    for (const side of ['near', 'far'] as const) {
      ends[side].end(why);
      writes[side].end(why);
    }
  };
  const make = (side: 'near' | 'far'): Link => {
    const [mine, other] = side === 'near' ? [ends.near, ends.far] : [ends.far, ends.near];
    return {
      name,
      onBytes: mine.onBytes,
      onClosed: mine.onClosed,
      write(bytes, timeoutMs = writeTimeoutMs) {
        if (mine.why !== null) return Promise.resolve({ kind: 'not-sent', why: mine.why });
        const copy = Uint8Array.from(bytes);
        const now = side === 'near' ? state : 'healthy';
        if (typeof now === 'object') {
          if (now.delivers) queueMicrotask(() => other.deliver(copy));
          return Promise.resolve(now.outcome);
        }
        return writes[side].run(
          timeoutMs,
          (done) => {
            if (now === 'stalled') return;
            queueMicrotask(() => {
              other.deliver(copy);
              done(null);
            });
          },
          () => cut('a write got stuck'),
        );
      },
      close() {
        cut('closed');
        return Promise.resolve();
      },
    };
  };
  return { near: make('near'), far: make('far'), line: (next) => void (state = next), cut };
};
