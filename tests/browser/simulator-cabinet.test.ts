import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '#tests/support/browser.ts';
import { fullSite } from '#tests/support/full-site.ts';
import { complaints } from '#tests/support/page-checks.ts';
import { remembering } from '#tests/support/remembering.ts';
import { startSimulatedSite, type SimulatedSite } from '#tests/support/simulated-site.ts';

const pictures = process.env['DOCKETBOX_PICTURES'];

describe('the panel of a site with a device of every kind', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-cabinet-'));
  let site: SimulatedSite;
  let browser: Browser;
  let page: Page;
  /** What the lamps of A04 were ever shown as. */
  let lamps: () => Promise<string[]>;
  const trouble: string[] = [];
  const press = async (name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name }).first().focus();
    await page.keyboard.press('Enter');
  };
  const compartment = (state: { compartments: { id: string }[] }, id: string): any =>
    state.compartments.find((each) => each.id === id);

  beforeAll(async () => {
    const config = join(dir, 'config.json');
    const { devices, ...rest } = fullSite();
    const simulated = devices.filter(({ kind }) => kind !== 'printer/ipp');
    writeFileSync(config, JSON.stringify({ ...rest, devices: simulated }));
    site = await startSimulatedSite(dir, {
      config,
      people: [{ name: '张伟', number: '1001', card: '100086F444', roles: ['messenger'] }],
    });
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(String(error)));
    lamps = await remembering(page, 'article[aria-label="A04"] [role="img"]');
    await page.goto(site.panel);
    await page.getByRole('article', { name: 'A08' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('shows every device by its name, with its address and who shares its line', async () => {
    for (const { id, kind } of fullSite().devices)
      if (kind !== 'printer/ipp') await page.getByRole('group', { name: id, exact: true }).waitFor();
    await page.getByText('地址 2 · 与 bcc-1 共线').waitFor();
  });

  test('slides paper through a slot with the keyboard alone, though the door is shut', async () => {
    await press('拿一张白纸');
    await site.until('a sheet in the hands', (state) => state.hands.length === 1);
    await press('从投递口塞入A08');
    await site.until('it fell in', (state) => compartment(state, 'A08').bin.sheets.length === 1);
    await press('从A08的投递口掏出');
    await site.until('it is out', (state) => state.hands.length === 1);
  });

  test('lamps are shown lit and told to a screen reader', async () => {
    const article = page.getByRole('article', { name: 'A04' });
    await article.getByRole('img', { name: '有件: 灭' }).waitFor();
    expect(await lamps()).not.toContain('有件: 闪');
    const board = site.devices.find(({ id }) => id === 'wkly')?.path ?? expect.fail('no board');
    writeFileSync(board, Buffer.from('574b4c590900810180', 'hex'));
    // It goes out by itself, maybe before a busy machine has looked.
    await expect.poll(lamps).toContain('有件: 闪');
  });

  test('a fault about one channel takes its number, is seen on the device, and is mended', async () => {
    const card = page.locator('#devices > li').filter({ has: page.getByText('relay', { exact: true }) });
    await card.getByText('更多故障').click();
    await card.getByLabel('端子号').fill('2');
    await card.getByRole('button', { name: '通道烧坏' }).click();
    await card.getByText('端子 2 已烧坏').waitFor();
    await card.getByRole('button', { name: '通道烧坏', pressed: true }).click();
    await card.getByRole('button', { name: '通道烧坏', pressed: false }).waitFor();
    const relay = (await site.state()).devices.find(({ id }: { id: string }) => id === 'relay');
    expect(relay.board.dead).toEqual([]);
  });

  test('a slot is blocked and cleared from the menu of its compartment', async () => {
    const article = page.getByRole('article', { name: 'A08' });
    await article.locator('summary').click();
    await article.getByRole('button', { name: '堵住投递口' }).click();
    await article.getByText('投递口堵住', { exact: true }).waitFor();
    await article.getByRole('button', { name: '堵住投递口', pressed: true }).click();
    await article.getByRole('button', { name: '堵住投递口', pressed: false }).waitFor();
  });

  test.each([
    [1280, 800, 'zh-CN'],
    [1080, 1920, 'en'],
  ] as const)('at %d × %d in %s there is nothing to complain about', async (width, height, language) => {
    await page.setViewportSize({ width, height });
    await page.goto(`${site.panel}/?lang=${language}`);
    await page.getByRole('article', { name: 'A08' }).waitFor();
    await page.locator('#devices details summary').first().click();
    expect((await complaints(page)).filter((each) => !each.startsWith('unfilled text'))).toEqual([]);
    expect(trouble).toEqual([]);
    const words = await page.locator('#devices, #compartments').allInnerTexts();
    expect(words.join(' ')).not.toMatch(/\b(lock-board|sensor|scanner|card-reader|printer)\/|\{\w+\}/);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `simulator-${width}x${height}.png`) });
    }
  });
});
