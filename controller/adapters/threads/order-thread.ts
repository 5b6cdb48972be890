import { Worker } from 'node:worker_threads';
import type { Clock } from '../../ports/clock.ts';

/** A thread for one kind of work, and what one piece of it may take. */
export interface ThreadSpec {
  /** Module that calls `answerOrders` (answer-orders.ts). */
  readonly module: URL;
  readonly name: string;
  /** MB of objects; and the same again of WebAssembly memory. Typed arrays are for the work itself to bound. */
  readonly memoryMb: number;
  /** ms from the beginning of an order to its answer. */
  readonly limitMs: number;
  /** Orders that may wait behind the one under way; any number where it is left out. */
  readonly mostWaiting?: number;
}
/** `slow`, `heavy`: beyond its limits; `died`: ended without an answer; `busy`: too many wait; `stopped`: see `stop`. */
export type ThreadTrouble = 'slow' | 'heavy' | 'died' | 'busy' | 'stopped';

export class ThreadError extends Error {
  readonly trouble: ThreadTrouble;

  constructor(trouble: ThreadTrouble, { name, limitMs, memoryMb }: ThreadSpec, cause?: unknown) {
    const limits = `limits: ${limitMs / 1000} s, ${memoryMb} MB`;
    super(`the thread "${name}" gave no answer: ${trouble} (${limits})`, { cause });
    this.trouble = trouble;
  }
}

export interface OrderThread<Order, Told> {
  /** Rejects with ThreadError. The order is copied: it stays whole in the caller's hands. */
  ask(order: Order): Promise<Told>;
  /** Ends what is under way, which then rejects; so does all that comes after. */
  stop(): Promise<void>;
}

/** What the thread says: its answer, or that it was refused memory. */
export type Said<Told> = { readonly told: Told } | { readonly refused: 'memory' };

/**
 * Does work in a thread, one order after another, each in a fresh one: what comes from outside holds up nobody at a
 * door, and what a hostile file leaves behind goes with its thread.
 */
export const orderThread = <Order, Told>(spec: ThreadSpec, clock: Clock): OrderThread<Order, Told> => {
  let line: Promise<unknown> = Promise.resolve();
  let inLine = 0;
  let running: Worker | null = null;
  let stopped = false;
  const failure = (trouble: ThreadTrouble, cause?: unknown) => new ThreadError(trouble, spec, cause);

  const answered = (order: Order): Promise<Told> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(failure('stopped'));
      const worker = new Worker(spec.module, {
        workerData: { order, memoryMb: spec.memoryMb },
        name: spec.name,
        resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
      });
      running = worker;
      let answer: { readonly told: Told } | null = null;
      let why: ThreadError | null = null;
      const cancel = clock.after(spec.limitMs, () => {
        why = failure('slow');
        void worker.terminate();
      });
      worker.once('message', (said: Said<Told>) => {
        if ('told' in said) answer = said;
        else why = failure('heavy');
        void worker.terminate();
      });
      worker.once('error', (error: NodeJS.ErrnoException) => {
        why ??= failure(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'heavy' : 'died', error);
      });
      // Only when it has gone: the next one must not begin beside it.
      worker.once('exit', () => {
        cancel();
        running = null;
        if (answer !== null) resolve(answer.told);
        else reject(why ?? failure(stopped ? 'stopped' : 'died'));
      });
    });

  return {
    ask(order) {
      if (inLine > (spec.mostWaiting ?? Infinity)) return Promise.reject(failure('busy'));
      inLine++;
      const answer = line.then(() => answered(order)).finally(() => void inLine--);
      line = answer.catch(() => undefined);
      return answer;
    },
    async stop() {
      stopped = true;
      await running?.terminate();
      await line;
    },
  };
};
