import type { Finding } from './scan.ts';

/** What a page says of where it belongs. */
export interface PageMarks {
  /** Docket codes of registered consignments on it, each with its document. */
  readonly dockets: readonly { readonly docket: string; readonly document: string }[];
  /** Whether it has a code with the check character of a docket code that nobody registered here. */
  readonly strangers: boolean;
  /** Official records on it: what tells them apart, and the documents they may be of. */
  readonly records: readonly { readonly text: string; readonly documents: readonly string[] }[];
  /** Any other code. */
  readonly foreign: boolean;
  /** A cover sheet of ours or of another site that prints the same. */
  readonly cover: boolean;
}
/** Pages that belong together, counted from 0, both ends included, and what they are of. */
export interface ScanPart {
  readonly from: number;
  readonly to: number;
  readonly cover: boolean;
  readonly finding: Finding;
}

const documentsOf = ({ dockets }: PageMarks): readonly string[] => [
  ...new Set(dockets.map(({ document }) => document)),
];

/**
 * Splits a pile of pages at the papers in it. A new part begins
 * - with every cover sheet;
 * - with a page that carries the docket code of one document, unless the part is that document's already (the stamped
 *   first page behind its cover sheet);
 * - while no docket code governs the part, with a page that carries another official record.
 * A page with codes of several documents (a list) splits nothing. What comes before the first code is a part too.
 */
export const splitScan = (pages: readonly PageMarks[]): ScanPart[] => {
  const starts: number[] = [];
  let governing: string | null = null;
  let record: string | null = null;
  pages.forEach((page, index) => {
    const [document, another] = documentsOf(page);
    const ours = document !== undefined && another === undefined ? document : null;
    const said = page.records[0]?.text ?? null;
    const begins =
      index === 0 ||
      page.cover ||
      (ours !== null && ours !== governing) ||
      (governing === null && said !== null && said !== record);
    if (begins) {
      starts.push(index);
      // A cover sheet of elsewhere governs too, though nobody here knows what.
      governing = ours ?? (page.cover ? '' : null);
      record = said;
    } else record ??= governing === null ? said : record;
  });
  return starts.map((from, i) => {
    const to = (starts[i + 1] ?? pages.length) - 1;
    return { from, to, cover: pages[from]?.cover ?? false, finding: findingOf(pages.slice(from, to + 1)) };
  });
};

/** What the pages of one part are of. Only one registered document will do: nothing is guessed. */
export const findingOf = (pages: readonly PageMarks[]): Finding => {
  const [head] = pages;
  const dockets = head?.dockets ?? [];
  const documents = [...new Set(dockets.map(({ document }) => document))];
  if (documents.length > 1) return { why: 'several-documents' };
  const [document] = documents;
  if (document !== undefined) {
    const [only, another] = [...new Set(dockets.map(({ docket }) => docket))];
    return { match: { document, docket: another === undefined ? (only ?? null) : null, how: 'docket' } };
  }
  if (pages.some(({ dockets: listed }) => listed.length > 0)) return { why: 'several-documents' };
  return unmarked(pages);
};

/** Without a docket code of ours: a cover sheet of elsewhere is never overruled by what lies behind it. */
const unmarked = (pages: readonly PageMarks[]): Finding => {
  if (pages[0]?.cover) return { why: 'unknown-docket' };
  const records = pages.flatMap((page) => page.records);
  const [document, another] = [...new Set(records.flatMap(({ documents }) => documents))];
  if (another !== undefined) return { why: 'several-documents' };
  if (document !== undefined) return { match: { document, docket: null, how: 'record' } };
  if (records.length > 0) return { why: 'unknown-record' };
  if (pages.some(({ strangers }) => strangers)) return { why: 'unknown-docket' };
  return { why: pages.some(({ foreign }) => foreign) ? 'foreign-code' : 'nothing-read' };
};
