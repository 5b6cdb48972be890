import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importTable } from '#controller/api/tables/import-tables.ts';
import { importList, type ImportKind } from '#controller/commands/import-list.ts';
import { readHere } from '#tests/support/reading-here.ts';
import { registerDepartment } from '#controller/commands/departments.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { registerDocument } from '#controller/commands/register-document.ts';
import type { Role } from '#controller/domain/person.ts';
import type { TableFormat } from '#controller/ports/table.ts';
import { writeTable } from '#label-printer/lists/write.ts';
import { by, client, makeSite, seed, serve, type Site } from '#tests/support/api-site.ts';

const KINDS = ['departments', 'people', 'documents'] as const;
const order = {
  range: { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' },
  ...{ timeZone: 'Asia/Shanghai', now: '2026-06-18T01:00:00.000Z' },
};
const fileOf = async (site: Site, kind: ImportKind, format: TableFormat, language: 'zh-CN' | 'en') => {
  const table = await importTable(site.views, { ...order, kind, language });
  if (!table) throw new Error('too long');
  return writeTable(table, format);
};
/** What a site has, without ids and times. */
const said = ({ views }: Site) => ({
  departments: views.departments(),
  people: views.people(),
  documents: views.registerFrom(order.range, 0, 1000).map(({ document }) => {
    const { id, registeredAt: _, registeredBy: __, sequence: ___, way: ____, ...rest } = document;
    return {
      ...rest,
      to: views
        .consignmentsOf(id)
        .map(({ department }) => department)
        .sort(),
    };
  }),
});

/** As people and attackers write, without what separates several values in one cell. */
const word = fc
  .oneof(
    fc.constantFrom(
      '=1+1',
      '+86',
      '-',
      '@SUM(A1)',
      "'=x",
      "''+",
      '＝cmd|calc',
      '%x',
      '财政局',
      'a,b',
      '"q"',
      '1e5',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  .map((text) => text.normalize('NFC').replace(/[;；、\p{C}\p{Z}\s]/gu, ''))
  .filter((text) => text !== '' && text.length <= 30 && text.isWellFormed());
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
const department = fc.record({
  ...{ name: word, aliases: fc.uniqueArray(word, { maxLength: 2 }) },
  outside: fc.constantFrom(undefined, true, false),
});
const paper = fc.record({
  ...{ title: word, issuers: words, kind: word, pages: fc.constantFrom(null, 1, 12) },
  urgency: fc.constantFrom('none' as const, 'jiaji' as const, 'teti' as const),
  writtenOn: fc.constantFrom(null, '2026-06-18'),
  ...{ barcode: fc.option(word), oaId: fc.option(word) },
  // Copies for the departments there are, in their order.
  copies: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
});

test('what is exported is imported as what it was, whatever it looks like', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(department, { minLength: 1, maxLength: 3 }),
      fc.array(
        fc.record({ name: word, roles: fc.constantFrom<Role[]>(['collector'], ['messenger', 'auditor']) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      fc.array(paper, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('csv' as const, 'xlsx' as const),
      fc.constantFrom('zh-CN' as const, 'en' as const),
      async (departments, people, papers, format, language) => {
        const site = makeSite();
        departments.forEach((one, n) => registerDepartment(site, `box${n}`, one, by));
        const [first] = site.views.departments();
        if (!first) return;
        people.forEach(({ name, roles }, n) => {
          const details = { departments: [first.code], standsInFor: [], roles };
          registerPerson(site, `${n + 1}`, { ...details, name }, by);
        });
        papers.forEach(({ copies, ...one }, n) => {
          const wanted = site.views.departments().map(({ code }, at) => [code, copies[at] ?? 0] as const);
          const some = wanted.filter(([, count]) => count > 0);
          const recipients = (some.length > 0 ? some : [[first.code, 1] as const]).map(([code, count]) => ({
            ...{ department: code, copies: count },
          }));
          registerDocument(site, { ...one, number: `${n}号`, recipients, way: 'import', oddities: [] }, by);
        });
        const other = makeSite();
        for (const kind of KINDS) {
          const report = importList(
            other,
            kind,
            await readHere.table(await fileOf(site, kind, format, language)),
            {
              by,
              dryRun: false,
            },
          );
          expect([report.problems, report.imported]).toEqual([[], true]);
        }
        expect(said(other)).toEqual(said(site));
        // And nothing is new where it came from.
        for (const kind of ['departments', 'documents'] as const) {
          const file = await readHere.table(await fileOf(site, kind, format, language));
          const again = importList(site, kind, file, { by, dryRun: true });
          expect([again.problems, again.rows]).toEqual([[], 0]);
        }
        site.ledger.close();
        other.ledger.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('receivers outside the house stand in their own column, and departments say which they are', async () => {
  const site = makeSite();
  registerDepartment(site, 'czj', { name: '财政局', aliases: [] }, by);
  registerDepartment(site, 'zhen', { name: '某镇', aliases: [], outside: true }, by);
  const recipients = ['czj', 'zhen'].map((department) => ({ department, copies: 2 }));
  const paper = { title: '题', issuers: ['某办'], kind: '通知', urgency: 'none', number: '1号' } as const;
  const empty = { pages: null, writtenOn: null, barcode: null, oaId: null, oddities: [] };
  registerDocument(site, { ...paper, ...empty, issuers: ['某办'], recipients, way: 'import' }, by);
  const lines = async (kind: ImportKind, language: 'zh-CN' | 'en') =>
    new TextDecoder('utf-8')
      .decode(await fileOf(site, kind, 'csv', language))
      .trim()
      .split('\r\n');
  expect(await lines('departments', 'en')).toEqual([
    '"code","name","aliases","outside"',
    ...['"czj","财政局","","no"', '"zhen","某镇","","yes"'],
  ]);
  expect((await lines('departments', 'zh-CN')).slice(1)).toEqual([
    '"czj","财政局","","否"',
    '"zhen","某镇","","是"',
  ]);
  const [header, row] = await lines('documents', 'zh-CN');
  expect(header).toMatch(/"主送","外发单位"$/u);
  expect(row).toMatch(/"czj\*2","zhen\*2"$/u);
  site.ledger.close();
});

test('no cell of an exported file is one that a spreadsheet would calculate', async () => {
  const site = makeSite();
  registerDepartment(site, 'x', { name: '=HYPERLINK("http://x")', aliases: ['@a', '＋1'] }, by);
  const text = new TextDecoder().decode(await fileOf(site, 'departments', 'csv', 'en'));
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).toContain(`"'@a；＋1"`);
  site.ledger.close();
});

test('over HTTP it is a file of either form, of disabled people nothing', async () => {
  const site = makeSite();
  const { token } = seed(site);
  const served = await serve(site);
  const ask = client(`${served.url}/api/v1`, { token });
  for (const number of ['1', '2'])
    await ask('POST', '/people', { number, name: '张三', roles: ['collector'] });
  await ask('POST', '/people/2/disable', { reason: '调离' });
  const csv = await ask('GET', '/export/people');
  expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(csv.body.trim().split('\r\n')).toHaveLength(2);
  const xlsx = await ask('GET', '/export/departments?format=xlsx');
  expect(xlsx.headers.get('content-disposition')).toContain('departments.xlsx');
  expect((await ask('GET', '/export/documents?from=2026-02-30')).status).toBe(422);
  await served.stop();
});
