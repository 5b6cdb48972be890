import { Worker } from 'node:worker_threads';
import type { Table, TableFormat, WriteTable } from '#controller/ports/table.ts';

/** What the thread is started with. */
export interface TableOrder {
  readonly table: Table;
  readonly format: TableFormat;
}
/** Far above what 5,000 rows need; a table that needs more ends its thread and not the controller. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/**
 * Writes tables in a thread of their own, one after another, so that a long list holds up nobody at a door. `stop` ends
 * what is under way, which then rejects.
 */
export const tableThread = (): { readonly write: WriteTable; stop(): Promise<void> } => {
  let line: Promise<unknown> = Promise.resolve();
  let running: Worker | null = null;
  let stopped = false;
  const write = (order: TableOrder): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(new Error('the controller is stopping'));
      const worker = new Worker(new URL('./table-worker.ts', import.meta.url), {
        ...{ workerData: order, name: 'table', resourceLimits },
      });
      running = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => {
        running = null;
        reject(new Error(`the thread that writes ${order.format} ended without a file`));
      });
    });
  return {
    write: (table, format) => {
      const made = line.then(() => write({ table, format }));
      line = made.catch(() => undefined);
      return made;
    },
    async stop() {
      stopped = true;
      await running?.terminate();
      await line;
    },
  };
};
