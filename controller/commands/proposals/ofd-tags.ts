import { partAt, type Part } from '../packages/parts.ts';
import { readXml, textAt, within, type XmlElement } from '../packages/xml.ts';
import type { Package } from '../packages/zip.ts';
import type { FieldName, Reading } from './found.ts';
import type { OfdPages } from './ofd-pages.ts';
import { isMark } from './secrecy-marks.ts';

interface Tags {
  readonly readings: readonly Reading[];
  readonly marked: boolean;
}

/**
 * The custom tags of a document (GB/T 33190-2016, clause 16): a list of files, each a tree whose elements name what
 * they tag (`发文字号`) and hold its text, or refer to the text objects on the pages where it stands.
 */
export const readTags = (
  pack: Package,
  from: string,
  root: XmlElement,
  pages: OfdPages,
  fieldOf: (name: string) => FieldName | undefined,
): Tags => {
  const readings: Reading[] = [];
  let marked = false;
  const visit = (element: XmlElement, place: string): void => {
    const name = element.attribute('Name') ?? element.name;
    const refs = within(element, 'ObjectRef');
    const inner = element.children.filter((child) => child.name !== 'ObjectRef');
    if (inner.length === 0) {
      const text = refs.length > 0 ? referred(refs, pages) : element.text.trim();
      if (isMark(text)) marked = true;
      const field = fieldOf(name);
      if (field !== undefined) readings.push({ field, text, from: `${place} ${name}` });
    }
    for (const child of inner) visit(child, place);
  };
  for (const file of tagFiles(pack, from, root)) visit(readXml(file.bytes, file.name), file.name);
  return { readings, marked };
};

const referred = (refs: readonly XmlElement[], pages: OfdPages): string =>
  refs
    .map((ref) => pages.text(ref.attribute('PageRef') ?? '', ref.text.trim()))
    .join('')
    .trim();

const tagFiles = (pack: Package, from: string, root: XmlElement): Part[] => {
  const reference = textAt(root, 'CustomTags');
  if (reference === '') return [];
  const list = partAt(pack, from, reference);
  return within(readXml(list.bytes, list.name), 'CustomTag')
    .map((tag) => textAt(tag, 'FileLoc'))
    .filter((location) => location !== '')
    .map((location) => partAt(pack, list.name, location));
};
