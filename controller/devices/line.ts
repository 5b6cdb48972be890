import type { Link, LinkOpener } from '#drivers/link.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import { lineClosed, lineLost } from './board-problem.ts';

/** Waits between attempts to open a line, ms; the last one repeats. Usable again 5 s after a cable is back. */
export const backoff = [250, 500, 1000, 1500] as const;
/** An opening that takes longer has failed, ms. */
export const openingMs = 2000;

export interface LineEvents {
  /** The line is open; the returned function runs when it is gone, before `down`. */
  up(link: Link): () => void;
  down(why: Fault): void;
}
export interface Line {
  start(): void;
  /** Throws the link away and opens a new one: for lines that look alive and are not. */
  renew(why: Fault): void;
  stop(): Promise<void>;
  /** Times it was opened after the first. */
  reconnects(): number;
}

/** Keeps one line open; every link is used once, and a lost one is replaced after a growing pause. */
export const keepOpen = (opener: LinkOpener, clock: Clock, events: LineEvents): Line => {
  let state: 'new' | 'running' | 'stopped' = 'new';
  let link: Link | null = null;
  let drop: () => void = () => undefined;
  let cancel: Cancel = () => undefined;
  let failures = 0;
  let opened = 0;
  let attempt: Promise<void> = Promise.resolve();
  const closing = new Set<Promise<void>>();

  const lost = (from: Link, why: Fault): void => {
    if (link !== from) return;
    link = null;
    drop();
    const closed = from.close().finally(() => closing.delete(closed));
    closing.add(closed);
    events.down(why);
    retry();
  };
  const retry = (): void => {
    if (state !== 'running') return;
    const wait = backoff[Math.min(failures, backoff.length - 1)] ?? 0;
    failures += 1;
    cancel = clock.after(wait, () => void (attempt = open()));
  };
  const open = async (): Promise<void> => {
    const result = await opener(openingMs);
    if (!result.ok) {
      if (state !== 'running') return;
      events.down(lineClosed(result));
      return retry();
    }
    if (state !== 'running') return result.link.close();
    link = result.link;
    failures = 0;
    opened += 1;
    drop = events.up(result.link);
    result.link.onClosed((why) => lost(result.link, lineLost(why)));
  };

  return {
    start() {
      if (state !== 'new') return;
      state = 'running';
      attempt = open();
    },
    renew: (why) => link && lost(link, why),
    async stop() {
      state = 'stopped';
      cancel();
      if (link) lost(link, lineLost('stopped'));
      await attempt;
      await Promise.all(closing);
    },
    reconnects: () => Math.max(0, opened - 1),
  };
};
