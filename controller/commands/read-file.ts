import type { ReadAnswer, ReadOrder } from './file-reading.ts';
import { readTable } from './import/table.ts';
import { FileFault } from './packages/fault.ts';
import { readFound } from './proposals/read-found.ts';

/** Reads a file here and now, however long it takes. */
export const readFile = (order: ReadOrder): ReadAnswer => {
  try {
    const value = order.as === 'table' ? readTable(order.bytes) : readFound(order.bytes, order.names);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    const { code, place, value } = error;
    return { ok: false, fault: { code, place, value } };
  }
};
