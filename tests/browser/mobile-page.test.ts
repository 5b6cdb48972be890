import { appendFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { serve, temporaryFolder, type Served } from '#tests/support/api-site.ts';
import { launchBrowser } from '#tests/support/browser.ts';
import { collect, deskSite, documentFor, drop, PIN } from '#tests/support/desk-site.ts';
import { recordPhoto, writeFakeCamera } from '#tests/support/fake-camera.ts';
import { barriers, complaints } from '#tests/support/page-checks.ts';

/** Name a folder here to keep a picture of every page. */
const pictures = process.env['DOCKETBOX_PICTURES'];
/** The official-document record of the first document. */
const RECORD =
  'GB0626-2005^SJ2026^某市人民政府办公室^通知^某政办发〔2026〕12号^各区县^关于做好防汛工作的通知^无^特急^20260618^^^20260618^^|';
const PHONE = { width: 390, height: 844 };
const SIZES = [PHONE, { width: 1280, height: 800 }, { width: 1080, height: 1920 }];

describe('the page for a desk or phone', () => {
  const folder = temporaryFolder();
  let own: Awaited<ReturnType<typeof deskSite>>;
  let served: Served;
  let browser: Browser;
  let label: Uint8Array;
  beforeAll(async () => {
    const pages = join(folder, 'pages');
    cpSync(inject('pages'), pages, { recursive: true });
    own = await deskSite({ pages, hostNames: ['box.test'] });
    await fill();
    served = await serve(own.site);
    const template = defaultLabelTemplate('60x40');
    const tried = await own.site.labels.try({ template, dpi: 300, piece: { docket: own.fgw[1] ?? '' } });
    if (!tried.ok) throw new Error(tried.why.en);
    label = tried.png;
    const camera = join(folder, 'label.y4m');
    await writeFakeCamera(camera, label);
    browser = await launchBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
      '--host-resolver-rules=MAP box.test 127.0.0.1',
    ]);
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  /** Papers of the other department, some of them late, so that there is something to look at. */
  const fill = async (): Promise<void> => {
    const papers = [
      { number: '无', urgency: 'teti', title: '关于立即报送汛情、险情、灾情和抢险救灾情况的紧急通知' },
      {
        number: '某府办〔2026〕107号',
        urgency: 'jiaji',
        title: '关于印发《全市推进公文交换数字化改造三年行动方案（2026—2028年）》并做好组织实施工作的通知',
      },
      { number: '某财函〔2026〕8号', urgency: 'none', title: '关于补正预算的函' },
      { number: '某教〔2026〕31号', urgency: 'none', title: '关于暑期值班安排的通知' },
    ];
    for (const [index, paper] of papers.entries()) {
      const recipients = [{ department: 'bgs', copies: 1 }];
      const document = documentFor(own.site, { ...paper, barcode: `B${index}`, recipients });
      const docket = own.site.views.consignmentsOf(document)[0]?.docket ?? '';
      if (index < 2) drop(own.site, docket);
      else collect(own.site, docket, '2003');
    }
    await own.site.clock.advance(40 * 60_000);
  };
  afterAll(async () => {
    await browser.close();
    await served.stop();
    rmSync(folder, { recursive: true });
  });

  const opened = async (number: string, { language = 'zh-CN', url = served.url, worker = true } = {}) => {
    const context = await browser.newContext({
      ...{ viewport: PHONE, timezoneId: 'Asia/Shanghai', serviceWorkers: worker ? 'allow' : 'block' },
    });
    const page = await context.newPage();
    await page.addInitScript((code) => sessionStorage.setItem('docketbox-language', code), language);
    await page.goto(`${url}/m`);
    await signIn(page, number);
    return { context, page };
  };
  const signIn = async (page: Page, number: string): Promise<void> => {
    await page.locator('input[autocomplete=username]').fill(number);
    await page.locator('input[type=password]').fill(PIN);
    await page.locator('form button').click();
    await page.getByRole('navigation').waitFor();
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `m-${name}.png`), animations: 'disabled' });
  };
  const signatures = (docket: string): number =>
    own.site.ledger.stream(`consignment:${docket}`).filter(({ type }) => type === 'CollectionSigned').length;
  const online = (context: BrowserContext, on: boolean) => context.setOffline(!on);

  test('shows what waits as it comes; what is signed without a network is sent once when it is back', async () => {
    const [docket = ''] = own.fgw;
    const { context, page } = await opened('2001');
    await page.getByText('没有待领取的公文').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('防汛');
    drop(own.site, docket);
    await page.getByText('关于做好防汛工作的通知').waitFor();
    await page.getByRole('link', { name: /待办理/ }).click();
    await page.getByText('都已签收并办结').waitFor();
    collect(own.site, docket);
    await page.getByText('由林收文领取').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);

    await online(context, false);
    await page.getByRole('checkbox', { name: '选择 某政办发〔2026〕12号' }).check();
    await page.getByRole('button', { name: '签收所选 1 件' }).click();
    await page.getByRole('heading', { name: '待发送' }).waitFor();
    await page.getByText(/网络中断。以下为/).waitFor();
    // The page itself comes back without a network, with what it showed and what it still has to do.
    await page.reload();
    await page.getByRole('heading', { name: '待发送' }).waitFor();
    await page.getByText('关于做好防汛工作的通知').waitFor();
    await page.getByText(/网络中断。以下为/).waitFor();
    await picture(page, 'offline');
    expect(await complaints(page)).toEqual([]);
    expect(signatures(docket)).toBe(0);

    await online(context, true);
    await page.getByText(/林收文于 .* 签收/).waitFor();
    await expect.poll(() => page.getByRole('heading', { name: '待发送' }).count()).toBe(0);
    expect(signatures(docket)).toBe(1);
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('防汛');
    await context.close();
  });

  test('a lost answer is asked for again under its key: nothing is signed twice', async () => {
    const docket = own.fgw[1] ?? '';
    collect(own.site, docket);
    const { context, page } = await opened('2001', { worker: false });
    const keys: (string | undefined)[] = [];
    await page.route('**/api/v1/desk/signatures', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('link', { name: /待办理/ }).click();
    await page.getByRole('button', { name: '全选未签收的' }).click();
    await page.getByRole('button', { name: '签收所选 1 件' }).click();
    await page
      .getByText(/林收文于 .* 签收/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole('heading', { name: '待发送' }).count()).toBe(0);
    expect([keys.length, new Set(keys).size, signatures(docket)]).toEqual([2, 1, 1]);
    await context.close();
  });

  test('a piece is struck off with the instruction and what came of it', async () => {
    const { context, page } = await opened('2001');
    await page.getByRole('link', { name: /待办理/ }).click();
    await page.getByRole('button', { name: '填写 某政办发〔2026〕12号 的领导批示' }).first().click();
    await page.getByLabel('批示内容').fill('请规划科阅办');
    await page.getByRole('button', { name: '保存' }).click();
    const card = page.getByRole('listitem').filter({ hasText: '请规划科阅办' });
    await card.getByRole('button', { name: '办结 某政办发〔2026〕12号' }).click();
    expect(await page.getByLabel('批示内容').inputValue()).toBe('请规划科阅办');
    await page.getByLabel('办理结果').fill('已转各科室');
    await picture(page, 'handling');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '办结', exact: true }).click();
    await card.waitFor({ state: 'detached' });
    const events = own.fgw.map((piece) => own.site.ledger.stream(`consignment:${piece}`).at(-1));
    expect(events.filter((event) => event?.type === 'ConsignmentHandled')).toMatchObject([
      { actor: '2001', payload: { instruction: '请规划科阅办', result: '已转各科室' } },
    ]);
    await context.close();
  });

  test('the camera finds whose a paper is by the label we print', async () => {
    const { context, page } = await opened('2002');
    await page.getByRole('link', { name: '查件' }).click();
    // The label is in the picture from the start: nothing is read before what is said meanwhile was seen.
    await page.evaluate(() => {
      const read = createImageBitmap;
      const told = new Promise((look) => Object.assign(globalThis, { look }));
      globalThis.createImageBitmap = async (video: ImageBitmapSource) => {
        await told;
        return await read(video);
      };
    });
    await page.getByRole('button', { name: '用摄像头扫描' }).click();
    await page.getByText('将条码对准画面中央').waitFor();
    await picture(page, 'camera');
    await page.evaluate(() => (globalThis as unknown as { look: () => void }).look());
    await page.getByText('市发展和改革委员会').waitFor();
    // Not their department's: neither its title nor its history.
    await page.getByText('这份公文不是您单位的').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('防汛');
    await picture(page, 'found');
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.getByRole('button', { name: '查下一件' }).click();
    await page.getByText('摄像头未获允许').waitFor();
    await context.close();
  });

  test('a photo does where there is no camera to be had, and the page says why and what to do', async () => {
    const { context, page } = await opened('2001', { url: served.url.replace('127.0.0.1', 'box.test') });
    await page.getByRole('link', { name: '查件' }).click();
    await page.getByRole('button', { name: '用摄像头扫描' }).click();
    await page.getByText('浏览器只允许安全页面').waitFor();
    const file = { name: 'label.png', mimeType: 'image/png', buffer: Buffer.from(label) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('关于做好防汛工作的通知').waitFor();
    await page.getByText('经过').waitFor();
    await picture(page, 'photo');
    // The official barcode of the same document, in GBK: one of ours is shown whole, the other by whose it is.
    const record = { ...file, buffer: Buffer.from(recordPhoto(RECORD)) };
    await page.locator('input[type=file]').setInputFiles(record);
    await page.getByRole('heading', { name: '某政办发〔2026〕12号，共 3 份' }).waitFor();
    expect(await page.getByText('这份公文不是您单位的').count()).toBe(1);
    await page.locator('input[type=file]').setInputFiles({
      ...{ ...file, buffer: Buffer.from(recordPhoto(RECORD.replace('^无^', '^秘密^'))) },
    });
    await page.getByText('请交机要室办理').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('防汛');
    await page.getByLabel('输入编码').fill('https://evil.example/<img src=x>');
    await page.keyboard.press('Enter');
    await page.getByText('这不是本站的编码').waitFor();
    expect(await page.locator('img, a[href*=evil]').count()).toBe(0);
    await context.close();
  });

  test.each(['zh-CN', 'en'])(
    'in %s every section fits every screen, and all can use it',
    async (language) => {
      const { context, page } = await opened('2003', { language });
      for (const place of ['waiting', 'late', 'collected', 'look-up']) {
        await page.goto(`${served.url}/m#/${place}`);
        await page.locator(`nav a[aria-current][href$=${place}]`).waitFor();
        for (const size of SIZES) {
          await page.setViewportSize(size);
          await picture(page, `${place}-${size.width}-${language}`);
          expect([place, size.width, await complaints(page)]).toEqual([place, size.width, []]);
        }
        await page.setViewportSize(PHONE);
        if (language === 'zh-CN') expect([place, await barriers(page)]).toEqual([place, []]);
      }
      await context.close();
    },
  );

  describe('what the browser keeps', () => {
    const worker = join(folder, 'pages', 'm-worker.js');
    /** What is in the caches besides the shell. */
    const strange = async (page: Page): Promise<string[]> => {
      await page.evaluate(() => navigator.serviceWorker.ready);
      const paths = await page.evaluate(async () => {
        const found: string[] = [];
        for (const name of await caches.keys())
          for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
        return found;
      });
      expect(paths).toContain('/m');
      return paths.filter((path) => !/^\/(m|assets)(\/|$)/.test(path));
    };

    test('is the shell and no answer of the controller; a newer page is offered, and taken when asked for', async () => {
      const { context, page } = await opened('2001');
      expect(await strange(page)).toEqual([]);
      appendFileSync(worker, '\n// newer');
      await page.reload();
      await page.getByText('页面有新版本').waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('button', { name: '立即更新' }).click();
      await page.getByText('页面有新版本').waitFor({ state: 'detached' });
      await page.getByRole('heading', { name: '待领取的公文' }).waitFor();
      expect(await strange(page)).toEqual([]);
      await context.close();
    });

    test('planted mutant: a worker that keeps answers is seen to', async () => {
      const keeping =
        "const u=e.request.url;u.includes('/api/')&&caches.open('docketbox-x').then((c)=>c.add(u))";
      appendFileSync(worker, `\naddEventListener('fetch',(e)=>{${keeping}});`);
      const { context, page } = await opened('2001');
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.reload();
      await expect.poll(() => strange(page)).toContain('/api/v1/desk');
      await context.close();
    });
  });
});
