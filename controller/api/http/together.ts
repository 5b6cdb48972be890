import { setImmediate as breathe } from 'node:timers/promises';
import type { Ledger } from '../../ports/ledger.ts';

/** Most works under one commit: a scan that comes in meanwhile waits for them. */
const MOST = 16;

/** Runs a work soon; resolves to what it returned once that is durable. */
export type Gather = <T>(work: () => T) => Promise<T>;

interface Waiting {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * Works that come in while others are waiting share one commit of the ledger, which is most of what each would wait
 * for alone. A work does nothing but read, append and return; it may be run twice.
 */
export const gatherFor = (ledger: Pick<Ledger, 'together'>): Gather => {
  const waiting: Waiting[] = [];
  const runSome = (): void => {
    const works = waiting.splice(0, MOST);
    if (waiting.length > 0) void breathe().then(runSome);
    try {
      const settled = ledger.together(works.map(({ run }) => run));
      for (const [at, { resolve, reject }] of works.entries()) {
        const end = settled[at];
        if (end?.ok) resolve(end.value);
        else reject(end?.error);
      }
    } catch (error) {
      for (const { reject } of works) reject(error);
    }
  };
  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ run: work, resolve: (value) => resolve(value as T), reject });
      if (waiting.length === 1) void breathe().then(runSome);
    });
};
