import type { By } from '../by.ts';
import { refuseAllClassified, refuseClassified } from '../classified.ts';
import { isPackage } from '../import/read-grid.ts';
import { FileFault } from '../packages/fault.ts';
import { openPackage, USUAL_PACKAGE } from '../packages/zip.ts';
import type { Desk } from '../../ports/desk.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import { fieldNamer, type MoreNames } from './field-names.ts';
import { readList } from './list.ts';
import { readOfd } from './ofd.ts';
import { proposalOf, type Proposal } from './proposal.ts';

export interface ProposeDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly siteKey: Uint8Array;
}
/** Most bytes of a file: an OFD package carries its pictures. */
export const MOST_FILE_BYTES = 32 * 1024 * 1024;

/** Only the text of an OFD package is read, and only of some pages. */
const OFD_LIMITS = { ...USUAL_PACKAGE, part: 6 * 1024 * 1024, all: 12 * 1024 * 1024 };

export type ProposedFile =
  | { readonly ok: false; readonly why: 'classified' }
  | {
      readonly ok: true;
      readonly form: 'ofd' | 'csv' | 'xlsx';
      readonly proposals: readonly Proposal[];
      /** Rows of a list that were refused as classified, by number. */
      readonly refused: readonly number[];
      /** Columns of a list that mean nothing to us. */
      readonly ignored: readonly string[];
    };

/**
 * Reads the documents of an OFD package or of an OA's list, told by the bytes, as proposals that a registrar confirms.
 * Registers nothing. Secrecy comes first: a classified package, and each classified row, is recorded as refused by its
 * keyed hash, and nothing else of it is kept or answered. Throws a FileFault, or LedgerUnavailable.
 */
export const propose = (
  deps: ProposeDeps,
  bytes: Uint8Array,
  { by, person, names }: { readonly by: By; readonly person: string | null; readonly names: MoreNames },
): ProposedFile => {
  if (bytes.length > MOST_FILE_BYTES) throw new FileFault('package-too-large', '', bytes.length);
  if (bytes.length === 0) throw new FileFault('unknown-kind', '', '0 bytes');
  const fieldOf = fieldNamer(names);
  const judged = (found: Parameters<typeof proposalOf>[0]) => proposalOf(found, deps.views);
  if (isOfd(bytes)) {
    const read = readOfd(openPackage(bytes, OFD_LIMITS), fieldOf);
    if (!read.classified)
      return { ok: true, form: 'ofd', proposals: read.documents.map(judged), refused: [], ignored: [] };
    refuseClassified(deps, 'import', bytes, by, person);
    return { ok: false, why: 'classified' };
  }
  const { form, documents, classified, ignored } = readList(bytes, fieldOf);
  const payloads = classified.map(({ cells }) => JSON.stringify(cells));
  refuseAllClassified(deps, 'import', payloads, by, person);
  const refused = classified.map(({ row }) => row);
  return { ok: true, form, proposals: documents.map(judged), refused, ignored };
};

const isOfd = (bytes: Uint8Array): boolean => {
  if (!isPackage(bytes)) return false;
  const { names } = openPackage(bytes);
  if (names.some((name) => name.toLowerCase() === 'ofd.xml')) return true;
  if (names.includes('xl/workbook.xml')) return false;
  throw new FileFault('unknown-kind', '', names.slice(0, 3).join(', '));
};
