import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '#tests/support/browser.ts';
import { complaints } from '#tests/support/page-checks.ts';
import { remembering } from '#tests/support/remembering.ts';
import { startSimulatedSite, type SimulatedSite } from '#tests/support/simulated-site.ts';

describe('the panel of the simulator', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-panel-'));
  let site: SimulatedSite;
  let browser: Browser;
  let page: Page;
  /** All that was ever said; a line goes away by itself. */
  let said: () => Promise<string[]>;
  const trouble: string[] = [];

  beforeAll(async () => {
    site = await startSimulatedSite(dir, {
      people: [{ name: '张伟', number: '1001', card: '100086F444', pin: '4821', roles: ['messenger'] }],
    });
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(String(error)));
    said = await remembering(page, '[role="status"] p');
    await page.goto(site.panel);
    await page.getByRole('article', { name: 'A01' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('moves a sheet in and out with the keyboard alone', async () => {
    const press = async (name: string | RegExp) => {
      await page.getByRole('button', { name }).first().focus();
      await page.keyboard.press('Enter');
    };
    await press('拿一张白纸');
    await site.until('a sheet in the hands', (state) => state.hands.length === 1);
    await site.do('forceDoor', { compartment: 'A01' });
    await page.locator('article.open[aria-label="A01"]').waitFor();
    // What changes around a button takes it from neither the keyboard nor a finger that is on it.
    const push = page.getByRole('button', { name: '推上门' });
    await push.focus();
    const pushed = await push.elementHandle();
    await site.do('stickFeedback', { compartment: 'A01', at: 'closed' });
    await page.getByRole('article', { name: 'A01' }).getByText('反馈失真').waitFor();
    expect(await pushed?.evaluate((one) => one === document.activeElement)).toBe(true);
    await site.do('freeFeedback', { compartment: 'A01' });
    await press('放入A01');
    await site.until('the sheet in A01', (state) => state.compartments[0].bin.sheets.length === 1);
    await press(/取出/);
    await site.until('the sheet in the hands again', (state) => state.hands.length === 1);
    await press('推上门');
    await site.until('A01 shut', (state) => state.compartments[0].doors.front.door === 'shut');
    await expect.poll(said).toContainEqual(expect.stringContaining('A01的门关上了'));
  });

  test('scans a ready-made record in GBK and swipes a card', async () => {
    await page.getByLabel('样例').selectOption({ index: 1 });
    await page.getByLabel('编码').selectOption('gbk');
    await page.locator('#scan button[type=submit]').click();
    await page.getByRole('button', { name: '刷卡 张伟' }).click();
    const { tape } = await site.until('both on the wire', (state) =>
      ['scanner-front', 'reader-front'].every((id) =>
        state.tape.some((each: { device: string }) => each.device === id),
      ),
    );
    const scan = tape.find((each: { device: string }) => each.device === 'scanner-front');
    expect(scan.hex).toContain('c4 b3 ca d0');
  });

  test('switches a fault on, for one frame only, and off', async () => {
    await page.getByLabel('故障只作用一次').check();
    const group = page.getByRole('group', { name: 'board-a' });
    await group.getByRole('button', { name: '无应答' }).click();
    const on = group.getByRole('button', { name: '无应答 ×1', pressed: true });
    await on.waitFor();
    await on.click();
    await group.getByRole('button', { name: '无应答', pressed: false }).waitFor();
    expect((await site.state()).devices[0].faults).toEqual([]);
  });

  test('what cannot be done is said', async () => {
    await page.getByRole('button', { name: '扫描', exact: true }).last().click();
    await page.locator('#scan-text').fill('〇'.repeat(3) + '㐂');
    await page.getByLabel('编码').selectOption('gbk');
    await page.locator('#scan button[type=submit]').click();
    await expect.poll(said).toContainEqual(expect.stringContaining('写不出其中的字'));
  });

  test.each(['zh-CN', 'en'])('has nothing to complain about in %s', async (language) => {
    await page.goto(`${site.panel}/?lang=${language}`);
    await page.getByRole('article', { name: 'A12' }).waitFor();
    expect((await complaints(page)).filter((each) => !each.startsWith('unfilled text'))).toEqual([]);
    expect(trouble.filter((each) => !each.includes('400'))).toEqual([]);
  });
});
