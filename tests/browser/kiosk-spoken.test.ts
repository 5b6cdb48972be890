import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { StationSnapshot } from '#controller/api/contract/station.ts';
import { snapshot } from '#tests/support/kiosk-snapshots.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { keptTabs } from '#tests/support/tabs.ts';

/** What a screen reader is told, and where it is. */
describe('the kiosk page for somebody who does not see it', () => {
  const open = keptTabs({ viewport: { width: 1280, height: 800 } });
  let server: PageServer;
  let shown: StationSnapshot;
  beforeAll(async () => {
    server = await servePages(inject('pages'), (_, path) =>
      path === '/api/v1/stations/front/session' ? [200, shown] : undefined,
    );
  });
  afterAll(() => server.close());

  const start = async (state: StationSnapshot): Promise<Page> => {
    shown = state;
    // What is left of a page before is none of this one’s lines.
    server.cut();
    const page = await open(`${server.url}/kiosk/front`, 'zh-CN');
    await server.joined('/stations');
    return page;
  };
  const show = (state: StationSnapshot): void => {
    shown = { ...state, revision: shown.revision + 1 };
    server.tell('/stations', 'snapshot', shown);
  };
  /** Role and description of what has the keyboard, as the browser tells them to a screen reader. */
  const held = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      const described = element?.getAttribute('aria-describedby') ?? '';
      return [element?.id, described === '' ? null : document.getElementById(described)?.textContent];
    });

  test('another screen gives the keyboard to its heading, which is described by what to do', async () => {
    const page = await start(snapshot('choose-flow'));
    show(snapshot('drop-ready'));
    await page.getByRole('heading', { name: '请扫描要投递的公文', level: 1 }).waitFor();
    const lead = await page.locator('header .lead').textContent();
    expect(lead).toMatch(/\S/);
    await expect.poll(() => held(page)).toEqual(['screen-heading', lead]);
  });

  test('a warning and what changes on a screen come into regions that were there before, and are live', async () => {
    const page = await start(snapshot('drop-open'));
    /** The regions that are live now; they are asked again when something was said. */
    const regions = await page.evaluateHandle(() => [
      ...document.querySelectorAll('[aria-live], [role=status], [role=alert]'),
    ]);
    const said = (text: string) =>
      regions.evaluate(
        (all, part) => all.some((region) => region.isConnected && region.textContent.includes(part)),
        text,
      );
    const warning = '工号或密码不正确';
    expect(await said(warning)).toBe(false);
    const until = '2099-01-01T00:00:00.000Z';
    show(snapshot('drop-open', { message: { code: 'wrong-pin', tone: 'warning', values: {}, until } }));
    await page.getByText(warning).waitFor();
    expect(await said(warning)).toBe(true);
    const { screen } = shown;
    if (screen.name !== 'drop-open') throw new Error('no open drop');
    show(snapshot('drop-open', { screen: { ...screen, pieces: screen.pieces.slice(0, 1) } }));
    await expect.poll(() => said('以下 1 件')).toBe(true);
  });

  test('a lost connection has the keyboard, and gives it back', async () => {
    const page = await start(snapshot('choose-flow'));
    await page.getByRole('button', { name: '退出登录' }).focus();
    const letIn = server.keepOut();
    server.cut();
    const cover = page.getByRole('alertdialog');
    await cover.waitFor();
    await expect.poll(() => cover.evaluate((box) => box === document.activeElement)).toBe(true);
    letIn();
    await cover.waitFor({ state: 'detached' });
    const button = page.getByRole('button', { name: '退出登录' });
    await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
  });
});
