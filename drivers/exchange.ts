import type { Cancel, Clock } from '#controller/ports/clock.ts';
import { initialBus, nextBus } from './exchange-machine.ts';
import type {
  Answer,
  Ask,
  BusEffect,
  BusInput,
  BusState,
  BusTimer,
  BusTimings,
  Ticket,
} from './exchange-machine.ts';
import type { Link } from './link.ts';

/** A shared line with one request in flight; it outlives the links that carry it. */
export interface Bus {
  readonly up: boolean;
  /** Conversations go over this link from now on; everything waiting on an earlier one is answered first. */
  attach(link: Link): void;
  /** Ends what is under way and queued; the link itself is the caller's to close. */
  detach(why: string): void;
  /** On a free line the bytes are handed to the link within this very call. Never rejects. */
  ask<R>(ask: Ask<R>): Promise<Answer<R>>;
  /** Bytes that answered nothing, in order. */
  onStray(listener: (bytes: Uint8Array) => void): () => void;
  /** `echoes`: how many echoes were taken out. */
  counters(): Readonly<Record<string, number>>;
}

/** Runs the pure machine against a clock and the current link. */
export const createBus = (clock: Clock, timings: BusTimings): Bus => {
  let state: BusState = initialBus;
  let link: Link | null = null;
  let release: () => void = () => undefined;
  let echoes = 0;
  const timers = new Map<BusTimer, Cancel>();
  const listeners = new Set<(bytes: Uint8Array) => void>();

  const stop = (timer: BusTimer): void => {
    timers.get(timer)?.();
    timers.delete(timer);
  };
  const write = (ticket: Ticket): void => {
    const { bytes, timeoutMs } = ticket.ask;
    void link?.write(bytes, timeoutMs).then((outcome) => {
      if (outcome.kind === 'written') feed({ on: 'written', ticket });
      else feed({ on: outcome.kind === 'not-sent' ? 'not-sent' : 'write-unknown', ticket, why: outcome.why });
    });
  };
  const run = (effect: BusEffect): void => {
    switch (effect.do) {
      case 'write':
        return write(effect.ticket);
      case 'answer':
        return effect.ticket.answer(effect.answer);
      case 'stray':
        return listeners.forEach((listener) => listener(effect.bytes));
      case 'echo-stripped':
        echoes += 1;
        return;
      case 'stop':
        return stop(effect.timer);
      case 'timer': {
        stop(effect.timer);
        const fire = (): void => {
          timers.delete(effect.timer);
          feed({ on: effect.timer });
        };
        timers.set(effect.timer, clock.after(effect.ms, fire));
      }
    }
  };
  const inputs: BusInput[] = [];
  /** An effect may lead to another input; that one waits until the effects before it are done. */
  const feed = (first: BusInput): void => {
    if (inputs.push(first) > 1) return;
    for (let input; (input = inputs[0]); inputs.shift()) {
      const [next, effects] = nextBus(state, input, clock.now(), timings);
      state = next;
      effects.forEach(run);
    }
  };
  const detach = (why: string): void => {
    release();
    link = null;
    feed({ on: 'closed', why });
  };

  return {
    get up() {
      return state.up;
    },
    attach(next) {
      detach('another line takes over');
      link = next;
      const offs = [
        next.onBytes((bytes) => feed({ on: 'bytes', bytes })),
        next.onClosed((why) => void (link === next && detach(why))),
      ];
      release = () => offs.forEach((off) => off());
      feed({ on: 'attached' });
    },
    detach,
    ask: <R>(ask: Ask<R>) =>
      new Promise<Answer<R>>((resolve) => {
        const answer = (given: Answer<unknown>): void => resolve(given as Answer<R>);
        feed({ on: 'ask', ticket: { ask, answer } });
      }),
    onStray(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    counters: () => ({ echoes }),
  };
};
