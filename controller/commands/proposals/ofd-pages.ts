import { readDate, urgencyOf } from '../../domain/official-record-elements.ts';
import { FileFault } from '../packages/fault.ts';
import { partAt } from '../packages/parts.ts';
import { walkXml, within, type XmlElement } from '../packages/xml.ts';
import type { Package } from '../packages/zip.ts';
import type { Reading } from './found.ts';
import { holdsMark, isMark } from './secrecy-marks.ts';

/** Pages read for what stands on them: the first ones, and the last for its date. */
const FIRST_PAGES = 3;
/** Most pages read at all: tags may refer to others. */
const MOST_PAGES_READ = 40;
const MOST_TEMPLATES = 10;

export interface OfdPages {
  /** Text of an object on a page, by their ids; empty when it holds none. */
  text(page: string, object: string): string;
  /** Whether a secrecy mark is printed on one of the pages looked at. */
  marked(): boolean;
  /** Number of pages, and number, urgency and date as they stand on the pages. */
  readings(): readonly Reading[];
}

interface Page {
  readonly name: string;
  readonly objects: ReadonlyMap<string, string>;
}

/** The pages of a document, read when they are needed. */
export const openPages = (pack: Package, from: string, root: XmlElement): OfdPages => {
  const listed = within(root, 'Pages', 'Page').map((page) => ({
    id: page.attribute('ID') ?? '',
    at: page.attribute('BaseLoc') ?? '',
  }));
  const templates = within(root, 'CommonData', 'TemplatePage').map((page) => page.attribute('BaseLoc') ?? '');
  const read = new Map<string, Page>();
  const pageAt = (reference: string): Page => {
    const known = read.get(reference);
    if (known) return known;
    if (read.size >= MOST_PAGES_READ) throw new FileFault('xml-large', from, `${MOST_PAGES_READ} pages`);
    const part = partAt(pack, from, reference);
    const page = { name: part.name, objects: objectsOf(part.bytes, part.name) };
    read.set(reference, page);
    return page;
  };
  const looked = (): readonly Page[] =>
    [...listed.slice(0, FIRST_PAGES), ...listed.slice(FIRST_PAGES).slice(-1)].map(({ at }) => pageAt(at));
  return {
    text(page, object) {
      const at = listed.find(({ id }) => id === page)?.at;
      return at === undefined ? '' : (pageAt(at).objects.get(object) ?? '');
    },
    marked: () =>
      [...looked(), ...templates.slice(0, MOST_TEMPLATES).map(pageAt)].some(
        ({ objects }) => [...objects.values()].some(isMark) || holdsMark([...objects.values()].join('')),
      ),
    readings: () => [
      ...(listed.length > 0
        ? [{ field: 'pages' as const, text: String(listed.length), from: `${from} Pages` }]
        : []),
      ...printed(looked()),
    ],
  };
};

/** Text of every text object of a page by its id, in the order of the page; the text codes of one object are joined. */
const objectsOf = (bytes: Uint8Array, place: string): ReadonlyMap<string, string> => {
  const objects = new Map<string, string>();
  let object: string | undefined;
  let inCode = false;
  let unnamed = 0;
  walkXml(bytes, place, {
    open(name, attribute) {
      if (name === 'TextObject') {
        object = attribute('ID') ?? `#${unnamed++}`;
        objects.set(object, objects.get(object) ?? '');
      }
      inCode = name === 'TextCode';
    },
    text(text) {
      if (inCode && object !== undefined) objects.set(object, (objects.get(object) ?? '') + text);
    },
    close(name) {
      if (name === 'TextCode') inCode = false;
      if (name === 'TextObject') object = undefined;
    },
  });
  return objects;
};

const NUMBER = /[\p{Script=Han}A-Za-z]{1,20}〔(?:19|20)\d\d〕\d{1,5}号/u;

const printed = (pages: readonly Page[]): Reading[] => {
  const readings: Reading[] = [];
  const add = (field: Reading['field'], text: string, page: Page) =>
    readings.push({ field, text, from: page.name, odd: 'from-page' });
  const [first] = pages;
  if (first) {
    const texts = [...first.objects.values()].map((text) => text.trim());
    const [number] = NUMBER.exec(texts.join('\n')) ?? NUMBER.exec(texts.join('').replace(/\s+/g, '')) ?? [];
    if (number !== undefined) add('number', number, first);
    const urgency = texts.find((text) => ['特急', '加急', '特提', '平急'].includes(text) && urgencyOf(text));
    if (urgency !== undefined) add('urgency', urgency, first);
  }
  for (const page of [...pages].reverse()) {
    const date = [...page.objects.values()]
      .map((text) => text.replace(/\s+/g, ''))
      .findLast((text) => /^\d{4}年\d{1,2}月\d{1,2}日$/.test(text) && readDate(text).date !== null);
    if (date === undefined) continue;
    add('writtenOn', date, page);
    break;
  }
  return readings;
};
