/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { officePages } from '#tests/support/office-pages.ts';

/** Buttons that open a dialog, by the page they stand on. */
const dialogs: Readonly<Record<string, readonly RegExp[]>> = {
  'documents/d1': [/的更多操作/, /^封面与处理笺$/, /^PDF 加盖条码$/, /^撤回/],
  'print-jobs': [/^为 .* 换打印机$/, /^重印 /, /是否打出$/],
  people: [/的登录方式$/, /联系/],
  departments: [/负责人/],
  compartments: [/更改/],
  clocks: [/^暂停/],
  registers: [/办理/],
  scans: [/^把 .* 归入公文$/, /^删除 /],
  webhooks: [/重发$/],
  reconciliation: [/说明/],
};
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.closest('dialog') ? 'in the dialog' : (at?.tagName ?? 'nowhere');
  });

describe('the office by keyboard alone', () => {
  const stage = officePages();

  test.each(Object.entries(dialogs))(
    'dialogs of %s take the focus, close with Escape and give it back',
    async (place, names) => {
      const page = await stage.open(`/admin#/${place}`);
      for (const name of names) {
        const button = page.locator('main').getByRole('button', { name }).first();
        await button.focus();
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').waitFor();
        await expect.poll(() => focused(page)).toBe('in the dialog');
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
      }
    },
  );

  test('the menu is passed with one key; another page has its title and takes the focus', async () => {
    const page = await stage.open('/admin#/documents');
    expect(await page.title()).toBe('公文 · 公文交换站管理');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('MAIN');
    await page.getByRole('link', { name: '人员', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '人员', level: 1 }).waitFor();
    await expect
      .poll(async () => [await focused(page), await page.title()])
      .toEqual(['MAIN', '人员 · 公文交换站管理']);
  });

  test('what a form misses is said in the language of the page; a day is typed or chosen', async () => {
    const page = await stage.open('/admin#/lists');
    const from = page.getByLabel('起', { exact: true });
    const said = (): Promise<string> => from.evaluate((one) => (one as HTMLInputElement).validationMessage);
    await from.fill('');
    await page.getByRole('button', { name: '出具清单' }).click();
    expect(await said()).toBe('请填写此项');
    await from.fill('2026-02-30');
    await page.getByRole('button', { name: '出具清单' }).click();
    expect(await said()).toContain('请填写日期');
    await from.fill('2026-02-28');
    expect(await said()).toBe('');
    expect(stage.posted).toEqual([]);
    stage.answers['/lists'] = [422, { type: '', title: '', status: 422, code: 'x', detail: '已收到' }];
    await page.getByRole('button', { name: '出具清单' }).click();
    await page.getByRole('alert').getByText('已收到').first().waitFor();
    expect(stage.posted[0]?.[1]).toMatchObject({ from: '2026-02-28' });
  });
});
