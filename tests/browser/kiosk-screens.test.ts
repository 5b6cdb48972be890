import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { StationSnapshot } from '#controller/api/contract/station.ts';
import { launchBrowser } from '#tests/support/browser.ts';
import { alarm, message, screens, snapshot } from '#tests/support/kiosk-snapshots.ts';
import { barriers, complaints, smallTargets } from '#tests/support/page-checks.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { settled, watched } from '#tests/support/settled.ts';

/** Name a folder here to keep a picture of every screen. */
const pictures = process.env['DOCKETBOX_PICTURES'];
const sizes = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1280, height: 800 } } as const;
const languages = ['zh-CN', 'en'] as const;
const states: Readonly<Record<string, StationSnapshot>> = {
  ...Object.fromEntries(Object.values(screens).map((screen) => [screen.name, snapshot(screen.name)])),
  'welcome-in-trouble': snapshot('welcome', {
    problems: [
      { code: 'ledger-unavailable', device: null },
      { code: 'scanner-offline', device: 'scanner-front' },
      { code: 'locks-offline', device: 'board-a' },
      { code: 'printer-attention', device: 'printer-slips' },
    ],
    message: message('locked', 'error', { until: '2026-06-18T01:20:00.000Z' }),
  }),
  'welcome-nothing-waits': snapshot('welcome', { waiting: [] }),
  'drop-open-alarm': snapshot('drop-open', {
    alarms: [alarm('wrong-compartment'), alarm('door-left-open')],
    message: message('finish-other-first', 'warning'),
  }),
  'drop-open-undrawn': ((): StationSnapshot => {
    const { cabinets: _drawing, ...rest } = snapshot('drop-open');
    return rest;
  })(),
  'drop-ready-classified': snapshot('drop-ready', { message: message('classified', 'error') }),
  'pickup-list-empty': snapshot('pickup-list', { screen: { name: 'pickup-list', boxes: [] } }),
  'choose-flow-all': snapshot('choose-flow', {
    screen: {
      name: 'choose-flow',
      flows: ['drop', 'pickup', 'return', 'send', 'fetch', 'take-in', 'correct', 'stock-take'],
    },
  }),
  'welcome-outgoing': snapshot('welcome', { waiting: [], outgoing: { pieces: 5, urgent: 2 } }),
  'choose-flow-idle': snapshot('choose-flow', { idleAt: '2026-06-18T01:05:12.000Z' }),
};

describe('every kiosk screen', () => {
  let server: PageServer;
  let browser: Browser;
  let shown: StationSnapshot;
  let revision = 0;

  beforeAll(async () => {
    shown = { ...snapshot('welcome'), revision: 0 };
    server = await servePages(inject('pages'), (method, path) =>
      method === 'GET' && path === '/api/v1/stations/front/session' ? [200, shown] : undefined,
    );
    browser = await launchBrowser();
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const show = async (page: Page, state: StationSnapshot): Promise<void> => {
    revision += 1;
    shown = { ...state, revision, sequence: revision };
    server.tell('/stations', 'snapshot', shown);
    await page.locator(`main[data-revision="${revision}"]`).waitFor();
  };

  test('planted mutant: what is wrong with a screen is found, each time it is looked at and in every frame', async () => {
    const page = await browser.newPage({ viewport: sizes.landscape, locale: 'zh-CN' });
    await page.goto(`${server.url}/kiosk/front`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const found = async () => [await complaints(page), await smallTargets(page, 56), await barriers(page)];
    expect(await found()).toEqual([[], [], []]);
    await page.evaluate(() => {
      const bad = document.createElement('button');
      bad.id = 'planted';
      bad.style.cssText = 'position: fixed; left: 1200px; width: 200px; height: 20px; min-height: 0';
      document.querySelector('main')?.append(bad);
    });
    const wrong = [
      [expect.stringContaining('button “” sticks out')],
      ['button “” 200×20'],
      [expect.stringMatching(/^button-name: <button id="planted"/)],
    ];
    for (let looks = 0; looks < 2; looks++) expect(await found()).toMatchObject(wrong);
    await page.evaluate(() => {
      document.querySelector('#planted')?.remove();
      const frame = document.createElement('iframe');
      [frame.title, frame.srcdoc] = ['planted', '<html lang="en"><title>x</title><button></button>'];
      document.querySelector('main')?.append(frame);
    });
    await page.frameLocator('iframe').locator('button').waitFor({ state: 'attached' });
    expect(await barriers(page)).toEqual([expect.stringMatching(/^button-name: <button>/)]);
    await page.close();
  });

  describe.each(Object.entries(sizes))('on a %s screen', (size, viewport) => {
    test.each(languages)(
      'in %s: nothing sticks out, no word is missing, all can use it',
      async (language) => {
        const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
        const page = watched(await context.newPage());
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(error.message));
        page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
        await page.goto(`${server.url}/kiosk/front`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await settled(page);
        for (const [name, state] of Object.entries(states)) {
          await page.evaluate((code) => sessionStorage.setItem('docketbox-language', code), language);
          await show(page, { ...state, language });
          if (pictures !== undefined)
            await page.screenshot({
              path: join(pictures, `${name}-${size}-${language}.png`),
              animations: 'disabled',
            });
          expect([name, await complaints(page)]).toEqual([name, []]);
          expect([name, await smallTargets(page, 56)]).toEqual([name, []]);
          // Looking for barriers is slow: once on each size, once in each language.
          if ((size === 'portrait') === (language === 'zh-CN'))
            expect([name, await barriers(page)]).toEqual([name, []]);
          if (language === 'en')
            expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toMatch(/\p{Script=Han}/u);
        }
        expect(errors).toEqual([]);
        await context.close();
      },
      240_000,
    );
  });
});
