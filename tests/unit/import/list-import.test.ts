import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importList, type ImportKind } from '#controller/commands/import-list.ts';
import type { Read } from '#controller/commands/file-reading.ts';
import type { Table } from '#controller/commands/import/table.ts';
import { readFile } from '#controller/commands/read-file.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { OpenLedger } from '#controller/ledger/open-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let ledger: OpenLedger;
let deps: Parameters<typeof importList>[0];
beforeEach(() => {
  ledger = createMemoryLedger({ site: 'test', projections });
  let counter = 0;
  deps = {
    desk: createDesk(ledger, new ManualClock()),
    views: createReadModels(ledger.db),
    entropy: {
      bytes: (count) => new Uint8Array(count).map((_, i) => (counter++ * 31 + i * 7) % 256),
      id: () => `id-${counter++}`,
    },
    siteKey: new Uint8Array(32).fill(1),
  };
});
afterEach(() => ledger.close());

const by = { actor: '1001', station: null, cause: 'import-1' };
const run = (kind: ImportKind, text: string | Uint8Array, dryRun = false) =>
  importList(deps, kind, table(typeof text === 'string' ? new TextEncoder().encode(text) : text), {
    by,
    dryRun,
  });
const table = (bytes: Uint8Array) => readFile({ as: 'table', bytes }) as Read<Table>;
const everything = () => JSON.stringify(ledger.read(0, 1000));
const DEPARTMENTS = '代码,名称,别名\nczj,财政局,市财政局；财政\njyj,教育局,\n';
const HEADER = '密级,发文字号,标题,发文机关,文种,紧急程度,页数,成文日期,条码,主送';

