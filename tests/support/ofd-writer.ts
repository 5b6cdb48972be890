import { zipOf, type Entry } from './zip-writer.ts';

/** What a package is to say; everything may be left out. */
export interface OfdWanted {
  readonly info?: Readonly<Record<string, string>>;
  readonly custom?: Readonly<Record<string, string>>;
  readonly keywords?: readonly string[];
  /** Tags by name: a text, or the ids of text objects on the first page. */
  readonly tags?: Readonly<Record<string, string | readonly number[]>>;
  /** Text objects of each page, ids from 100 on; of one object several text codes are an array. */
  readonly pages?: readonly (readonly (string | readonly string[])[])[];
  /** Namespace prefix; empty for a default namespace. */
  readonly prefix?: string;
  /** Parts instead of, or besides, the written ones; null leaves one out. */
  readonly parts?: Readonly<Record<string, string | null>>;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Parts of an OFD package after the structure of GB/T 33190-2016. No maker's package served as a model. */
export const ofdParts = (wanted: OfdWanted): Readonly<Record<string, string>> => {
  const { prefix = 'ofd', pages = [[]] } = wanted;
  const p = prefix === '' ? '' : `${prefix}:`;
  const space = `xmlns${prefix === '' ? '' : `:${prefix}`}="http://www.ofdspec.org/2016"`;
  const element = (name: string, inner: string, attributes = '') =>
    `<${p}${name}${attributes}>${inner}</${p}${name}>`;
  const file = (name: string, inner: string, attributes = '') =>
    `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, inner, ` ${space}${attributes}`)}`;
  const each = <T>(all: readonly T[], one: (item: T, index: number) => string): string =>
    all.map(one).join('');
  const custom = Object.entries(wanted.custom ?? {});
  const info = [
    each(Object.entries(wanted.info ?? {}), ([name, text]) => element(name, escaped(text))),
    wanted.keywords
      ? element(
          'Keywords',
          each(wanted.keywords, (word) => element('Keyword', escaped(word))),
        )
      : '',
    custom.length > 0
      ? element(
          'CustomDatas',
          each(custom, ([name, text]) => element('CustomData', escaped(text), ` Name="${escaped(name)}"`)),
        )
      : '',
  ].join('');
  const body =
    element('DocInfo', element('DocID', '0'.repeat(32)) + info) + element('DocRoot', 'Doc_0/Document.xml');
  const page = (objects: readonly (string | readonly string[])[]) =>
    file(
      'Page',
      element(
        'Content',
        element(
          'Layer',
          each(objects, (codes, index) =>
            element(
              'TextObject',
              each([codes].flat(), (code) => element('TextCode', escaped(code), ' X="0" Y="5"')),
              ` ID="${100 + index}" Boundary="20 20 100 10" Font="3" Size="5"`,
            ),
          ),
          ' ID="2"',
        ),
      ),
    );
  const tag = (value: string | readonly number[]) =>
    typeof value === 'string'
      ? escaped(value)
      : each(value, (id) => element('ObjectRef', String(id), ' PageRef="1"'));
  const tags = wanted.tags;
  const written: Record<string, string | null> = {
    'OFD.xml': file('OFD', element('DocBody', body), ' Version="1.0" DocType="OFD"'),
    'Doc_0/Document.xml': file(
      'Document',
      element('CommonData', element('MaxUnitID', '999')) +
        element(
          'Pages',
          each(
            pages,
            (_, index) => `<${p}Page ID="${index + 1}" BaseLoc="Pages/Page_${index}/Content.xml"/>`,
          ),
        ) +
        (tags ? element('CustomTags', 'Tags/CustomTags.xml') : ''),
    ),
    ...Object.fromEntries(
      pages.map((objects, index) => [`Doc_0/Pages/Page_${index}/Content.xml`, page(objects)]),
    ),
    ...(tags
      ? {
          'Doc_0/Tags/CustomTags.xml': file(
            'CustomTags',
            element('CustomTag', element('FileLoc', 'Official.xml'), ' TypeID="official"'),
          ),
          'Doc_0/Tags/Official.xml': `<g:公文 xmlns:g="urn:office" ${space}>${each(
            Object.entries(tags),
            ([name, value]) => `<g:${name}>${tag(value)}</g:${name}>`,
          )}</g:公文>`,
        }
      : {}),
    ...wanted.parts,
  };
  return Object.fromEntries(
    Object.entries(written).filter((part): part is [string, string] => part[1] !== null),
  );
};

export const ofdOf = (wanted: OfdWanted, more: readonly Entry[] = []): Uint8Array<ArrayBuffer> =>
  zipOf([...Object.entries(ofdParts(wanted)).map(([name, data]) => ({ name, data })), ...more]);
