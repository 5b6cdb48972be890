import type { Clock } from '../../ports/clock.ts';
import type { Table, TableFormat, WriteTable } from '../../ports/table.ts';
import { orderThread } from './order-thread.ts';

/** What the thread is started with. */
export interface TableOrder {
  readonly table: Table;
  readonly format: TableFormat;
}
/** Far above what 5,000 rows need; a table that needs more ends its thread and not the controller. */
const LIMITS = { memoryMb: 512, limitMs: 180_000 };

/**
 * Writes tables in a thread of their own, one after another, so that a long list holds up nobody at a door. `stop` ends
 * what is under way, which then rejects.
 */
export const tableThread = (clock: Clock): { readonly write: WriteTable; stop(): Promise<void> } => {
  const module = new URL('./table-worker.ts', import.meta.url);
  const thread = orderThread<TableOrder, Uint8Array>({ module, name: 'table', ...LIMITS }, clock);
  return { write: (table, format) => thread.ask({ table, format }), stop: () => thread.stop() };
};
