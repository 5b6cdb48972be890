import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ImportReportView, ProposalsView } from '#controller/api/contract/proposals.ts';
import { propose } from '#controller/commands/proposals/propose.ts';
import { readFound } from '#controller/commands/proposals/read-found.ts';
import { by, makeSite, seed } from '#tests/support/api-site.ts';
import * as fixtures from '#tests/support/office-fixtures.ts';
import { ofdOf } from '#tests/support/ofd-writer.ts';
import { barriers, complaints } from '#tests/support/page-checks.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { keptTabs } from '#tests/support/tabs.ts';

/** Name a folder here to keep a picture of every page. */
const pictures = process.env['DOCKETBOX_PICTURES'];

describe('the pages that take files', () => {
  let server: PageServer;
  const visit = keptTabs({});
  let proposals: ProposalsView;
  let posted: [path: string, body: any][] = [];
  const report: ImportReportView = {
    ...{ ok: false, kind: 'departments', rows: 2, unchanged: 1, imported: false, problemCount: 1 },
    problems: [{ row: 4, column: 'code', value: '坏', fix: '只能用小写字母' }],
  };
  const answer = (path: string): readonly [number, unknown] | undefined => {
    if (path === '/documents/proposals') return [200, proposals];
    if (path === '/import/departments?dryRun=true') return [200, report];
    if (path === '/import/departments?goodRows=true') return [201, { ...report, imported: true }];
    if (path !== '/documents') return undefined;
    if (posted.filter(([where]) => where === path).length === 1) return [201, fixtures.document];
    return [409, { type: '', title: '', status: 409, code: 'wrong-state', detail: '被拒绝了。' }];
  };
  beforeAll(async () => {
    server = await servePages(inject('pages'), (method, full, body) => {
      const path = full.replace('/api/v1', '');
      if (method === 'POST') posted.push([path, body]);
      if (method === 'POST') return answer(path);
      if (path === '/me') return [200, fixtures.me];
      if (path === '/documents/d1') return [200, fixtures.document];
      const items = path.startsWith('/departments') ? fixtures.departments : [];
      return [200, { items, next: null }];
    });
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await server.close();
  });
  const read = (bytes: Uint8Array): ProposalsView => {
    const site = makeSite();
    seed(site);
    const file = propose(site, bytes, readFound(bytes, {}), { by, person: null });
    site.ledger.close();
    if (!file.ok) throw new Error(file.why);
    return { ...file, items: file.proposals };
  };
  const open = async (path: string, height: number, language: string): Promise<Page> => {
    posted = [];
    const width = height > 1000 ? 1080 : 1280;
    return visit(server.url + path, language, { width, height });
  };
  const drop = (page: Page, name: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('x') });
  const look = async (page: Page, name: string): Promise<void> => {
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    expect([...(await complaints(page)), ...(await barriers(page))]).toEqual([]);
  };

  test('prefill the form from an OFD package, say where each value stood, and ask for a look at the paper', async () => {
    const info = { Title: '关于做好防汛工作的通知', Author: '王某', CreationDate: '2026-06-20' };
    proposals = read(ofdOf({ info, custom: { 发文字号: '某政办发〔2026〕12号' } }));
    const page = await open('/admin#/documents/file', 800, 'en');
    await drop(page, '公文.ofd');
    await page.getByText('read from: OFD.xml DocInfo/CustomData 发文字号').waitFor();
    await page.getByText('⚠ read from: OFD.xml DocInfo/Author · the author of the file').waitFor();
    expect(await page.getByLabel('Document number').inputValue()).toBe('某政办发〔2026〕12号');
    await look(page, 'proposal-en');
    await page.locator('fieldset input[type=number]').first().fill('2');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('Look at the paper and tick the box first').waitFor();
    await page.getByLabel('I have looked at the paper').check();
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.waitForURL(/#\/documents\/d1\/new/);
    expect(posted.at(-1)).toMatchObject([
      '/documents',
      {
        number: '某政办发〔2026〕12号',
        secrecy: 'none',
        writtenOn: '2026-06-20',
        recipients: [{ copies: 2 }],
      },
    ]);
  });

  test('list the documents of an OA’s list, register the chosen ones and report each row', async () => {
    const rows = [1, 2, 3].map(
      (n) => `无,某办〔2026〕${n}号,关于第${n}件事的通知,某办,特急,46191,市政府办公室`,
    );
    const head = '密级,文号,标题,发文机关,缓急,成文日期,主送,备注';
    proposals = read(new TextEncoder().encode(`${head}\n${rows.join('\n')}\n机密,甲,乙,丙,,,\n`));
    const page = await open('/admin#/documents/file', 1920, 'zh-CN');
    await drop(page, '清单.csv');
    await page.getByText('第 5 行涉密').waitFor();
    await page.getByLabel('选择第 3 行 某办〔2026〕2号').uncheck();
    await look(page, 'proposals-zh');
    await page.getByRole('button', { name: '登记所选 2 份' }).click();
    await page.getByText('已登记 1 份，未登记 1 份。').waitFor();
    await page.getByText('被拒绝了。').waitFor();
    expect(posted.filter(([path]) => path === '/documents').map(([, body]) => body.number)).toEqual([
      '某办〔2026〕1号',
      '某办〔2026〕3号',
    ]);
  });

  test('try an import first, list its problems by row, and import the good rows when told', async () => {
    const page = await open('/admin#/import', 800, 'zh-CN');
    await drop(page, '单位.csv');
    await page.getByText('只能用小写字母').waitFor();
    await look(page, 'import-zh');
    expect(posted).toHaveLength(1);
    await page.getByRole('button', { name: '只导入没有问题的 2 行' }).click();
    await page.getByText('已导入 2 行').waitFor();
  });
});
