import type { Table } from './import/table.ts';
import type { Fault } from './packages/fault.ts';
import type { MoreNames } from './proposals/field-names.ts';
import type { FoundFile } from './proposals/found.ts';

export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** Files from outside as plain data. Whoever has doors to open lets another thread read. */
export interface FileReader {
  /** A list to be imported: CSV or Excel. */
  table(bytes: Uint8Array): Promise<Read<Table>>;
  /** An OFD package or an OA's list. */
  documents(bytes: Uint8Array, names: MoreNames): Promise<Read<FoundFile>>;
}

/** What to read a file as. */
export type ReadOrder =
  | { readonly as: 'table'; readonly bytes: Uint8Array }
  | { readonly as: 'documents'; readonly bytes: Uint8Array; readonly names: MoreNames };
export type ReadAnswer = Read<Table | FoundFile>;

/** A reader whose files `read` reads, here or elsewhere: each order has the answer of its kind. */
export const fileReader = (read: (order: ReadOrder) => Promise<ReadAnswer>): FileReader => ({
  table: async (bytes) => (await read({ as: 'table', bytes })) as Read<Table>,
  documents: async (bytes, names) => (await read({ as: 'documents', bytes, names })) as Read<FoundFile>,
});
