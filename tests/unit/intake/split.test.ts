import { describe, expect, it } from 'vitest';
import { splitScan, type PageMarks, type ScanPart } from '#controller/domain/scan-split.ts';

const page = (more: Partial<PageMarks> = {}): PageMarks => ({
  ...{ dockets: [], strangers: false, records: [], foreign: false, cover: false },
  ...more,
});
const piece = (document: string, copy = 1) => ({ docket: `${document}-${copy}`, document });
const cover = (document: string) => page({ dockets: [piece(document)], cover: true });
const stamped = (document: string) => page({ dockets: [piece(document)] });
const recorded = (text: string, ...documents: string[]) => page({ records: [{ text, documents }] });

const told = (parts: readonly ScanPart[]): string[] =>
  parts.map(({ from, to, finding }) => {
    const what = 'match' in finding ? `${finding.match.how} ${finding.match.document}` : finding.why;
    return `${from}-${to} ${what}`;
  });
/** What a way to split gets wrong, over a number of piles. */
const piles: readonly [name: string, pages: PageMarks[], expected: string[]][] = [
  [
    'cover sheets, each before its paper',
    [cover('a'), page(), page(), cover('b'), page()],
    ['0-2 docket a', '3-4 docket b'],
  ],
  [
    'a stamped first page behind its own cover sheet',
    [cover('a'), stamped('a'), page(), cover('b'), stamped('b')],
    ['0-2 docket a', '3-4 docket b'],
  ],
  [
    'stamped papers without cover sheets',
    [stamped('a'), page(), stamped('b')],
    ['0-1 docket a', '2-2 docket b'],
  ],
  [
    'the same paper scanned twice',
    [cover('a'), page(), cover('a'), page()],
    ['0-1 docket a', '2-3 docket a'],
  ],
  ['pages before the first code', [page(), cover('a'), page()], ['0-0 nothing-read', '1-2 docket a']],
  [
    'a list with codes of several documents behind a cover sheet',
    [cover('a'), page({ dockets: [piece('b'), piece('c')] }), page()],
    ['0-2 docket a'],
  ],
  ['such a list alone', [page({ dockets: [piece('b'), piece('c')] })], ['0-0 several-documents']],
  [
    'a cover sheet of another site',
    [cover('a'), page({ strangers: true, cover: true }), recorded('r', 'a')],
    ['0-0 docket a', '1-2 unknown-docket'],
  ],
  [
    'a foreign code that has the check character by chance',
    [cover('a'), page({ strangers: true })],
    ['0-1 docket a'],
  ],
  [
    'official papers, one known, one not',
    [recorded('r', 'a'), page(), recorded('s')],
    ['0-1 record a', '2-2 unknown-record'],
  ],
  ['an official enclosure behind a cover sheet', [cover('a'), recorded('r', 'b'), page()], ['0-2 docket a']],
  ['a record that fits two documents', [recorded('r', 'a', 'b')], ['0-0 several-documents']],
  ['foreign codes only', [page({ foreign: true }), page()], ['0-1 foreign-code']],
];
const wrongPiles = (split: typeof splitScan): string[] =>
  piles
    .filter(([, pages, expected]) => JSON.stringify(told(split(pages))) !== JSON.stringify(expected))
    .map(([name]) => name);

describe('a pile of pages', () => {
  it.each(piles)('%s', (_, pages, expected) => expect(told(splitScan(pages))).toEqual(expected));

  it('is told with the copy when one code was read, without it when several copies were', () => {
    const of = (pages: PageMarks[]) => splitScan(pages)[0]?.finding;
    expect(of([cover('a')])).toEqual({ match: { document: 'a', docket: 'a-1', how: 'docket' } });
    expect(of([page({ dockets: [piece('a', 1), piece('a', 2)] })])).toEqual({
      match: { document: 'a', docket: null, how: 'docket' },
    });
  });

  const blind = (change: (page: PageMarks) => PageMarks) => (pages: readonly PageMarks[]) =>
    splitScan(pages.map(change));
  it.each<[string, typeof splitScan]>([
    [
      'never splits',
      (pages) =>
        splitScan(pages)
          .slice(0, 1)
          .map((part) => ({ ...part, to: pages.length - 1 })),
    ],
    ['sees no cover sheets', blind((one) => ({ ...one, cover: false }))],
    [
      'takes every page with a code for a cover sheet',
      blind((one) => ({ ...one, cover: one.dockets.length > 0 })),
    ],
    [
      'takes a foreign code for ours',
      blind((one) => (one.strangers || one.foreign ? { ...one, dockets: [piece('x')] } : one)),
    ],
    ['takes the first of several documents', blind((one) => ({ ...one, dockets: one.dockets.slice(0, 1) }))],
    [
      'lets an official record overrule a cover sheet',
      blind((one) => ({ ...one, dockets: one.records[0]?.documents.map((id) => piece(id)) ?? one.dockets })),
    ],
  ])('planted mutant: one that %s is caught', (_, mutant) => {
    expect(wrongPiles(splitScan)).toEqual([]);
    expect(wrongPiles(mutant).length).toBeGreaterThan(0);
  });
});
