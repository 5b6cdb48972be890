import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { StationCommand, StationSnapshot } from '#controller/api/contract/station.ts';
import { launchBrowser } from '#tests/support/browser.ts';
import { alarm, at, message, screens, snapshot } from '#tests/support/kiosk-snapshots.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { leave } from '#tests/support/tabs.ts';

interface Heard {
  readonly command: StationCommand;
  readonly key: string | undefined;
}
/** Between two keys of a person, and after a scan until the keyboard is a person's again, ms. */
const byHand = 240;
/** How long a message of the station's stands, and between two beeps of an alarm, ms. */
const [messageFor, beepEvery] = [3250, 1500];

describe('the kiosk page', () => {
  let server: PageServer;
  let browser: Browser;
  /** One for all tests but those that change what a page lives in. */
  let tab: Page;
  let page: Page;
  let shown: StationSnapshot;
  let heard: Heard[];
  /** What the station answers a command with; the same snapshot unless a test says otherwise. */
  let answer: (command: StationCommand) => readonly [number, unknown];

  let letIn: () => void;

  beforeAll(async () => {
    server = await servePages(inject('pages'), (method, path, body, headers) => {
      if (path !== '/api/v1/stations/front/session') return undefined;
      if (method === 'GET') return [200, shown];
      const command = body as StationCommand;
      heard.push({ command, key: headers['idempotency-key'] as string | undefined });
      return answer(command);
    });
    browser = await launchBrowser();
    tab = await ownTab();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(() => {
    heard = [];
    letIn = () => {};
    answer = () => [200, shown];
    page = tab;
  });
  afterEach(async () => {
    if (page === tab) await leave(tab);
    else await page.context().close();
    letIn();
    server.cut();
  });

  const ownTab = async (): Promise<Page> =>
    await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  /** From now on time stands still in the page; `page.clock.runFor` lets it go on. */
  const stopTime = async (): Promise<void> => {
    page = await ownTab();
    await page.clock.install({ time: at });
    await page.clock.pauseAt(Date.parse(at) + 3_600_000);
  };

  const open = async (state: StationSnapshot): Promise<void> => {
    shown = state;
    await page.goto(`${server.url}/kiosk/front`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const show = (state: StationSnapshot): void => {
    shown = { ...state, revision: shown.revision + 1 };
    server.tell('/stations', 'snapshot', shown);
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  /** What was asked for, beside the news that somebody is there. */
  const commands = (): StationCommand[] =>
    heard.map(({ command }) => command).filter(({ type }) => type !== 'touch');

  test('signs in with the keys on the screen alone', async () => {
    await open(snapshot('welcome'));
    for (const key of '1001') await button(key).click();
    await page.getByLabel('密码').click();
    for (const key of '24681357') await button(key).click();
    await button('登录').click();
    await expect.poll(commands).toEqual([{ type: 'sign-in', number: '1001', pin: '24681357' }]);
    expect(await page.getByLabel('密码').inputValue()).toBe('');
  });

  test('a repeated try after a lost answer carries the same key, and the next action another one', async () => {
    await open(snapshot('choose-flow'));
    let lost = 0;
    await page.route('**/session', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: '领取' }).click();
    await expect.poll(() => commands().length).toBe(2);
    await page.getByRole('button', { name: '投递' }).click();
    await expect.poll(() => commands().length).toBe(3);
    const keys = heard.filter(({ command }) => command.type === 'choose-flow').map(({ key }) => key);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('what the station refuses is said in its own words and stays until dismissed', async () => {
    await open(snapshot('choose-flow'));
    answer = () => [
      409,
      { type: '', title: '', status: 409, code: 'no-words-yet', detail: '现在不能领取。' },
    ];
    await page.getByRole('button', { name: '领取' }).click();
    await page.getByText('现在不能领取。').waitFor();
    await button('关闭提示').click();
    await page.getByText('现在不能领取。').waitFor({ state: 'detached' });
  });

  test('a refusal that the station also says is said once, and goes away by itself', async () => {
    await stopTime();
    await open(snapshot('welcome'));
    answer = () => {
      show(snapshot('welcome', { message: message('wrong-pin', 'warning') }));
      return [409, { type: '', title: '', status: 409, code: 'wrong-pin', detail: 'wrong-pin' }];
    };
    for (const key of '1001') await button(key).click();
    await page.getByLabel('密码').fill('11112222');
    await button('登录').click();
    const said = page.getByText('工号或密码不正确');
    await said.waitFor();
    // The answer may come before what the station says: then the page says it itself until then.
    await expect.poll(() => button('关闭提示').count()).toBe(0);
    expect(await said.count()).toBe(1);
    await page.clock.runFor(messageFor);
    await said.waitFor({ state: 'detached' });
  });

  test('a reload shows the same screen', async () => {
    await open(snapshot('drop-open'));
    const before = await page.getByRole('heading', { level: 1 }).innerText();
    await page.reload();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(before);
  });

  test('an older snapshot never replaces a newer one', async () => {
    await open({ ...snapshot('drop-open'), revision: 9 });
    await server.joined('/stations');
    server.tell('/stations', 'snapshot', { ...snapshot('drop-ready'), revision: 8 });
    show(snapshot('pickup-list'));
    await page.getByRole('heading', { name: '待领公文', level: 1 }).waitFor();
    expect(await page.getByRole('heading', { name: '请扫描要投递的公文' }).count()).toBe(0);
  });

  test('a lost connection covers the screen and goes away by itself, even when revisions begin anew', async () => {
    await open({ ...snapshot('drop-ready'), revision: 50 });
    await server.joined('/stations');
    shown = { ...snapshot('pickup-list'), revision: 1 };
    letIn = server.keepOut();
    server.cut();
    await page.getByRole('alertdialog', { name: '与控制器的连接中断' }).waitFor();
    letIn();
    await page.getByRole('heading', { name: '待领公文', level: 1 }).waitFor();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  });

  test('an answer from the station leaves the screen covered while the live line is down', async () => {
    await open(snapshot('choose-flow'));
    await server.joined('/stations');
    letIn = server.keepOut();
    server.cut();
    const lost = page.getByRole('alertdialog');
    await lost.waitFor();
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    // No hand reaches it under the cover; what was asked just before the line went down is answered all the same.
    await page.getByRole('button', { name: '退出登录' }).dispatchEvent('click');
    await (await answered).finished();
    expect(commands()).toHaveLength(1);
    expect(await lost.count()).toBe(1);
    letIn();
    await lost.waitFor({ state: 'detached' });
  });

  describe('a scanner that poses as a keyboard', () => {
    /** Sent from within the page, as fast as a scanner; answers whether the closing Enter got through. */
    const scan = (keys: string): Promise<boolean | undefined> =>
      page.evaluate(
        (text) =>
          [...text, 'Enter']
            .map((key) =>
              document.activeElement?.dispatchEvent(
                new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
              ),
            )
            .at(-1),
        keys,
      );

    test('presses no button', async () => {
      await stopTime();
      await open(snapshot('choose-flow'));
      await page.getByRole('button', { name: '退出登录' }).focus();
      expect(await scan('0A1B2C3D4E5F6G01')).toBe(false);
      await page.clock.runFor(byHand);
      expect(await scan('')).toBe(true);
      expect(commands()).toEqual([]);
    });

    test('while a hand on the keyboard does', async () => {
      await stopTime();
      await open(snapshot('choose-flow'));
      await page.getByRole('button', { name: '退出登录' }).focus();
      for (const key of 'xxxxxx') {
        await page.keyboard.press(key);
        await page.clock.runFor(byHand);
      }
      await page.keyboard.press('Enter');
      await expect.poll(commands).toEqual([{ type: 'finish', print: 'none' }]);
    });
  });

  test('the language is chosen for one visit and survives a reload, not the visit', async () => {
    await open(snapshot('choose-flow'));
    await button('English').click();
    await page.reload();
    await page.getByRole('heading', { name: 'What would you like to do?' }).waitFor();
    show(snapshot('signed-out'));
    await page.getByRole('heading', { name: 'Signed out. Thank you' }).waitFor();
    show(snapshot('welcome'));
    await page.getByRole('heading', { name: '请先登录' }).waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('only the ticked pieces are confirmed', async () => {
    await open(snapshot('drop-count'));
    const [first, , third] = screens['drop-count'].pieces;
    await page.getByRole('checkbox', { name: '某政办发〔2026〕12号' }).uncheck();
    await button('确认投入 2 件').click();
    await expect.poll(commands).toEqual([{ type: 'confirm-count', dockets: [first?.docket, third?.docket] }]);
  });

  test('nothing ticked off at one compartment is carried to the next', async () => {
    await open(snapshot('drop-count'));
    await page.getByRole('checkbox', { name: '某政办发〔2026〕12号' }).uncheck();
    const next = {
      ...screens['drop-count'],
      compartment: { ...screens['drop-count'].compartment, id: 'A07' },
    };
    show(snapshot('drop-count', { screen: next }));
    await button('确认投入 3 件').waitFor();
  });

  test('registers to the departments the record was recognised as, and to what is added', async () => {
    await open(snapshot('drop-register'));
    await button('财政局 增加一份').click();
    await button('财政局 增加一份').click();
    await button('应急管理局 减少一份').click();
    await button('登记 3 份').click();
    await expect.poll(commands).toEqual([
      {
        type: 'register',
        recipients: [
          { department: 'fgw', copies: 1 },
          { department: 'czj', copies: 2 },
        ],
      },
    ]);
  });

  test('a piece is refused with a reason', async () => {
    await open(snapshot('pickup-done'));
    await button('退文 某政办发〔2026〕11号').click();
    await page.getByRole('radio', { name: '重复来文' }).check();
    await button('确认退文').click();
    const docket = screens['pickup-done'].collected[0]?.docket;
    await expect.poll(commands).toEqual([{ type: 'refuse', docket, reason: 'duplicate', note: null }]);
  });

  test('whoever is idle is warned in time and can stay', async () => {
    await stopTime();
    await open(snapshot('choose-flow', { idleAt: new Date(Date.parse(at) + 40_000).toISOString() }));
    expect(await button('我还在').count()).toBe(0);
    await page.clock.runFor(28_000);
    await button('我还在').click();
    await expect.poll(() => heard.map(({ command }) => command)).toContainEqual({ type: 'touch' });
    expect(commands()).toEqual([]);
  });

  test('an alarm sounds until it is acknowledged', async () => {
    await stopTime();
    await page.addInitScript(() => {
      const counted = globalThis as unknown as { tones: number };
      counted.tones = 0;
      const original = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...args): void {
        counted.tones += 1;
        original.apply(this, args);
      };
    });
    const tones = () => page.evaluate(() => (globalThis as unknown as { tones: number }).tones);
    await open(snapshot('drop-open', { alarms: [alarm('door-left-open')] }));
    await expect.poll(tones).toBe(2);
    await page.clock.runFor(beepEvery);
    expect(await tones()).toBe(4);
    await page.getByRole('alert').getByText('箱门未关').waitFor();
    await button('知道了').click();
    await expect.poll(commands).toContainEqual({ type: 'acknowledge-alarm', alarm: 'alarm-door-left-open' });
    show(snapshot('drop-open'));
    await page.getByText('箱门未关').waitFor({ state: 'detached' });
    const silent = await tones();
    await page.clock.runFor(beepEvery * 4);
    expect(await tones()).toBe(silent);
  });

  test('an unknown station is named as such', async () => {
    await page.goto(`${server.url}/kiosk/nowhere`);
    await page.getByRole('heading', { name: '没有这个站点' }).waitFor();
  });

  test('no office cookie is ever shown to the station', async () => {
    shown = snapshot('welcome');
    await page.context().addCookies([{ name: 'office', value: 'secret', url: server.url }]);
    const [request] = await Promise.all([
      page.waitForRequest('**/stations/front/session'),
      page.goto(`${server.url}/kiosk/front`),
    ]);
    expect((await request.allHeaders())['cookie']).toBeUndefined();
  });
});
