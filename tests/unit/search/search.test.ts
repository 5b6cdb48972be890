import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLLOW_AFTER_MS } from '#controller/search/catch-up.ts';
import { add, wentOffline } from '#tests/support/ledgers.ts';
import {
  department,
  document,
  found,
  register,
  searchSite,
  type SearchSite,
} from '#tests/support/search-site.ts';

describe('search', () => {
  let site: SearchSite;
  beforeEach(() => {
    site = searchSite();
    department(site, 'bgs', '市政府办公室');
    department(site, 'czj', '市财政局');
    department(site, 'slj', '市水利局');
    register(site, 'd1', {}, ['czj', 'slj']);
    register(site, 'd2', { number: '某财〔2026〕7号', title: '2027年预算编制方案', urgency: 'teji' }, [
      'bgs',
    ]);
    register(site, 'd3', {
      ...{ number: '无', title: 'Budget “２０２７” 说明', issuers: ['市水利局', '市财政局'] },
      ...{ writtenOn: '2026-05-02', barcode: 'SJ20260000001' },
    });
  });
  afterEach(() => {
    site.close();
    expect(site.clock.pending).toBe(0);
  });

  it.each([
    ['防汛', ['d1'], 'two characters of a title'],
    ['关于 通知', ['d1'], 'every word, anywhere'],
    ['防工', [], 'characters that are not side by side'],
    ['〔2026〕', ['d2', 'd1'], 'a year in brackets'],
    ['(２０２６)7', ['d2'], 'other brackets and widths'],
    ['2027', ['d3', 'd2'], 'digits'],
    ['budget', ['d3'], 'another case'],
    ['汛', ['d1'], 'one character'],
    ['人民政府', ['d2', 'd1'], 'an issuer'],
    ['水利局', ['d3', 'd1'], 'an issuer of one, a recipient of the other'],
    ['slj', ['d1'], 'the code of a department'],
    ['szfbgs', ['d2'], 'the initials of a department'],
    ['bgs', ['d2'], 'some of the initials'],
    ['shishuili', ['d1'], 'the beginning of its pinyin'],
    ['2026-5-2', ['d3'], 'the day on the paper'],
    ['2026年6月18日', ['d3', 'd2', 'd1'], 'the day of registration or on the paper'],
    ['SJ20260000001', ['d3'], 'the number of the official barcode'],
    ['GB0626-2005^SJ20260000001^某^通知^无^无^防汛^无', ['d3'], 'an official barcode, by its number alone'],
    ['龙舟', [], 'what nobody wrote'],
    ['"防汛" OR *', [], 'the language of the index, which is text like any other'],
    ['', ['d3', 'd2', 'd1'], 'nothing'],
    ['“”', ['d3', 'd2', 'd1'], 'marks alone'],
  ])('for %j finds %j: %s', async (words, expected) => {
    expect(await found(site, words)).toEqual(expected);
  });

  it('keeps to the filters, which hold together for one piece', async () => {
    expect(await found(site, '', { urgency: 'teji' })).toEqual(['d2']);
    expect(await found(site, '', { department: 'slj' })).toEqual(['d1']);
    expect(await found(site, '预算', { department: 'slj' })).toEqual([]);
    expect(await found(site, '', { from: '2026-06-18', to: '2026-06-18' })).toEqual(['d3', 'd2', 'd1']);
    expect(await found(site, '', { from: '2026-06-19' })).toEqual([]);
    expect(await found(site, '', { to: '2026-06-17' })).toEqual([]);
    expect(await found(site, '', { state: 'registered' })).toEqual(['d2', 'd1']);
    add(site.ledger, 'consignment:D10', { type: 'ConsignmentWithdrawn', payload: { reason: '错' } });
    expect(await found(site, '', { state: 'withdrawn' })).toEqual(['d1']);
    expect(await found(site, '', { state: 'withdrawn', department: 'czj' })).toEqual(['d1']);
    expect(await found(site, '', { state: 'withdrawn', department: 'slj' })).toEqual([]);
    expect(await found(site, '', { state: 'collected' })).toEqual([]);
  });

  it('finds a piece by the beginning of its docket code, or all of it as it is read aloud', async () => {
    add(site.ledger, 'consignment:7K3D0Q9MZZZZZZZZ', {
      type: 'ConsignmentRegistered',
      payload: { document: 'd2', department: 'bgs', copy: 1, copies: 1 },
    });
    expect(await found(site, '7k3d0q9m')).toEqual(['d2']);
    expect((await site.search.find({ words: '7K3D0Q9MZ', limit: 5 })).hits[0]?.dockets).toEqual([
      '7K3D0Q9MZZZZZZZZ',
    ]);
    expect(await site.search.suggest('7K3D0Q9M')).toContainEqual({
      ...{ kind: 'docket', docket: '7K3D0Q9MZZZZZZZZ', document: 'd2' },
    });
  });

  it('marks what was found, in the text as it is written', async () => {
    const { hits } = await site.search.find({ words: '2027 水利', limit: 5 });
    expect(hits).toEqual([
      {
        ...{ document: 'd3', sequence: expect.any(Number), number: [], title: [[8, 12]] },
        ...{ issuers: [[[1, 3]], []], departments: [], dockets: [] },
      },
    ]);
    const [recipient] = (await site.search.find({ words: 'szfbgs', limit: 5 })).hits;
    expect(recipient?.departments).toEqual(['bgs']);
  });

  it('suggests departments and documents while a word is being typed', async () => {
    expect(await site.search.suggest('财政')).toMatchObject([
      { kind: 'department', code: 'czj', name: '市财政局' },
      { kind: 'document', hit: { document: 'd3' } },
      { kind: 'document', hit: { document: 'd1' } },
    ]);
    expect(await site.search.suggest(' ')).toEqual([]);
  });

  it('follows the ledger shortly after an append, in its own time, and stops with it', async () => {
    site.search.start();
    await site.clock.advance(FOLLOW_AFTER_MS);
    add(site.ledger, 'document:d4', document({ title: '龙舟赛' }));
    expect(site.clock.pending).toBe(1);
    await site.clock.advance(FOLLOW_AFTER_MS);
    expect(site.clock.pending).toBe(0);
    // What no document is found by is passed over at once.
    add(site.ledger, 'device:board', wentOffline('no answer'));
    expect(site.clock.pending).toBe(0);
    expect(site.troubles).toEqual([]);
  });

  it('answers what a reader of every document would have found, whatever was asked', async () => {
    const letters = fc.constantFrom('防', '汛', '工', '1', '2', '〔', '〕', 'Ａ', 'b', ' ', '９');
    const texts = fc.array(letters, { minLength: 1, maxLength: 10 }).map((each) => each.join(''));
    const papers = fc.array(fc.record({ number: texts, title: texts }), { minLength: 1, maxLength: 12 });
    const bare = (text: string): string =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^防汛工129ab]/g, '');
    await fc.assert(
      fc.asyncProperty(papers, fc.array(texts, { minLength: 1, maxLength: 4 }), async (rows, asked) => {
        const other = searchSite();
        try {
          for (const [i, row] of rows.entries()) register(other, `x${i}`, { ...row, issuers: ['某'] });
          for (const words of asked) {
            const wanted = words.split(' ').map(bare);
            const expected = rows
              .flatMap(({ number, title }, i) =>
                wanted.every((word) => bare(number).includes(word) || bare(title).includes(word))
                  ? [`x${i}`]
                  : [],
              )
              .reverse();
            expect(await found(other, words, { limit: 3 }), words).toEqual(expected);
          }
        } finally {
          other.close();
        }
      }),
      { numRuns: 30 },
    );
  });
});
