import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, test } from 'vitest';
import { documentBody } from '#tests/support/api-site.ts';
import { codes, proposingSite } from '#tests/support/proposing.ts';
import { registerDocument } from '#controller/commands/register-document.ts';

const { site, read, proposals, fault, refusals } = proposingSite();
afterAll(() => site.ledger.close());
const utf8 = (text: string) => new TextEncoder().encode(text);
const HEAD = '密级,文号,公文标题,来文单位,缓急程度,发文时间,收文单位';
const ROW = '无,某政办发(2026)12号,关于做好防汛工作的通知,某市人民政府办公室,特急,46191,市政府办公室*2；某区';
const WANTED = {
  ...{ row: 2, secrecy: 'none', known: null },
  number: { value: '某政办发〔2026〕12号', from: '文号' },
  title: { value: '关于做好防汛工作的通知', from: '公文标题' },
  issuers: { value: ['某市人民政府办公室'], from: '来文单位' },
  kind: { value: '通知' },
  urgency: { value: 'teji', from: '缓急程度' },
  writtenOn: { value: '2026-06-18', from: '发文时间' },
  recipients: {
    value: [{ department: 'bgs', copies: 2 }],
    odd: [{ code: 'unknown-recipient', value: '某区' }],
  },
};

describe('a list of the OA', () => {
  test.each([
    ['UTF-8', utf8(`${HEAD}\n${ROW}\n`)],
    ['GB18030', new Uint8Array(iconv.encode(`${HEAD}\r\n${ROW}\r\n`, 'gb18030'))],
    ['tabs', utf8(`${HEAD}\n${ROW}\n`.replaceAll(',', '\t'))],
    [
      'English, other columns between',
      utf8(
        `Classification,x,Doc No,Document Title,Sender,Priority,Issue Date,To\n${ROW.replace('无,', 'none,y,')}\n`,
      ),
    ],
  ])('in %s gives a proposal a row', (_, bytes) => {
    const wanted = JSON.parse(JSON.stringify(WANTED).replaceAll(/"from":"[^"]*"/g, '"row":2')) as object;
    const [proposal, ...more] = proposals(bytes);
    expect(more).toEqual([]);
    expect({ ...proposal, ...rows(proposal) }).toMatchObject(wanted);
  });

  test('names the column that each value came from, and those that were not understood', () => {
    const file = read(utf8(`${HEAD},备注,经办人\n${ROW},急办,王某\n`));
    expect(file).toMatchObject({ ok: true, form: 'csv', proposals: [WANTED], ignored: ['备注', '经办人'] });
  });

  test('as Excel writes it, with a title above its header, and dates as serial numbers', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('收文');
    sheet.addRow(['2026年第二季度收文清单']);
    sheet.mergeCells('A1:G1');
    sheet.addRow([]);
    sheet.addRow(HEAD.split(','));
    const row = ROW.split(',');
    sheet.addRow([...row.slice(0, 5), new Date('2026-06-18T00:00:00Z'), row[6]]);
    sheet.addRow([...row.slice(0, 5), '2026/6/18 09:30', row[6]]);
    sheet.addRow([...row.slice(0, 5), 20260618, row[6]]);
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    expect(proposals(bytes)).toMatchObject([
      { ...WANTED, row: 4 },
      { ...WANTED, row: 5 },
      { ...WANTED, row: 6 },
    ]);
  });

  test.each([
    ['46191', '2026-06-18'],
    ['46191.5', '2026-06-18'],
    ['2026-06-18T09:30:00+08:00', '2026-06-18'],
    ['２０２６年６月１８日', '2026-06-18'],
    ['二〇二六年十二月三十一日', '2026-12-31'],
    ['二○二六年十月十日', '2026-10-10'],
    ['20', null],
    ['99999', '2173-10-13'],
    ['2026-02-30', null],
  ])('with date %s reads %s', (text, day) => {
    const [proposal] = proposals(utf8(`文号,标题,成文日期\n某办〔2026〕1号,题,${text}\n`));
    expect(proposal?.writtenOn.value).toBe(day);
    expect(codes(proposal?.writtenOn.odd ?? [])).toEqual(day === null ? ['date-form'] : []);
  });

  test('without a secrecy column says that it is not stated', () => {
    expect(proposals(utf8('文号,标题\n某办〔2026〕1号,题\n'))).toMatchObject([{ secrecy: 'not-stated' }]);
  });

  test('says which documents are registered already', () => {
    const { secrecy: _, ...document } = documentBody();
    const known = registerDocument(
      site,
      { ...document, urgency: 'teji', barcode: null, oaId: null, way: 'form', oddities: [] },
      { actor: 'test', station: null, cause: 'test' },
    );
    expect(known.ok).toBe(true);
    expect(proposals(utf8(`${HEAD}\n${ROW}\n`))[0]?.known).toBe(known.ok ? known.value.document : '');
  });

  test('with values in two columns that differ says so', () => {
    const [proposal] = proposals(utf8('文号,文件编号,标题\n某办〔2026〕1号,某办〔2026〕2号,题\n'));
    expect(proposal?.number).toMatchObject({
      value: '某办〔2026〕1号',
      odd: [{ code: 'differs', value: '文件编号' }],
    });
  });

  test('keeps whatever looks like a formula or markup as text', () => {
    const [proposal] = proposals(utf8(`文号,标题\n=1+1,"=HYPERLINK(""http://x"")<b>\u202e\u0007题"\n`));
    expect(proposal).toMatchObject({
      number: { value: '=1+1', odd: [{ code: 'number-form' }] },
      title: { value: '=HYPERLINK("http://x")<b> 题', odd: [{ code: 'controls', value: '' }] },
    });
  });

  test('of 10,000 rows is read, of more refused', () => {
    const many = (rows: number) => utf8(`文号,标题\n${'某办〔2026〕1号,题\n'.repeat(rows)}`);
    expect(proposals(many(10_000))).toHaveLength(10_000);
    expect(fault(many(10_001))).toEqual(['many-rows', '', '10001']);
  });

  test.each<[string, Uint8Array, string]>([
    ['of some other table', utf8('姓名,电话\n王某,123\n'), 'no-columns'],
    ['without rows', utf8('文号,标题\n'), 'no-rows'],
    ['of 61 columns', utf8(`${'文号,'.repeat(61)}\nx\n`), 'many-columns'],
  ])('%s is refused', (_, bytes, code) => expect(fault(bytes)[0]).toBe(code));
});

