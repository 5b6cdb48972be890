import { isPackage } from '../import/read-grid.ts';
import { FileFault } from '../packages/fault.ts';
import { openPackage, USUAL_PACKAGE } from '../packages/zip.ts';
import { fieldNamer, type MoreNames } from './field-names.ts';
import { MOST_FILE_BYTES, type FoundFile } from './found.ts';
import { readList } from './list.ts';
import { readOfd } from './ofd.ts';

/** Only the text of an OFD package is read, and only of some pages. */
const OFD_LIMITS = { ...USUAL_PACKAGE, part: 6 * 1024 * 1024, all: 12 * 1024 * 1024 };

/** What an OFD package or an OA's list, told by the bytes, says of documents. Throws a FileFault. */
export const readFound = (bytes: Uint8Array, names: MoreNames): FoundFile => {
  if (bytes.length > MOST_FILE_BYTES) throw new FileFault('package-too-large', '', bytes.length);
  if (bytes.length === 0) throw new FileFault('unknown-kind', '', '0 bytes');
  const fieldOf = fieldNamer(names);
  if (!isOfd(bytes)) return readList(bytes, fieldOf);
  return { form: 'ofd', ...readOfd(openPackage(bytes, OFD_LIMITS), fieldOf) };
};

const isOfd = (bytes: Uint8Array): boolean => {
  if (!isPackage(bytes)) return false;
  const { names } = openPackage(bytes);
  if (names.some((name) => name.toLowerCase() === 'ofd.xml')) return true;
  if (names.includes('xl/workbook.xml')) return false;
  throw new FileFault('unknown-kind', '', names.slice(0, 3).join(', '));
};