describe('departments and people', () => {
  test.each([
    ['UTF-8', new TextEncoder().encode(DEPARTMENTS)],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${DEPARTMENTS}`)],
    ['GB18030', new Uint8Array(iconv.encode(DEPARTMENTS, 'gb18030'))],
    [
      'semicolons and CR LF',
      new TextEncoder().encode('code;name;aliases\r\nczj;财政局;"市财政局;财政"\r\njyj;教育局;\r\n'),
    ],
    ['tabs', new TextEncoder().encode('Code\tName\taliases\nczj\t财政局\t市财政局、财政\njyj\t教育局\t\n')],
  ])('are read from %s', (_, bytes) => {
    expect(run('departments', bytes)).toMatchObject({ ok: true, imported: true, rows: 2, problems: [] });
    expect(deps.views.departmentCalled('财政')?.code).toBe('czj');
    expect(ledger.head().sequence).toBe(2);
  });

  test('are one append: a dry run leaves nothing, one wrong row leaves nothing', () => {
    expect(run('departments', DEPARTMENTS, true)).toMatchObject({ ok: true, imported: false, rows: 2 });
    const wrong = run('departments', `${DEPARTMENTS}CZJ,别的局,\n坏,坏局,\nxx,,\n`);
    expect(wrong).toMatchObject({ ok: false, imported: false });
    expect(wrong.problems.map(({ row, column }) => [row, column])).toEqual([
      [4, 'code'],
      [5, 'code'],
      [6, 'name'],
    ]);
    expect(ledger.head().sequence).toBe(0);
  });

  test('of a file that was imported before change nothing', () => {
    const people = '工号,姓名,角色,部门\n3001,陈明,收文员;通信员,教育局;财政\n';
    const files = [['departments', DEPARTMENTS] as const, ['people', people] as const];
    for (const [kind, text] of files) run(kind, text);
    const before = ledger.head().sequence;
    for (const [kind, text] of files)
      expect(run(kind, text)).toMatchObject({ ok: true, imported: true, rows: 0, problems: [] });
    const renamed = run('departments', DEPARTMENTS.replace('教育局', '教育体育局'));
    expect(renamed.problems).toMatchObject([{ row: 3, column: 'code', value: 'jyj' }]);
    expect(renamed.unchanged).toBe(1);
    expect(ledger.head().sequence).toBe(before);
  });

  test('may be registered without the rows that have problems, when that is asked for', () => {
    const bytes = new TextEncoder().encode(
      `${DEPARTMENTS}坏,坏局,\nczj,财政局,市财政局；财政\nxx,别局,,多余\n`,
    );
    const report = importList(deps, 'departments', table(bytes), { by, dryRun: false, goodRows: true });
    expect(report).toMatchObject({ ok: false, imported: true, rows: 2 });
    expect([...new Set(report.problems.map(({ row }) => row))]).toEqual([4, 5, 6]);
    expect(deps.views.departments().map(({ code }) => code)).toEqual(['czj', 'jyj']);
    const header = importList(deps, 'departments', table(new TextEncoder().encode('code,colour\na,b\n')), {
      ...{ by, dryRun: false, goodRows: true },
    });
    expect(header.imported).toBe(false);
  });

  test('say what is wrong in Chinese, too', () => {
    const bytes = new TextEncoder().encode('code,name\n坏,坏局\n');
    const { problems } = importList(deps, 'departments', table(bytes), { by, dryRun: true, language: 'zh' });
    expect(problems).toMatchObject([{ row: 2, column: 'code', fix: expect.stringContaining('小写字母') }]);
  });

  test('of people name departments by code, name or alias, and roles in either language', () => {
    run('departments', DEPARTMENTS);
    const people =
      '工号,姓名,角色,部门,AB角\n3001,陈明,收文员,财政,教育局\n2001,赵强,messenger;collector,,\n';
    expect(run('people', people)).toMatchObject({ ok: true, imported: true, rows: 2 });
    expect(deps.views.person('3001')).toMatchObject({
      roles: ['collector'],
      departments: ['czj'],
      standsInFor: ['jyj'],
    });
    const wrong = run(
      'people',
      '工号,姓名,角色,部门\n3001,陈明,收文员,财政\n4,某,boss,没有的局\n5,某,,\n4,某,审计员,\n',
    );
    expect(wrong.problems).toEqual([
      expect.objectContaining({ row: 2, column: 'number', value: '3001' }),
      expect.objectContaining({
        row: 3,
        column: 'roles',
        value: 'boss',
        fix: expect.stringContaining('收文员'),
      }),
      expect.objectContaining({ row: 3, column: 'departments', value: '没有的局' }),
      expect.objectContaining({ row: 4, column: 'roles' }),
    ]);
  });
});

describe('documents', () => {
  beforeEach(() => void run('departments', DEPARTMENTS));

  test('become consignments, one a copy, and their cells stay text', () => {
    const csv = `${HEADER}\n无,某办（2026）1号,"=HYPERLINK(""http://x"",""标题"")",某办；某局,通知,加急,3,2026/6/18,SJ1,财政局×2；jyj\n`;
    expect(run('documents', csv)).toMatchObject({ ok: true, imported: true, rows: 1 });
    const [row] = deps.views.documents({ limit: 10 }).rows;
    expect(row).toMatchObject({
      ...{ number: '某办〔2026〕1号', title: '=HYPERLINK("http://x","标题")', issuers: ['某办', '某局'] },
      ...{ urgency: 'jiaji', pages: 3, writtenOn: '2026-06-18', barcode: 'SJ1', way: 'import' },
    });
    const pieces = deps.views.consignmentsOf(row?.id ?? '');
    expect(pieces.map(({ department }) => department).sort()).toEqual(['czj', 'czj', 'jyj']);
  });

  test('with every mistake are reported by row, column, value and fix, titles never', () => {
    const rows = [
      '无,,标题,某办,通知,,,,,czj',
      '无,某办〔2026〕2号,绝不显示,某办,通知,火急,x,2026-02-30,,没有的局',
      '无,某办〔2026〕3号,题,某办,通知,,,,SJ9,czj*0',
      '无,某办〔2026〕3号,题,某办,通知,,,,SJ9,czj',
      '无,某办〔2026〕3号,题,某办,通知,,,,SJ9,czj',
      '无,某办〔2026〕4号,题,某办,通知,,,,,czj,多余',
      '无,某办〔2026〕5号,题\u0007,某办,通知,,,,,czj',
    ];
    const report = run('documents', `${HEADER}\n${rows.join('\n')}\n`);
    expect(report.problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 number',
      ...['3 urgency', '3 pages', '3 writtenOn', '3 recipients'],
      '4 recipients',
      ...['6 number', '6 barcode'],
      '7 ',
      '8 title',
    ]);
    expect(JSON.stringify(report)).not.toContain('绝不显示');
    expect(report.problems.every(({ fix }) => fix.length > 5)).toBe(true);
    expect(deps.views.documents({ limit: 10 }).rows).toEqual([]);
  });

  test('that the site has already just so are counted and change nothing; other ones are problems', () => {
    const csv = (title: string, copies: number) =>
      `${HEADER}\n无,某办〔2026〕1号,${title},某办,通知,,,46191,SJ1,czj*${copies}\n`;
    expect(run('documents', csv('题', 2))).toMatchObject({ imported: true, rows: 1, unchanged: 0 });
    const before = ledger.head().sequence;
    expect(run('documents', csv('题', 2))).toMatchObject({ ok: true, imported: true, rows: 0, unchanged: 1 });
    expect(ledger.head().sequence).toBe(before);
    for (const [changed, fields] of [
      [csv('另一题', 2), 'title'],
      [csv('题', 3), 'recipients'],
    ] as const) {
      const { imported, problems } = run('documents', changed);
      expect([imported, problems]).toMatchObject([false, [{ row: 2, column: 'barcode', value: 'SJ1' }]]);
      expect(problems[0]?.fix).toContain(`with another ${fields};`);
    }
    expect(ledger.head().sequence).toBe(before);
    expect(deps.views.documents({ limit: 10 }).rows[0]?.writtenOn).toBe('2026-06-18');
  });

  test.each(['机密', '秘密★10年', '密', '', ' \t', 'None', '無'])(
    'marked %j leave their row number and nothing else',
    (mark) => {
      const secret = `${HEADER}\n无,某办〔2026〕1号,可以,某办,通知,,,,,czj\n${mark},泄露号,泄露题,泄露机关,泄露文种,坏,坏,坏,泄露码,坏\n`;
      const before = ledger.head().sequence;
      for (const dryRun of [true, false]) {
        const report = run('documents', secret, dryRun);
        expect(report).toMatchObject({
          ok: false,
          imported: false,
          problems: [{ row: 3, column: 'secrecy', value: null }],
        });
        expect(JSON.stringify(report)).not.toMatch(/泄露|坏/);
      }
      const events = ledger.read(before, 10);
      expect(events.map(({ type }) => type)).toEqual(['ClassifiedRefused']);
      expect(everything()).not.toMatch(/泄露|可以/);
    },
  );

  test('without a secrecy column are refused whole, unread', () => {
    const report = run('documents', '发文字号,标题,发文机关,文种,主送\n泄露,泄露,泄露,泄露,czj\n');
    expect(report.problems).toMatchObject([
      { row: 1, column: 'secrecy', fix: expect.stringContaining('密级') },
    ]);
    expect(JSON.stringify(report)).not.toContain('泄露');
  });

  test('with two secrecy columns are refused: which one counts cannot be told', () => {
    const report = run('documents', `secrecy,${HEADER}\n无,机密,泄露,泄露,某办,通知,,,,,czj\n`);
    expect(report.problems).toMatchObject([
      { row: 1, column: 'secrecy', fix: expect.stringContaining('one column') },
    ]);
    expect(JSON.stringify(report)).not.toContain('泄露');
  });
});

describe('what goes out', () => {
  const OUTSIDE = '代码,名称,别名,外单位\nczj,财政局,,否\nzhen,某镇,某镇政府,是\njyj,教育局,,\n';
  const PAPERS = '密级,发文字号,标题,发文机关,文种,主送,外发单位';
  const paper = (n: number, recipients: string, outside: string): string =>
    `无,某办〔2026〕${n}号,题,某办,通知,${recipients},${outside}\n`;
  const outsiders = () => deps.views.departments().flatMap((one) => (one.outside === true ? [one.code] : []));

  test('is for departments that the file says are outside the house', () => {
    expect(run('departments', OUTSIDE)).toMatchObject({ ok: true, imported: true, rows: 3 });
    expect(outsiders()).toEqual(['zhen']);
    expect(run('departments', OUTSIDE)).toMatchObject({ ok: true, rows: 0, unchanged: 3 });
    // A file that does not say it agrees with both; one that says something else does not.
    expect(run('departments', OUTSIDE.replace('是', ''))).toMatchObject({ ok: true, unchanged: 3 });
    expect(run('departments', OUTSIDE.replace('是', 'No')).problems).toMatchObject([
      { row: 3, column: 'code', value: 'zhen', fix: expect.stringContaining('another outside;') },
    ]);
    expect(run('departments', 'code,name,outside\nx,某县,也许\n').problems).toEqual([
      { row: 2, column: 'outside', value: '也许', fix: 'write yes 是 or no 否, or leave it empty' },
    ]);
  });

  test('names its receivers in a column of their own, or among the others', () => {
    run('departments', OUTSIDE);
    const csv = `${PAPERS}\n${paper(1, 'czj', '某镇政府*2')}${paper(2, '', 'zhen')}${paper(3, 'zhen*2；czj', '')}`;
    expect(run('documents', csv)).toMatchObject({ ok: true, imported: true, rows: 3 });
    const departments = deps.views
      .documents({ limit: 10 })
      .rows.map(({ id }) => deps.views.consignmentsOf(id).map(({ department }) => department));
    expect(departments.map((each) => each.join()).sort()).toEqual(
      ['czj,zhen,zhen', 'zhen', 'zhen,zhen,czj'].sort(),
    );
    expect(run('documents', csv)).toMatchObject({ ok: true, rows: 0, unchanged: 3 });
  });

  test('is reported by row and column where it is none, before anything is registered', () => {
    run('departments', OUTSIDE);
    const before = ledger.head().sequence;
    const rows = [
      paper(1, 'czj', '教育局'),
      paper(2, 'czj', '没有的单位'),
      paper(3, 'czj；jyj', 'zhen*999'),
      paper(4, '', ''),
      paper(5, '没有的局', 'zhen'),
      paper(6, 'czj', 'zh\u0007en'),
      paper(7, 'czj', 'zhen'),
    ];
    const { problems, rows: good } = run('documents', `${PAPERS}\n${rows.join('')}`, true);
    expect(problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [2, 'outside', '教育局'],
      [3, 'outside', '没有的单位'],
      [4, 'outside', 'zhen*999'],
      [5, 'recipients', ''],
      [6, 'recipients', '没有的局'],
      [7, 'outside', 'zh·en'],
      [7, 'outside', 'zh·en'],
    ]);
    expect(problems[0]?.fix).toContain('recipients');
    expect(problems[2]?.fix).toContain('1 to 200 copies');
    expect(good).toBe(1);
    expect(ledger.head().sequence).toBe(before);
  });
});

describe('an Excel workbook', () => {
  const workbook = async (sheets: Record<string, unknown[][]>, date1904 = false): Promise<Uint8Array> => {
    const book = new ExcelJS.Workbook();
    book.properties.date1904 = date1904;
    for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows);
    return new Uint8Array(await book.xlsx.writeBuffer());
  };

  test.each([false, true])('is read as its cells show it, dates counted from 1904: %s', async (date1904) => {
    run('departments', DEPARTMENTS);
    const bytes = await workbook(
      {
        清单: [
          HEADER.split(','),
          [],
          [
            ...[
              '无',
              '某办（2026）1号',
              { richText: [{ text: '关于' }, { text: '防汛的通知' }] },
              '某办',
              '通知',
            ],
            ...['加急', 3, new Date('2026-06-18T00:00:00Z'), 20260001, 'czj*2'],
          ],
        ],
        其他: [['别的']],
      },
      date1904,
    );
    expect(run('documents', bytes)).toMatchObject({ ok: true, imported: true, rows: 1, problems: [] });
    expect(deps.views.documents({ limit: 10 }).rows[0]).toMatchObject({
      ...{ number: '某办〔2026〕1号', title: '关于防汛的通知', pages: 3 },
      ...{ writtenOn: '2026-06-18', barcode: '20260001' },
    });
    expect(run('documents', bytes)).toMatchObject({ imported: true, rows: 0, unchanged: 1 });
  });

  test('reports problems by the rows that Excel shows', async () => {
    const bytes = await workbook({ a: [['code', 'name'], [], ['czj', '财政局'], [], ['坏', '坏局']] });
    expect(run('departments', bytes).problems).toMatchObject([{ row: 5, column: 'code', value: '坏' }]);
  });

  test('says whether a department is outside by a box that is ticked, too', async () => {
    const header = ['code', 'name', 'outside'];
    const bytes = await workbook({ a: [header, ['x', '某县', true], ['y', '某局', false]] });
    expect(run('departments', bytes)).toMatchObject({ ok: true, imported: true, rows: 2 });
    expect(deps.views.departments().map(({ outside }) => outside)).toEqual([true, undefined]);
  });

  test('in the old format is answered with what to do', () => {
    expect(run('departments', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toMatchObject({
      problems: [{ fix: expect.stringContaining('.xlsx') }],
    });
  });
});

describe('a file that is no table', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /no rows/],
    ['a header alone', `${HEADER}\n`, /no rows/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), /UTF-8/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0xff]), /UTF-8/],
    ['an open quote', 'code,name\n"czj,财政局\n', /quotes/],
    ['nine megabytes', new Uint8Array(9e6).fill(0x41), /split the file/],
    ['eleven thousand rows', `code,name\n${'a,b\n'.repeat(11_000)}`, /split the file/],
  ])('%s: is answered with what to do', (_, bytes, fix) => {
    expect(run('departments', bytes)).toMatchObject({
      ok: false,
      imported: false,
      problems: [{ fix: expect.stringMatching(fix) }],
    });
    expect(ledger.head().sequence).toBe(0);
  });

  test('an unknown column is named, not ignored', () => {
    expect(run('departments', 'code,name,colour\na,b,c\n').problems).toMatchObject([
      { row: 1, column: 'colour' },
    ]);
  });
});

test('an import is one append, so that a disk that fails cannot leave half a file behind', () => {
  const half = { ...deps, desk: { ...deps.desk, append: failingAfter(1, deps.desk.append) } };
  const bytes = new TextEncoder().encode(DEPARTMENTS);
  expect(importList(half, 'departments', table(bytes), { by, dryRun: false }).imported).toBe(true);
  expect(ledger.head().sequence).toBe(2);
});

/** The disk fails from the second append on: whole or nothing must have happened by then. */
const failingAfter = (times: number, append: typeof deps.desk.append): typeof append => {
  let left = times;
  return (...args) => {
    if (left-- <= 0) throw new Error('disk full');
    return append(...args);
  };
};
