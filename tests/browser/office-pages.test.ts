import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as custody from '#tests/support/custody-fixtures.ts';
import * as clocks from '#tests/support/clock-fixtures.ts';
import * as fixtures from '#tests/support/office-fixtures.ts';
import * as issued from '#tests/support/list-fixtures.ts';
import { officePages, pictures } from '#tests/support/office-pages.ts';
import { barriers, complaints } from '#tests/support/page-checks.ts';
import { settled } from '#tests/support/settled.ts';

describe('the office pages', () => {
  const stage = officePages();

  const places = {
    'set-up': '/admin#setup=ABCD-1234-EFGH-5678',
    documents: '/admin#/documents',
    register: '/admin#/documents/new',
    document: '/admin#/documents/d1/new',
    'print-jobs': '/admin#/print-jobs',
    'label-templates': '/admin#/label-templates',
    devices: '/admin#/devices',
    compartments: '/admin#/compartments',
    departments: '/admin#/departments',
    people: '/admin#/people',
    directory: '/admin#/directory',
    receipts: '/admin#/receipts',
    clocks: '/admin#/clocks',
    lists: '/admin#/lists',
    registers: '/admin#/registers',
    reconciliation: '/admin#/reconciliation',
    catalogues: '/admin#/catalogues',
    catalogue: '/admin#/catalogues/c1',
    custody: '/admin#/custody',
    'stock-takes': '/admin#/stock-takes',
    scans: '/admin#/scans',
    evaluation: '/admin#/evaluation',
    messages: '/admin#/messages',
    webhooks: '/admin#/webhooks',
    search: '/admin#/search/q%3D%E9%98%B2%E6%B1%9B',
    receipt: '/receipts/R1',
  };
  describe.each(['zh-CN', 'en'])('in %s', (language) => {
    test.each(Object.entries(places))('%s: no word is missing and all can use it', async (name, path) => {
      const page = await stage.open(path, language);
      await settled(page);
      if (pictures !== undefined)
        await page.screenshot({
          path: join(pictures, `${name}-${language}.png`),
          animations: 'disabled',
          fullPage: true,
        });
      expect(await complaints(page)).toEqual([]);
      // Slow, and the same in both languages but for the words.
      if (language === 'zh-CN') expect(await barriers(page)).toEqual([]);
    });
  });

  test('every figure of the evaluation opens down to its rows', async () => {
    const page = await stage.open('/admin#/evaluation', 'en');
    await page.locator('canvas').nth(1).waitFor();
    await page.getByRole('button', { name: /市发展和改革委员会, Signed late: 2/ }).click();
    const rows = page.getByRole('region', { name: '市发展和改革委员会 · Signed late' });
    await rows.getByRole('link', { name: '某政办发〔2026〕12号' }).waitFor();
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'evaluation-rows.png'), fullPage: true });
    expect(await complaints(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
  });

  test('a piece tells who has it since when, and is struck off with what came of it', async () => {
    const page = await stage.open('/admin#/documents/d1');
    stage.answers[`/consignments/${custody.circulation.docket}/handle`] = [200, {}];
    await page.getByRole('button', { name: `${custody.circulation.docket} 的更多操作` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('在发展和改革委员会').waitFor();
    expect(await barriers(page)).toEqual([]);
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'piece-zh-CN.png') });
    await dialog.getByLabel('办理结果').fill('已办');
    await dialog.getByRole('button', { name: '办结' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(stage.posted).toContainEqual([
      `/consignments/${custody.circulation.docket}/handle`,
      { instruction: '', result: '已办' },
    ]);
  });

  test('a search is typed, chosen with the keys and taken, without leaving the field', async () => {
    const page = await stage.open('/admin#/departments');
    const field = page.getByRole('combobox');
    await field.fill('防汛');
    const options = page.getByRole('option');
    await options.first().waitFor();
    expect(await options.allInnerTexts()).toEqual([
      expect.stringContaining('市防汛办公室'),
      expect.stringContaining('防汛工作'),
    ]);
    await field.press('ArrowDown');
    await field.press('ArrowDown');
    expect(await field.getAttribute('aria-activedescendant')).toBe(await options.nth(1).getAttribute('id'));
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'typed-ahead.png') });
    expect(await barriers(page)).toEqual([]);
    await field.press('Escape');
    await field.press('Enter');
    await page.waitForURL(/#\/search\/q%3D/);
    await page.getByRole('link', { name: '关于做好防汛工作的通知' }).waitFor();
  });

  test('a dead letter is sent again, and a test goes over a channel', async () => {
    const page = await stage.open('/admin#/messages');
    await page.getByRole('button', { name: '死信' }).click();
    await page.getByRole('button', { name: '重新发送给 张三 · 市政府办公室 · 收文员 的消息' }).click();
    await expect.poll(() => stage.posted.at(-1)?.[0]).toBe('/messages/msg_2/replay');
    stage.answers['/messages/replay-dead'] = [200, { replayed: 2, left: 0 }];
    await page.getByRole('button', { name: '全部重新发送' }).click();
    await page.getByText('2 条消息已重新进入发件箱。').waitFor();
    await page.getByLabel('接收人编号').fill('1001');
    await page.getByRole('button', { name: '向通道 mail 发送测试消息' }).click();
    await expect.poll(() => stage.posted.at(-1)).toEqual(['/channels/mail/test', { person: '1001' }]);
  });

  test('a changed deadline shows its effect before it is saved, and can be undone', async () => {
    const page = await stage.open('/admin#/clocks');
    const rule = page.getByRole('group', { name: '签收时限 第 1 条' });
    await rule.getByLabel('时限').fill('45');
    await page.getByText('有未保存的修改').waitFor();
    await page.locator('#clock-settings ~ form').getByRole('button', { name: '预览影响' }).click();
    await page.getByText('提前 3 项，推迟 17 项').waitFor();
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'clocks-effect.png'), fullPage: true });
    await page.getByRole('button', { name: '放弃修改' }).click();
    expect(await rule.getByLabel('时限').inputValue()).toBe('15');
    stage.answers['/clocks/settings'] = [200, clocks.settings];
    await rule.getByLabel('时限').fill('20');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存，未完成的时限正在重新计算。').waitFor();
    expect(stage.posted.at(-1)).toMatchObject([
      '/clocks/settings',
      { signFor: [{ amount: 20 }, {}, {}, {}] },
    ]);
  });

  test('an empty list says what to do next', async () => {
    stage.empty = true;
    for (const place of ['documents', 'print-jobs', 'departments', 'receipts']) {
      const page = await stage.open(`/admin#/${place}`);
      await page
        .getByText(/还没有/)
        .first()
        .waitFor();
    }
  });

  test('a dispatch catalogue is put in order by hand or by key, and every change can be undone', async () => {
    const page = await stage.open('/admin#/catalogues/c1');
    const numbers = () => page.locator('ol li strong').allInnerTexts();
    await page.getByText('12号').first().waitFor();
    await page.getByRole('button', { name: '下移 某政办发〔2026〕12号' }).press('ArrowDown');
    expect(await numbers()).toEqual(['某政办发〔2026〕13号', '某政办发〔2026〕12号']);
    await page.locator('ol li').nth(1).dragTo(page.locator('ol li').nth(0));
    await expect.poll(numbers).toEqual(['某政办发〔2026〕12号', '某政办发〔2026〕13号']);
    await page.getByRole('button', { name: '移除 某政办发〔2026〕13号' }).click();
    expect(await numbers()).toHaveLength(1);
    for (let n = 0; n < 2; n++) await page.getByRole('button', { name: '撤销' }).click();
    expect(await numbers()).toEqual(['某政办发〔2026〕13号', '某政办发〔2026〕12号']);
    stage.answers['/registers/catalogues/c1'] = [200, issued.catalogue];
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存').waitFor();
    expect(stage.posted.at(-1)).toEqual([
      '/registers/catalogues/c1',
      { title: '六月发文目录', documents: ['d2', 'd1'] },
    ]);
  });

  test('signs in, and says why not', async () => {
    stage.signedIn = false;
    const page = await stage.open('/admin');
    stage.answers['/sign-in'] = [
      401,
      { type: '', title: '', status: 401, code: 'sign-in-refused', detail: '工号或密码不正确。' },
    ];
    await page.getByLabel('工号').fill('1000');
    await page.getByLabel('密码').fill('24681357');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').getByText('工号或密码不正确。').waitFor();
    expect(await page.getByLabel('密码').inputValue()).toBe('');
    stage.answers['/sign-in'] = [200, fixtures.me];
    stage.signedIn = true;
    await page.getByLabel('密码').fill('24681357');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '公文', level: 1 }).waitFor();
  });

  test('registers a document, then prints its labels', async () => {
    const page = await stage.open('/admin#/documents');
    stage.answers['/documents'] = [201, fixtures.document];
    stage.answers['/print-batches'] = [201, {}];
    await page.getByRole('button', { name: '登记公文' }).click();
    await page.getByLabel('发文字号').fill('某政办发〔2026〕12号');
    await page.getByLabel('标题').fill('关于做好防汛工作的通知');
    await page.getByLabel('发文机关').fill('某市人民政府办公室、某市应急管理局');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('请至少给一个收文单位填写份数').waitFor();
    await page.getByLabel('发展和改革委员会 份数').fill('2');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('已登记，生成 5 个交换件。').waitFor();
    await page.getByRole('button', { name: '打印标签' }).click();
    await expect.poll(() => stage.posted.map(([path]) => path)).toEqual(['/documents', '/print-batches']);
    expect(stage.posted[0]?.[1]).toMatchObject({
      issuers: ['某市人民政府办公室', '某市应急管理局'],
      secrecy: 'none',
      recipients: [{ department: 'fgw', copies: 2 }],
    });
    expect(stage.posted[1]?.[1]).toEqual({ document: 'd1' });
  });

  test('prints a slip for one copy, and says why a PDF was not stamped', async () => {
    const page = await stage.open('/admin#/documents/d1');
    const slip = '/consignments/0A1B2C3D4E5F6G03/sheets/slip-received/print';
    stage.answers[slip] = [201, fixtures.jobs[0]];
    await page.getByRole('button', { name: '封面与处理笺' }).click();
    await page.getByLabel('单据', { exact: true }).selectOption('slip-received');
    await page.getByLabel('份号', { exact: true }).selectOption('0A1B2C3D4E5F6G03');
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'sheets-dialog.png') });
    await page.getByRole('button', { name: '打印', exact: true }).click();
    await page.getByText('已加入打印队列').waitFor();
    expect(stage.posted).toEqual([[slip, {}]]);
    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByRole('button', { name: 'PDF 加盖条码' }).click();
    const file = { name: '通知.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
    await page.getByText('尚未选择文件').waitFor();
    await page.getByLabel('PDF 文件').setInputFiles(file);
    await page.getByText('通知.pdf', { exact: true }).waitFor();
    await page.getByLabel('左下角').check();
    const stamp =
      '/documents/d1/stamp?docket=0A1B2C3D4E5F6G01&size=15&cover=true&over=false&place=bottom-left';
    stage.answers[stamp] = [
      422,
      { type: '', title: '', status: 422, code: 'stamp-covers', detail: '条码会遮盖内容。' },
    ];
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, 'stamp-dialog.png') });
    await page.getByRole('button', { name: '盖印并保存' }).click();
    await page.getByRole('alert').getByText('条码会遮盖内容。').waitFor();
  });

  test('what the controller finds wrong stands beside its field', async () => {
    const page = await stage.open('/admin#/documents/new');
    const errors = [{ path: '/number', value: 'x', fix: '缺少文号' }];
    stage.answers['/documents'] = [
      422,
      { type: '', title: '', status: 422, code: 'invalid', detail: '请改正', errors },
    ];
    for (const label of ['发文字号', '标题', '发文机关']) await page.getByLabel(label).fill('x');
    await page.getByRole('button', { name: '每个单位 1 份' }).click();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    const field = page.getByLabel('发文字号');
    await expect.poll(() => field.getAttribute('aria-describedby')).not.toBeNull();
    const about = await field.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${about}"]`).innerText()).toBe('缺少文号');
  });

  test('of a classified paper nothing but its being classified leaves the page', async () => {
    const page = await stage.open('/admin#/documents/new');
    stage.answers['/documents'] = [
      422,
      { type: '', title: '', status: 422, code: 'classified', detail: '不予登记。' },
    ];
    await page.getByLabel('标题').fill('绝密标题');
    await page.getByLabel('密级').selectOption({ label: '秘密、机密或绝密' });
    await page.getByRole('button', { name: '拒绝并记录' }).click();
    await page.getByText('不予登记。').waitFor();
    expect(stage.posted).toEqual([['/documents', { secrecy: 'classified' }]]);
    await page.getByLabel('密级').selectOption({ label: '无' });
    expect(await page.getByLabel('标题').inputValue()).toBe('');
  });

  test('a doubtful print is settled by a person who looked', async () => {
    const page = await stage.open('/admin#/print-jobs');
    stage.answers['/print-jobs/j4/settle'] = [200, fixtures.jobs[1]];
    await page.getByRole('button', { name: '确认 0A1B2C3D4E5F6G04 是否打出' }).click();
    await page.getByRole('button', { name: '没有打出' }).click();
    await expect
      .poll(() => stage.posted)
      .toEqual([['/print-jobs/j4/settle', { settled: 'was-not-printed' }]]);
  });

  test('what waits is moved to a printer that can print it, a reprint says why, and a batch lists its labels', async () => {
    const page = await stage.open('/admin#/print-jobs');
    const moved = { ...fixtures.jobs[2], printer: 'printer-back' };
    stage.answers['/print-jobs/j3/move'] = [200, moved];
    stage.answers['/print-jobs/j1/reprint'] = [201, fixtures.jobs[3]];
    stage.answers['/print-batches/b1/move'] = [200, fixtures.batches[0]];
    const labels = fixtures.jobs.slice(3).map((job, i) => ({ ...job, batch: 'b1', position: i + 1 }));
    stage.answers['/print-batches/b1/jobs'] = [200, { items: labels, next: null }];
    await page.getByRole('button', { name: '为 0A1B2C3D4E5F6G09 换打印机' }).click();
    const dialog = page.getByRole('dialog');
    await expect
      .poll(() => dialog.getByRole('option').allInnerTexts())
      .toEqual(['二号机 (printer-back) · 就绪']);
    await dialog.getByRole('button', { name: '移过去' }).click();
    await page.getByRole('button', { name: '重印 0A1B2C3D4E5F6G01' }).click();
    await dialog.getByLabel('重印原因').fill('污损');
    await dialog.getByRole('button', { name: '确认重印' }).click();
    await page.getByRole('button', { name: /^换打印机：/ }).click();
    await dialog.getByRole('button', { name: '移过去' }).click();
    await expect
      .poll(() => stage.posted)
      .toEqual([
        ['/print-jobs/j3/move', { printer: 'printer-back' }],
        ['/print-jobs/j1/reprint', { reason: '污损' }],
        ['/print-batches/b1/move', { printer: 'printer-back' }],
      ]);
    await page.getByRole('button', { name: /^各张标签：/ }).click();
    const rows = page.getByRole('table', { name: /^各张标签：/ }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(2);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, 'print-batch-labels.png'), fullPage: true });
    expect([await complaints(page), await barriers(page)]).toEqual([[], []]);
  });

  test('scans are dropped, followed and reported; one that waits is put with a document by hand', async () => {
    const page = await stage.open('/admin#/scans');
    const report = { pages: 8, matched: 2, unmatched: 1, items: [] };
    stage.answers['/scans'] = [201, report];
    const files = ['a.pdf', 'b.pdf'].map((name) => ({
      ...{ name, mimeType: 'application/pdf', buffer: Buffer.from('{}') },
    }));
    await page.locator('input[type=file]').setInputFiles(files);
    await page.getByText('共 2 个文件：16 页，已归入公文 4 件，待处理 2 件，未收 0 个').waitFor();
    expect(stage.posted.map(([path]) => /name=(.*)$/.exec(path)?.[1])).toEqual(['a.pdf', 'b.pdf']);
    stage.answers['/documents?limit=200'] = [200, { items: [fixtures.document], next: null }];
    stage.answers['/scans/s3/match'] = [200, fixtures.scans[2]];
    await page.getByRole('button', { name: '把 扫描件 3.pdf 归入公文' }).click();
    await page.getByLabel('查找公文').fill('防汛');
    await page.getByRole('button', { name: /^归入 / }).click();
    await expect
      .poll(() => stage.posted.at(-1))
      .toEqual(['/scans/s3/match', { document: fixtures.document.id }]);
  });

  test('a badge is shown as a symbol to print', async () => {
    const page = await stage.open('/admin#/people');
    stage.answers['/people/1002/credentials'] = [201, { method: 'badge', badge: 'B1.1002.abcdef0123456789' }];
    await page.getByRole('button', { name: '设置 王芳 的登录方式' }).click();
    await page.getByRole('button', { name: '制作证件二维码' }).click();
    const black = (canvas: HTMLCanvasElement): boolean => {
      const seen = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return seen.some((value, i) => i % 4 === 3 && value === 255 && seen[i - 1] === 0);
    };
    await expect.poll(() => page.locator('canvas').evaluate(black)).toBe(true);
  });

  test('a card is waited for at a reader, by keys alone, given up, and seen to come', async () => {
    const page = await stage.open('/admin#/people');
    const tap = (state: string, code: string | null = null) => ({
      ...{ tap: 't1', station: 'front', state, code, until: '2026-06-18T01:00:30.000Z' },
    });
    const path = '/people/1002/card-taps';
    stage.answers[path] = [201, tap('waiting')];
    stage.answers[`${path}/t1`] = [200, tap('waiting')];
    stage.answers[`${path}/t1/cancel`] = [200, tap('cancelled')];
    await page.getByRole('button', { name: '设置 王芳 的登录方式' }).click();
    const wait = page.getByRole('button', { name: '等待刷卡' });
    await wait.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('progressbar', { name: '剩余时间' }).waitFor();
    await page.getByRole('button', { name: '停止等待' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('已停止等待。').waitFor();
    expect(stage.posted).toEqual([
      [path, { station: 'front' }],
      [`${path}/t1/cancel`, null],
    ]);
    stage.answers[`${path}/t1`] = [200, tap('refused', 'card-taken')];
    await wait.click();
    await page.getByText('此卡已属于他人，请换一张卡。').waitFor();
    stage.answers[`${path}/t1`] = [200, tap('enrolled')];
    await wait.click();
    await page.getByText('卡已登记').first().waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
