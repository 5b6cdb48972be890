import { Worker } from 'node:worker_threads';
import type { LedgerWalk, WalkProgress, WalkReport } from '../ports/ledger-walk.ts';

/** What the thread is started with. `stop` becomes 1 when it is to end. */
export interface WalkOrder {
  readonly dataDir: string;
  readonly stop: Int32Array;
}
export type WalkMessage =
  | { readonly is: 'progress'; readonly progress: WalkProgress }
  | { readonly is: 'report'; readonly report: WalkReport };

/** Rows come and go: without a limit the thread would let over a hundred megabytes of them gather first. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 96 };

/**
 * Walks the ledger of a data directory in a thread of its own, at the machine's lowest priority and over a connection
 * that cannot write: what goes on at the stations is not held up, and neither is stopping.
 */
export const walkInThread = (dataDir: string): LedgerWalk => ({
  start(onProgress) {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const order: WalkOrder = { dataDir, stop };
    const worker = new Worker(new URL('./walk-worker.ts', import.meta.url), {
      ...{ workerData: order, name: 'walk', resourceLimits },
    });
    let report: WalkReport | null = null;
    worker.on('message', (message: WalkMessage) => {
      if (message.is === 'report') report = message.report;
      else onProgress(message.progress);
    });
    const done = new Promise<WalkReport | null>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => {
        if (report !== null || Atomics.load(stop, 0) === 1) resolve(report);
        else reject(new Error('the thread that walks the ledger ended without a report'));
      });
    });
    return {
      done,
      async cancel() {
        Atomics.store(stop, 0, 1);
        Atomics.notify(stop, 0);
        await done.catch(() => undefined);
      },
    };
  },
});
