import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LIFE_STATES } from '#controller/api/contract/life-states.ts';
import * as custody from '#tests/support/custody-fixtures.ts';
import * as fixtures from '#tests/support/office-fixtures.ts';
import { officePages, pictures } from '#tests/support/office-pages.ts';
import { barriers, complaints } from '#tests/support/page-checks.ts';
import * as programs from '#tests/support/program-fixtures.ts';

const problem = { type: '', title: '', status: 422 } as const;

describe('the pages of whoever oversees the office', () => {
  const stage = officePages();

  test('a program is subscribed, its secret shown once, tested, paused and told again', async () => {
    const page = await stage.open('/admin#/webhooks');
    stage.answers['/webhooks'] = [
      422,
      { ...problem, code: 'address-not-allowed', detail: '不允许向该地址发送。' },
    ];
    const address = page.getByLabel('地址', { exact: true });
    await address.fill('https://10.0.0.9/');
    await page.getByRole('button', { name: '添加', exact: true }).click();
    // Said beside the form and, a moment later, above it.
    await page.getByText('不允许向该地址发送。').first().waitFor();
    const about = (await address.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${about}"]`).innerText()).toContain('不允许向该地址发送。');
    stage.answers['/webhooks'] = [201, programs.added];
    await page.getByLabel('发送哪些事件').selectOption('some');
    await page.getByRole('button', { name: '添加', exact: true }).click();
    await page.getByText('请至少选择一种事件').waitFor();
    await page.getByLabel('DocumentRegistered').check();
    await page.getByLabel('从哪里开始').selectOption('first');
    await page.getByRole('button', { name: '添加', exact: true }).click();
    expect(await page.getByRole('textbox', { name: '密钥' }).inputValue()).toBe(programs.added.secret);
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    await page.getByRole('button', { name: '已妥善保存' }).click();
    expect(stage.posted.at(-1)).toEqual([
      '/webhooks',
      { url: 'https://10.0.0.9/', description: '', events: ['DocumentRegistered'], after: 0 },
    ]);
    await page.getByRole('button', { name: '向 https://10.0.0.7/docketbox 发送测试' }).click();
    await expect.poll(() => stage.posted.at(-1)?.[0]).toBe('/webhooks/w1/test');
    await page.getByRole('button', { name: '恢复 http://10.0.0.8:8080/archive' }).click();
    await expect.poll(() => stage.posted.at(-1)?.[0]).toBe('/webhooks/w2/enable');
    await page.getByRole('button', { name: '向 https://10.0.0.7/docketbox 重发' }).click();
    await page.getByLabel('此序号之后').fill('4200');
    await page.getByRole('button', { name: '重新发送', exact: true }).click();
    await expect.poll(() => stage.posted.at(-1)).toEqual(['/webhooks/w1/replay', { after: 4200 }]);
  });

  test('the directory is tried first: every change and problem by row, and just that is applied', async () => {
    const page = await stage.open('/admin#/directory');
    stage.answers['/directory/sync'] = [200, programs.tried];
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('试运行：3 处更改，2 个问题。尚未更改任何内容。').waitFor();
    await page.getByRole('row', { name: /1008 李明 更改 部门：bgs → fgw/ }).waitFor();
    await page.getByRole('row', { name: /uid=1010.* 没有的局 没有此部门/ }).waitFor();
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'directory-tried.png'), fullPage: true });
    stage.answers['/directory/sync'] = [200, { ...programs.tried, applied: true }];
    await page.getByRole('button', { name: '应用这 3 处更改' }).click();
    await page.getByText('已应用 3 处更改，2 个问题留待处理。').waitFor();
    expect(stage.posted.map(([path]) => path)).toEqual([
      '/directory/sync?dryRun=true',
      `/directory/sync?expect=${programs.tried.digest}`,
    ]);
    expect(await page.getByRole('button', { name: /应用/ }).count()).toBe(0);

    stage.answers['/directory/syncs/4321'] = [200, programs.undoing];
    stage.answers['/directory/syncs/4321/undo'] = [200, { ...programs.undoing, applied: true }];
    await page.getByRole('button', { name: /撤销 .* 的同步/ }).click();
    await page.getByText('撤销将恢复 2 项，1 项保持现状。尚未更改任何内容。').waitFor();
    await page.getByRole('row', { name: /1008 李明 更改 部门：fgw → bgs/ }).waitFor();
    await page.getByRole('row', { name: /1010 赵六 同步之后另行更改过/ }).waitFor();
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'directory-undo.png'), fullPage: true });
    await page.getByRole('button', { name: '恢复这 2 项' }).click();
    await page.getByLabel('事由').fill('目录填错');
    await page.getByRole('dialog').getByRole('button', { name: '恢复这 2 项' }).click();
    await page.getByText('已恢复 2 项，1 项保持现状。').waitFor();
    expect(stage.posted.at(-1)).toEqual(['/directory/syncs/4321/undo', { reason: '目录填错' }]);
  });

  test('a stock-take is asked for; its differences are settled, and it is closed with what is left', async () => {
    const page = await stage.open('/admin#/stock-takes');
    await page
      .getByRole('button', { name: /查看 .* 的盘点/ })
      .first()
      .click();
    await page.getByRole('row', { name: /A01 缺少/ }).waitFor();
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'stock-take.png'), fullPage: true });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    for (const [docket, step] of [
      ['0A1B2C3D4E5F0002', 'found'],
      ['0A1B2C3D4E5F0003', 'missing'],
      ['0A1B2C3D4E5F0003', 'found'],
    ])
      stage.answers[`/consignments/${docket ?? ''}/${step ?? ''}`] = [200, {}];
    await press('已在箱内找到：缺少 A01 0A1B2C3D4E5F0002');
    await expect.poll(() => stage.posted.length).toBe(1);
    await press('改记在此箱：多出 A01 0A1B2C3D4E5F0003');
    await expect.poll(() => stage.posted.length).toBe(3);
    expect(stage.posted).toEqual([
      ['/consignments/0A1B2C3D4E5F0002/found', { compartment: 'A01' }],
      ['/consignments/0A1B2C3D4E5F0003/missing', {}],
      ['/consignments/0A1B2C3D4E5F0003/found', { compartment: 'A01' }],
    ]);
    stage.answers['/stock-takes/t1/close'] = [200, {}];
    await press('关闭盘点');
    await page.getByText('还有 3 处差异未处理').waitFor();
    await page.getByLabel('结论').fill('两件待查');
    await page.getByRole('dialog').getByRole('button', { name: '关闭盘点' }).click();
    await expect.poll(() => stage.posted.at(-1)).toEqual(['/stock-takes/t1/close', { note: '两件待查' }]);
  });

  test('the readers of a circulating piece are put in another order by key; who had it stays', async () => {
    const docket = custody.circulation.docket;
    const [first] = custody.circulation.stops;
    const waiting = { sentAt: null, takenAt: null, backAt: null, reader: null };
    const stops = [
      first,
      { ...waiting, department: 'bgs', departmentName: '办公室' },
      { ...waiting, department: 'czj', departmentName: '财政局', reader: '张三' },
    ];
    const consignments = fixtures.document.consignments.map((piece) =>
      piece.docket === docket ? { ...piece, route: { stops: [], at: 0 } } : piece,
    );
    stage.answers['/documents/d1'] = [200, { ...fixtures.document, consignments }];
    stage.answers[`/consignments/${docket}/circulation`] = [200, { ...custody.circulation, stops }];
    stage.answers[`/consignments/${docket}/route`] = [200, {}];
    const page = await stage.open('/admin#/documents/d1');
    await page.getByRole('button', { name: `${docket} 的更多操作` }).click();
    await page.getByRole('button', { name: '上移 财政局' }).press('ArrowUp');
    await expect
      .poll(() => stage.posted.at(-1))
      .toEqual([
        `/consignments/${docket}/route`,
        {
          stops: [
            { department: 'fgw', reader: null },
            { department: 'czj', reader: '张三' },
            { department: 'bgs', reader: null },
          ],
        },
      ]);
    await page.getByRole('button', { name: '将财政局移出传阅路线' }).click();
    const fewer = ['fgw', 'bgs'].map((department) => ({ department, reader: null }));
    await expect.poll(() => stage.posted.at(-1)?.[1]).toEqual({ stops: fewer });
    expect(await page.getByRole('button', { name: /移 发展和改革委员会/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '将发展和改革委员会移出' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '上移 办公室' }).isDisabled()).toBe(true);
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'route.png') });
  });

  test('a circulation is ended with a reason, once it was told what becomes of the paper', async () => {
    const docket = custody.circulation.docket;
    const [first] = custody.circulation.stops;
    const next = { ...first, department: 'czj', departmentName: '财政局', takenAt: null, sentAt: null };
    const consignments = fixtures.document.consignments.map((piece) =>
      piece.docket === docket ? { ...piece, route: { stops: [], at: 0, ended: false } } : piece,
    );
    stage.answers['/documents/d1'] = [200, { ...fixtures.document, consignments }];
    stage.answers[`/consignments/${docket}/circulation`] = [
      200,
      { ...custody.circulation, stops: [first, next] },
    ];
    stage.answers[`/consignments/${docket}/end-circulation`] = [200, {}];
    const page = await stage.open('/admin#/documents/d1');
    await page.getByRole('button', { name: `${docket} 的更多操作` }).click();
    await page.getByRole('button', { name: '终止传阅…' }).press('Enter');
    await page.getByText('文件由现持有单位交还').waitFor();
    const reason = page.getByLabel('终止原因');
    await expect.poll(() => reason.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await page.getByRole('button', { name: '终止传阅' }).isDisabled()).toBe(true);
    await reason.fill('会议取消');
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'end-circulation.png') });
    await reason.press('Tab');
    await page.getByRole('button', { name: '终止传阅' }).press('Enter');
    await expect
      .poll(() => stage.posted.at(-1))
      .toEqual([`/consignments/${docket}/end-circulation`, { reason: '会议取消' }]);
  });

  test('a recall is seen before it is ordered; what it brought back is listed for destruction by one key', async () => {
    const page = await stage.open('/admin#/custody');
    // First it is seen what an order would ask back, and of whom.
    const departments = [
      { department: 'fgw', departmentName: '发展和改革委员会', pieces: 5 },
      { department: 'czj', departmentName: '财政局', pieces: 2 },
    ];
    for (const more of ['', `&kind=${encodeURIComponent('通知')}`])
      stage.answers[`/recallable?year=2025${more}`] = [200, { pieces: 7, departments }];
    stage.answers['/recalls'] = [200, { items: custody.lists['recalls'], next: null }];
    const recalls = page.getByRole('region', { name: '清退', exact: true });
    await recalls.getByLabel('名称').fill('年度清退');
    await recalls.getByLabel('登记年份').fill('2025');
    await recalls.getByRole('button', { name: '预览清退范围' }).press('Enter');
    await recalls.getByText('发展和改革委员会 5 件、财政局 2 件').waitFor();
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'recall.png') });
    await recalls.getByLabel('文种').fill('通知');
    expect(await recalls.getByRole('button', { name: '发起清退' }).count()).toBe(0);
    await recalls.getByRole('button', { name: '预览清退范围' }).press('Enter');
    await recalls.getByRole('button', { name: '发起清退（7 件）' }).press('Enter');
    await expect
      .poll(() => stage.posted.at(-1))
      .toEqual(['/recalls', { name: '年度清退', year: 2025, kind: '通知', department: null, dueOn: null }]);
    const of = (docket: string, state: string, compartment: string | null) => ({
      docket,
      state,
      compartment,
    });
    const entries = [
      of('0A1B2C3D4E5F0001', 'collected', null),
      of('0A1B2C3D4E5F0002', 'recalled', 'A11'),
      of('0A1B2C3D4E5F0003', 'recalled', null),
      of('0A1B2C3D4E5F0004', 'returned', null),
    ];
    stage.answers['/recalls/c1'] = [200, { entries }];
    await page.getByRole('button', { name: '将“2025年度清退”中已收回的公文列入销毁' }).first().press('Enter');
    await page.getByText('已列入“2025年度清退”中收回的 2 件公文。').waitFor();
    const codes = page.getByRole('region', { name: '销毁' }).getByLabel('交换件编码');
    expect(await codes.inputValue()).toBe('0A1B2C3D4E5F0003\n0A1B2C3D4E5F0004');
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'custody.png'), fullPage: true });
  });

  test('the search can be narrowed to every state there is', async () => {
    const page = await stage.open('/admin#/search');
    const values = await page
      .getByLabel('状态')
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(values).toEqual(['', ...LIFE_STATES]);
  });
});