describe('classified rows of a list', () => {
  test.each([
    ['marked', '机密,泄露号,泄露题,泄露机关,特急,46191,泄露'],
    ['with an empty mark', ',泄露号,泄露题,泄露机关,特急,46191,泄露'],
    ['with a mark in another column', '无,泄露号,泄露题,泄露机关,秘密★10年,46191,泄露'],
    ['with a printed mark in the title', '无,泄露号,机密★1年 泄露题,泄露机关,特急,46191,泄露'],
  ])('%s leave their number and nothing else', (_, row) => {
    const before = refusals().length;
    const file = read(utf8(`${HEAD}\n${ROW}\n${row}\n${row}\n`));
    expect(file).toMatchObject({ ok: true, proposals: [{ row: 2 }], refused: [3, 4] });
    expect(JSON.stringify(file) + JSON.stringify(site.ledger.read(0, 10_000))).not.toContain('泄露');
    expect(refusals()).toHaveLength(before + 2);
  });

  test('of two secrecy columns either one counts, and so does a period', () => {
    expect(read(utf8('密级,文号,标题,保密等级\n无,a,b,机密\n'))).toMatchObject({ refused: [2] });
    expect(read(utf8('密级,文号,标题,保密期限\n无,a,b,10年\n'))).toMatchObject({ refused: [2] });
    expect(read(utf8('密级,文号,标题,保密期限\n无,a,b,\n'))).toMatchObject({ refused: [] });
  });
});

const rows = (proposal: object = {}): object =>
  Object.fromEntries(
    Object.entries(proposal)
      .filter(([, value]) => typeof value === 'object' && value !== null)
      .map(([name, value]) => [name, { ...(value as object), row: 2 }]),
  );
