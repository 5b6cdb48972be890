/** What a cell holds: an `instant` as ISO 8601 in UTC, a `date` as yyyy-MM-dd, a `number` as itself, else text. */
export type Cell = string | number | null;
export interface TableColumn {
  readonly name: string;
  readonly title: string;
  /** `signature` is left empty to be written into. */
  readonly kind: 'text' | 'code' | 'number' | 'instant' | 'date' | 'signature';
  /** Width on paper: at least so many mm, and this share of what is left over. */
  readonly width: number;
  readonly grow: number;
}
export interface TableSection {
  /** Stands above its rows, and in every row of a file; null where there is only one section. */
  readonly heading: string | null;
  readonly rows: readonly (readonly Cell[])[];
  /** Stands below its rows. */
  readonly subtotal: string | null;
}
type Labelled = readonly [label: string, value: string];

/** A list, register or receipt before it is a page or a file. Equal tables make equal bytes. */
export interface Table {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly language: 'zh-CN' | 'en';
  /** IANA; instants are shown in it. */
  readonly timeZone: string;
  readonly turn: 'portrait' | 'landscape';
  /** UTC instant that counts as the making of the file. */
  readonly made: string;
  /** Stands beside the title, e.g. that this is a reprint. */
  readonly mark: string | null;
  readonly facts: readonly Labelled[];
  readonly columns: readonly TableColumn[];
  /** Title of the column that takes the sections' headings in a file; null where there are none. */
  readonly group: string | null;
  readonly sections: readonly TableSection[];
  readonly totals: string;
  /** Words with room to sign behind them, on every page. */
  readonly sign: readonly string[];
  /** What proves it, in full. */
  readonly evidence: readonly Labelled[];
  /** A QR code beside the head, ASCII; null for none. */
  readonly symbol: string | null;
}
export type TableFormat = 'pdf' | 'csv' | 'xlsx';

/** Makes files of tables beside everything else that goes on. Rejects when it cannot, never blocks its caller. */
export type WriteTable = (table: Table, format: TableFormat) => Promise<Uint8Array>;
