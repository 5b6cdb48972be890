/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { LabelTemplateBody, LabelTemplateView } from '#controller/api/contract/label-templates.ts';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { checkedLabel } from '#label-printer/make-label.ts';
import { toPng } from '#label-printer/png.ts';
import { isBlack, type Raster } from '#label-printer/raster.ts';
import * as labels from '#tests/support/label-fixtures.ts';
import * as fixtures from '#tests/support/office-fixtures.ts';
import { barriers, complaints } from '#tests/support/page-checks.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { keptTabs } from '#tests/support/tabs.ts';
import { sampleLabel } from '#tests/unit/label-printer/samples.ts';

/** Name a folder here to keep a picture of every page. */
const pictures = process.env['DOCKETBOX_PICTURES'];
const path = '/label-templates/60x40';

describe('the page of label templates', () => {
  let server: PageServer;
  const visit = keptTabs({ timezoneId: 'Asia/Shanghai' });
  let raster: Raster;
  let views: LabelTemplateView[] = [];
  let posted: [path: string, body: unknown][] = [];
  let answers: Record<string, readonly [number, unknown]> = {};
  const shipped = labels.views[1]?.template.elements ?? [];

  beforeAll(async () => {
    raster = (await checkedLabel(sampleLabel, defaultLabelTemplate('60x40'), 203, 'zh-CN')).raster;
    const drawn = { widthDots: raster.widthDots, heightDots: raster.heightDots, shortened: ['title'] };
    const preview = [200, { ...drawn, png: Buffer.from(toPng(raster)).toString('base64') }] as const;
    server = await servePages(inject('pages'), (method, full, body) => {
      const at = full.replace('/api/v1', '');
      if (method === 'POST') posted.push([at, body]);
      if (at === '/me') return [200, fixtures.me];
      if (at === '/documents') return [200, { items: [fixtures.document], next: null }];
      if (at === '/label-templates') return [200, { items: views }];
      return answers[at] ?? (at === '/label-preview' ? preview : undefined);
    });
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(() => {
    // A line of the page before, whose end is not known yet, would be told what the next one is to hear.
    server.cut();
    [views, posted, answers] = [structuredClone(labels.views), [], {}];
  });
  const open = async (language = 'zh-CN', viewport = { width: 1280, height: 800 }): Promise<Page> => {
    const page = await visit(`${server.url}/admin#/label-templates`, language, viewport);
    await expect.poll(() => page.locator('canvas').evaluate((one: HTMLCanvasElement) => one.width)).toBe(480);
    return page;
  };
  const asked = (): LabelTemplateBody =>
    (posted.filter(([at]) => at === '/label-preview').at(-1)?.[1] as { template: LabelTemplateBody })
      .template;
  const number = (page: Page, label: string) => page.getByLabel(label, { exact: true });
  const keep = async (page: Page, name: string): Promise<void> => {
    expect(await complaints(page)).toEqual([]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', fullPage: true });
  };

  test('shows exactly the dots that the controller drew', async () => {
    const page = await open();
    const seen = await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, i) => ((data[i * 4] ?? 0) < 128 ? '1' : '0')).join(
        '',
      );
    });
    const sent = Array.from({ length: raster.widthDots * raster.heightDots }, (_, i) =>
      isBlack(raster, i % raster.widthDots, Math.floor(i / raster.widthDots)) ? '1' : '0',
    ).join('');
    expect(seen === sent).toBe(true);
    await page.getByText('此例中截短为“…”：标题').waitFor();
    await page.waitForLoadState('networkidle');
    // What did not change is not drawn again.
    expect(posted).toHaveLength(1);
  });

  test.each([
    ['zh-CN', 1280, 800],
    ['en', 1080, 1920],
  ])('in %s at %i×%i what is wrong stands at its field', async (language, width, height) => {
    const errors = [
      { path: '/template/elements/0/width', value: '99', fix: '超出标签边界' },
      { path: '/elements/5', value: '', fix: '模块太小' },
    ];
    const page = await open(language, { width, height });
    await keep(page, `labels-${language}-${width}`);
    answers['/label-preview'] = [
      422,
      { type: '', title: '', status: 422, code: 'x', detail: '不行', errors },
    ];
    await number(page, language === 'en' ? 'Left (mm)' : '左（毫米）').fill('3');
    await page.keyboard.press('Enter');
    await page.locator('g.wrong').nth(1).waitFor();
    const field = number(page, language === 'en' ? 'Width (mm)' : '宽（毫米）');
    const about = await field.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${about}"]`).innerText()).toBe('超出标签边界');
    await keep(page, `labels-wrong-${language}-${width}`);
    if (language === 'zh-CN' && width === 1280) expect(await barriers(page)).toEqual([]);
  });

  test('an item is dragged, moved and sized by keys, typed in millimetres, and every step can be undone', async () => {
    const page = await open();
    const item = page.getByRole('button', { name: /^发文机关，/ });
    const at = shipped.findIndex((one) => one.kind === 'text' && one.field === 'issuer');
    const now = () => asked().elements[at];
    const box = (await item.locator('rect').boundingBox())!;
    const mm = box.width / 26;
    await page.mouse.move(box.x + 20, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + 20 + 2 * mm, box.y + 5 - mm, { steps: 4 });
    await page.mouse.up();
    await expect.poll(now).toMatchObject({ x: 4, y: 21.9, width: 26 });
    for (const key of ['ArrowLeft', 'Shift+ArrowUp', 'Alt+ArrowRight']) await item.press(key);
    await expect.poll(now).toMatchObject({ x: 3.5, y: 21.8, width: 26.5 });
    await number(page, '上（毫米）').fill('20');
    await page.keyboard.press('Enter');
    await expect.poll(now).toMatchObject({ y: 20 });
    // The whole drag is one step.
    for (let n = 0; n < 5; n++) await page.getByRole('button', { name: '撤销' }).click();
    await expect.poll(now).toEqual(shipped[at]);
    expect(await page.getByRole('button', { name: '撤销' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '重做' }).click();
    await expect.poll(now).toMatchObject({ x: 4, y: 21.9 });
  });

  test('what is not saved is not lost by leaving; saving and going back to the shipped one are two requests', async () => {
    const page = await open();
    await page.getByRole('button', { name: '删除此项' }).click();
    await page.getByText('有未保存的修改').waitFor();
    await page.getByRole('link', { name: '打印' }).click();
    await page.getByRole('button', { name: '继续编辑' }).click();
    expect(page.url()).toContain('#/label-templates');
    await page.getByLabel('标签规格（毫米）').selectOption('80x130');
    await page.getByRole('button', { name: '继续编辑' }).click();
    const elements = shipped.slice(1);
    const saved = { ...views[1], template: { stock: '60x40', elements, logo: null }, savedBy: '1000' };
    answers[path] = [200, { ...saved, savedAt: '2026-06-18T01:05:00.000Z' }];
    answers[`${path}/revert`] = [200, labels.views[1]];
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('1000 保存于 2026-06-18 09:05').waitFor();
    await page.getByRole('button', { name: '恢复出厂模板' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '恢复出厂模板' }).click();
    await page.getByText('目前为出厂模板').waitFor();
    await expect.poll(() => asked().elements).toHaveLength(shipped.length);
    expect(posted.filter(([at]) => at !== '/label-preview')).toEqual([
      [path, { stock: '60x40', elements, logo: null }],
      [`${path}/revert`, null],
    ]);
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByRole('link', { name: '打印' }).click();
    await page.getByRole('button', { name: '放弃修改' }).click();
    await page.getByRole('heading', { level: 1, name: '打印' }).waitFor();
  });

  test('somebody else’s saving is told and taken only when asked for; a logo comes with its place', async () => {
    const page = await open();
    const logo = { width: 8, height: 1, bits: '/w==' };
    answers['/label-logo'] = [200, logo];
    const file = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('PNG') };
    await page.getByLabel('徽标图片（PNG，黑白）').setInputFiles(file);
    await expect.poll(() => asked().logo).toEqual(logo);
    expect(asked().elements.at(-1)?.kind).toBe('logo');
    const theirs = { ...views[1]!, savedAt: '2026-06-18T01:07:00.000Z', savedBy: '1002' };
    views = views.map((one) => (one.stock === '60x40' ? theirs : one));
    await server.joined('/office');
    server.tell('/office', 'changed', { topics: ['label-templates'] });
    await page.getByText('他人刚刚保存了此模板').waitFor();
    expect(asked().logo).toEqual(logo);
    await page.getByRole('button', { name: '改用他人保存的' }).click();
    await expect.poll(() => asked().logo).toBeNull();
  });
});
