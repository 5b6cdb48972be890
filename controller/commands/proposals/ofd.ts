import { FileFault } from '../packages/fault.ts';
import { partAt } from '../packages/parts.ts';
import { readXml, textAt, within, type XmlElement } from '../packages/xml.ts';
import type { Package } from '../packages/zip.ts';
import type { FieldName, FoundDocument, Reading } from './found.ts';
import { openPages, type OfdPages } from './ofd-pages.ts';
import { readTags } from './ofd-tags.ts';
import { isMark, saysClassified } from './secrecy-marks.ts';

const MOST_DOCUMENTS = 20;
const ENTRY = 'OFD.xml';

export type ReadOfd =
  | { readonly classified: true }
  | { readonly classified: false; readonly documents: readonly FoundDocument[] };

/**
 * Reads what an OFD package (GB/T 33190-2016) says of its documents: the custom tags (公文标引), the custom data and
 * the document information, in this order of trust, and what stands on the first pages. Every place a secrecy mark may
 * stand in is looked at as soon as its part is open; a classified package gives nothing else. Throws a FileFault.
 */
export const readOfd = (pack: Package, fieldOf: (name: string) => FieldName | undefined): ReadOfd => {
  const entry = partAt(pack, '', ENTRY);
  const root = readXml(entry.bytes, entry.name);
  const bodies = within(root, 'DocBody');
  if (root.name !== 'OFD' || bodies.length === 0) throw new FileFault('not-ofd', entry.name, root.name);
  if (bodies.length > MOST_DOCUMENTS) throw new FileFault('many-documents', entry.name, bodies.length);
  const informed = bodies.map((body) => ({ body, info: infoOf(body, fieldOf) }));
  if (informed.some(({ info }) => info.marked || saysClassified(info.readings))) return { classified: true };
  const documents: FoundDocument[] = [];
  for (const { body, info } of informed) {
    const found = documentOf(pack, entry.name, body, info.readings, fieldOf);
    if (found === 'classified') return { classified: true };
    documents.push(found);
  }
  return { classified: false, documents };
};

interface Info {
  readonly readings: readonly Reading[];
  readonly marked: boolean;
}

const infoOf = (body: XmlElement, fieldOf: (name: string) => FieldName | undefined): Info => {
  const info = within(body, 'DocInfo');
  const text = (name: string) => info.map((one) => textAt(one, name)).find((one) => one !== '') ?? '';
  const from = (name: string) => `${ENTRY} DocInfo/${name}`;
  const custom = info
    .flatMap((one) => within(one, 'CustomDatas', 'CustomData'))
    .map((data) => ({ name: data.attribute('Name') ?? '', text: data.text.trim() }));
  const readings: Reading[] = custom.flatMap(({ name, text: value }) => {
    const field = fieldOf(name);
    return field === undefined ? [] : [{ field, text: value, from: from(`CustomData ${name}`) }];
  });
  const add = (field: FieldName, name: string, odd?: Reading['odd']) => {
    const value = text(name);
    if (value !== '') readings.push({ field, text: value, from: from(name), ...(odd ? { odd } : {}) });
  };
  add('title', 'Title');
  if (/[〔［[（(](19|20)\d\d[〕］\]）)]/u.test(text('Subject'))) add('number', 'Subject', 'from-subject');
  else add('title', 'Subject', 'from-subject');
  add('issuers', 'Author', 'author');
  add('writtenOn', 'CreationDate', 'date-of-file');
  const loose = info.flatMap((one) => [
    ...custom.map(({ text: value }) => value),
    ...within(one, 'Keywords', 'Keyword').map((word) => word.text),
    ...['Subject', 'Abstract', 'Author', 'Title', 'Keywords'].map((name) => textAt(one, name)),
  ]);
  return { readings, marked: loose.some(isMark) };
};

const documentOf = (
  pack: Package,
  from: string,
  body: XmlElement,
  info: readonly Reading[],
  fieldOf: (name: string) => FieldName | undefined,
): FoundDocument | 'classified' => {
  const reference = textAt(body, 'DocRoot');
  if (reference === '') throw new FileFault('part-missing', from, 'DocBody/DocRoot');
  const part = partAt(pack, from, reference);
  const root = readXml(part.bytes, part.name);
  if (root.name !== 'Document') throw new FileFault('not-ofd', part.name, root.name);
  const pages = openPages(pack, part.name, root);
  const tags = readTags(pack, part.name, root, pages, fieldOf);
  if (tags.marked || saysClassified(tags.readings) || pages.marked()) return 'classified';
  return {
    place: part.name.split('/').slice(0, -1).join('/'),
    row: null,
    readings: [...tags.readings, ...fromInfo(info, pages)],
  };
};

/** What stands on the pages is better than the file's own date, and worse than anything somebody filled in. */
const fromInfo = (info: readonly Reading[], pages: OfdPages): readonly Reading[] => [
  ...info.filter(({ odd }) => odd === undefined),
  ...pages.readings(),
  ...info.filter(({ odd }) => odd !== undefined),
];
