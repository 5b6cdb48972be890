import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { boltOut } from '../support/messenger.ts';
import { remembering } from '../support/remembering.ts';
import { COLLECTOR, MESSENGER, REGISTRAR, startSite, type RunningSite } from '../support/running-site.ts';

/** The story as people live it: three pages in a real browser, real pseudo-terminals behind them. */
let site: RunningSite;
let browser: Browser;
const troubles: string[] = [];

beforeAll(async () => {
  const people = [
    { ...MESSENGER, roles: ['messenger'] },
    { ...COLLECTOR, roles: ['collector'] },
  ];
  // A goodbye stands five times as long as a message, and the next person waits for its end.
  const change = (config: { policies?: unknown }): void => {
    config.policies = { timings: { message: 0.5 } };
  };
  [site, browser] = await Promise.all([startSite({ people, change }), launchBrowser()]);
  await site.seed();
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const tab = async (width: number, height: number): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!['127.0.0.1', ''].includes(new URL(request.url()).hostname))
      troubles.push(`foreign: ${request.url()}`);
  });
  return page;
};
const open = async (url: string, width: number, height: number): Promise<Page> => {
  const page = await tab(width, height);
  await page.goto(url);
  return page;
};

test('register → label → drop → pickup → receipt, all by hand', async () => {
  const admin = await open(`${site.url}/admin`, 1280, 800);
  await admin.getByLabel('工号').fill(REGISTRAR.number);
  await admin.getByLabel('密码').fill(REGISTRAR.pin);
  await admin.getByRole('button', { name: '登录' }).click();

  await admin.getByRole('button', { name: '登记公文' }).click();
  await admin.getByLabel('发文字号').fill('某政办发〔2026〕18号');
  await admin.getByLabel('标题').fill('关于做好防汛工作的通知');
  await admin.getByLabel('发文机关').fill('某市人民政府办公室');
  await admin.getByLabel('文种').fill('通知');
  await admin.getByLabel('紧急程度').selectOption({ label: '特急' });
  await admin.getByLabel('发展和改革委员会 份数').fill('1');
  await admin.getByRole('button', { name: '登记', exact: true }).click();
  await admin.getByRole('status').filter({ hasText: '已登记' }).waitFor();
  await admin.getByRole('button', { name: '打印标签' }).click();

  const printed = await site.sim.until('the label', (state) => state.printed[0]?.codes);
  const docket = printed.printed[0].codes[0].text as string;
  expect(docket).toMatch(/^[0-9A-Z]{16}$/);
  if (zbar) expect(decodedByZbar(await site.sim.png(1))).toEqual([`CODE-128:${docket}`, `QR-Code:${docket}`]);

  const panel = await open(site.sim.panel, 1280, 800);
  const kiosk = await tab(1080, 1920);
  // A goodbye goes away by itself, maybe before a busy machine has looked.
  const said = await remembering(kiosk, 'main');
  const receipts = async (): Promise<string[]> => [
    ...new Set(
      (await said()).flatMap((words) => /(?<=回执编号\s+)[0-9a-f]{8}-[0-9a-f-]{27}/.exec(words) ?? []),
    ),
  ];
  await kiosk.goto(`${site.url}/kiosk/front`);
  await kiosk.getByRole('heading', { name: '请先登录' }).waitFor();
  await panel.getByRole('button', { name: `刷卡 ${MESSENGER.name}` }).click();
  await kiosk.getByRole('heading', { name: '请扫描要投递的公文' }).waitFor();
  await panel.getByRole('button', { name: `扫描 ${docket}` }).click();
  await kiosk.getByRole('heading', { name: '请投入 2 号箱格' }).waitFor();

  // A reload in the middle shows the same screen.
  await kiosk.reload();
  await kiosk.getByRole('heading', { name: '请投入 2 号箱格' }).waitFor();
  await panel.getByRole('button', { name: '放入A02' }).click();
  await boltOut(site, 'A02');
  await panel.getByRole('article', { name: 'A02' }).getByRole('button', { name: '推上门' }).click();
  await kiosk.getByRole('heading', { name: '请核对投入的公文' }).waitFor();
  await kiosk.getByRole('button', { name: '确认投入 1 件' }).click();
  await kiosk.getByText('本次已投递 1 件').waitFor();
  await kiosk.getByRole('button', { name: '完成投递' }).click();
  await kiosk.getByRole('button', { name: '打印回执', exact: true }).click();
  await expect.poll(said).toContainEqual(expect.stringContaining('本次交接 1 件公文'));
  await expect.poll(receipts).toHaveLength(1);

  await kiosk.getByRole('heading', { name: '请先登录' }).waitFor();
  await kiosk.getByText('发展和改革委员会').waitFor();
  await panel.getByRole('button', { name: `刷卡 ${COLLECTOR.name}` }).click();
  await kiosk.getByRole('heading', { name: '待领公文' }).waitFor();
  await kiosk.getByRole('button', { name: '全部打开' }).click();
  await kiosk.getByRole('heading', { name: '请取出 2 号箱格的公文' }).waitFor();
  await panel.getByRole('article', { name: 'A02' }).getByRole('button', { name: /取出/ }).first().click();
  await boltOut(site, 'A02');
  await panel.getByRole('article', { name: 'A02' }).getByRole('button', { name: '推上门' }).click();
  await kiosk.getByRole('heading', { name: '已签收 1 件' }).waitFor();
  // Titles never reach a kiosk.
  expect(await kiosk.locator('body').innerText()).not.toContain('防汛');
  await kiosk.getByRole('button', { name: '完成领取' }).click();
  await kiosk.getByRole('button', { name: '打印回执', exact: true }).click();
  await expect.poll(receipts).toHaveLength(2);
  const id = (await receipts())[1];

  const receipt = await open(`${site.url}/receipts/${id}`, 1280, 800);
  await receipt.getByText(docket).waitFor();
  const shown = await receipt.locator('body').innerText();
  const proof = await site.must('GET', `/api/v1/receipts/${id}`);
  for (const part of [proof.leaf, proof.root]) expect(shown.replaceAll(/\s/g, '')).toContain(part);
  expect(troubles).toEqual([]);
});

/** Where zbar is not installed the simulator's own reading of its dots has to do. */
const zbar = existsSync('/usr/bin/zbarimg');
const decodedByZbar = (png: Uint8Array): string[] => {
  const file = join(tmpdir(), `docketbox-label-${process.pid}.png`);
  writeFileSync(file, png);
  try {
    return execFileSync('zbarimg', ['--quiet', file], { encoding: 'utf8' }).trim().split('\n').sort();
  } finally {
    rmSync(file);
  }
};
