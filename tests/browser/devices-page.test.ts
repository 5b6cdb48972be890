import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { CommissioningRunView } from '#controller/api/contract/commissioning.ts';
import * as fixtures from '#tests/support/office-fixtures.ts';
import { barriers, complaints } from '#tests/support/page-checks.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { settled } from '#tests/support/settled.ts';
import { keptTabs } from '#tests/support/tabs.ts';

/** Name a folder here to keep a picture of every page. */
const pictures = process.env['DOCKETBOX_PICTURES'];
const run = (
  step: CommissioningRunView['step'],
  more: Partial<CommissioningRunView> = {},
): CommissioningRunView => ({
  ...{ device: 'board-a', compartment: 'A07', door: 'front', number: 7, pulses: 0, findings: [] },
  step,
  ...more,
});
const FOUND = [
  { code: 'polarity', values: { input: 7, found: 'open_when_set' }, change: '"feedback": "open_when_set"' },
  { code: 'echo', values: {}, change: '"echo": true' },
  { code: 'failed', values: { why: 'cool-down' }, change: null },
];

describe('the devices page', () => {
  let server: PageServer;
  const visit = keptTabs({ timezoneId: 'America/New_York' });
  let empty = false;
  let roles: readonly string[] = ['technician'];
  let posted: [path: string, body: unknown][] = [];
  let answers: CommissioningRunView[] = [];
  let now: CommissioningRunView | null = null;

  const get = (path: string): readonly [number, unknown] | undefined => {
    if (path === '/me') return [200, { ...fixtures.me, roles, timeZone: 'Asia/Shanghai' }];
    if (path === '/devices') return [200, { items: empty ? [] : fixtures.devices, next: null }];
    if (path === '/record') return [200, fixtures.record];
    if (path === '/compartments') return [200, { items: fixtures.compartments, next: null }];
    if (path === '/devices/board-a/commissioning')
      return [
        200,
        {
          run: now,
          doors: [
            { compartment: 'A01', door: 'front', number: 1 },
            { compartment: 'A07', door: 'front', number: 7 },
          ],
        },
      ];
    return undefined;
  };
  beforeAll(async () => {
    server = await servePages(inject('pages'), (method, full, body) => {
      const path = full.replace('/api/v1', '');
      if (method === 'GET') return get(path);
      posted.push([path, body]);
      if (path.endsWith('/service')) return [200, fixtures.compartments[0]];
      return [200, answers.shift()];
    });
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(() => {
    [empty, roles, posted, answers, now] = [false, ['technician'], [], [], null];
  });
  const open = async (language: string, viewport = { width: 1280, height: 800 }): Promise<Page> => {
    const page = await visit(`${server.url}/admin#/devices`, language, viewport);
    await settled(page);
    return page;
  };
  const keep = async (page: Page, name: string): Promise<void> => {
    expect(await complaints(page)).toEqual([]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', fullPage: true });
  };

  test.each([
    ['zh-CN', 1280, 800],
    ['en', 1280, 800],
    ['zh-CN', 1080, 1920],
    ['en', 1080, 1920],
  ])('in %s at %i×%i no word is missing and nothing sticks out', async (language, width, height) => {
    const page = await open(language, { width, height });
    await page.locator('summary').first().click();
    await keep(page, `devices-${language}-${width}`);
    await page.getByRole('button', { name: /board-a/ }).click();
    await page.getByRole('dialog').waitFor();
    await settled(page);
    await keep(page, `wiring-${language}-${width}`);
    if (language === 'zh-CN' && width === 1280) expect(await barriers(page)).toEqual([]);
  });

  test.each(['zh-CN', 'en'])('in %s what was found is said with the line to write', async (language) => {
    now = run('done', { findings: FOUND, pulses: 1 });
    const page = await open(language);
    await page.getByRole('button', { name: /board-a/ }).click();
    await page.getByText('"feedback": "open_when_set"').waitFor();
    await keep(page, `wiring-found-${language}`);
    if (language === 'zh-CN') expect(await barriers(page)).toEqual([]);
  });

  test('a technician goes through a check by keyboard, and nothing is sent that was not said', async () => {
    const page = await open('zh-CN');
    answers = [
      run('close'),
      run('permit'),
      run('which', { pulses: 1 }),
      run('close-again', { pulses: 1 }),
      run('done', {
        pulses: 1,
        findings: [{ code: 'in-order', values: { door: 7, terminal: 7 }, change: null }],
      }),
    ];
    await page.getByRole('button', { name: '检查 board-a 的接线' }).press('Enter');
    const begin = page.getByRole('button', { name: '开始' });
    await page.getByText('1 号箱须先停用').waitFor();
    expect(await begin.isDisabled()).toBe(true);
    await page.getByLabel('柜门').selectOption({ label: '7 号（前门）' });
    await begin.press('Enter');
    await page.getByRole('button', { name: '已关好' }).press('Enter');
    await page.getByRole('button', { name: '现在开锁' }).press('Enter');
    expect(await page.getByLabel('门上的号码').inputValue()).toBe('7');
    await page.getByRole('button', { name: '打开的是这个门' }).press('Enter');
    await page.getByRole('button', { name: '已关好' }).press('Enter');
    await page.getByText('锁和门磁均正常').waitFor();
    const path = '/devices/board-a/commissioning';
    expect(posted).toEqual([
      [path, { compartment: 'A07', door: 'front' }],
      [`${path}/say`, { say: 'closed' }],
      [`${path}/say`, { say: 'open' }],
      [`${path}/say`, { say: 'door', number: 7 }],
      [`${path}/say`, { say: 'closed' }],
    ]);
  });

  test('times are those of the site, wherever the browser is', async () => {
    const page = await open('en');
    await page.getByText('since 2026-06-18 09:00').first().waitFor();
  });

  test('a compartment is taken out of service from the dialog', async () => {
    const page = await open('en');
    await page.getByRole('button', { name: 'Check the wiring of board-a' }).click();
    await page.getByRole('button', { name: 'Take it out of service' }).click();
    await expect
      .poll(() => posted)
      .toEqual([['/compartments/A01/service', { service: 'out-of-service', reason: 'Lock wiring check' }]]);
  });

  test('only technicians are offered to open locks; an empty list says what to do', async () => {
    roles = ['supervisor'];
    let page = await open('en');
    await page.getByRole('heading', { name: 'board-a' }).waitFor();
    expect(await page.getByRole('button', { name: /wiring/ }).count()).toBe(0);
    empty = true;
    page = await open('en');
    await page.getByText('Add them under "devices"').waitFor();
  });
});
