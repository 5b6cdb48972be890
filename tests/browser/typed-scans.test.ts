import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { StationCommand, StationSnapshot } from '#controller/api/contract/station.ts';
import { launchBrowser } from '#tests/support/browser.ts';
import { snapshot } from '#tests/support/kiosk-snapshots.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import { leave } from '#tests/support/tabs.ts';

/** Gap between two keys of a scanner and of a person, ms: told to the page, not waited for. */
const [machine, person] = [5, 200];

describe('a kiosk page whose station takes typed scans', () => {
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let shown: StationSnapshot;
  let heard: StationCommand[];
  let moment = 1_000_000;

  beforeAll(async () => {
    server = await servePages(inject('pages'), (method, path, body) => {
      if (path !== '/api/v1/stations/front/session') return undefined;
      if (method === 'POST') heard.push(body as StationCommand);
      return [200, shown];
    });
    browser = await launchBrowser();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(() => {
    heard = [];
  });
  afterEach(() => leave(page));

  const taking = (state: StationSnapshot, keyboardScanner = true): StationSnapshot => ({
    ...state,
    station: { ...state.station, keyboardScanner },
  });
  const open = async (state: StationSnapshot): Promise<void> => {
    shown = state;
    await page.goto(`${server.url}/kiosk/front`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const field = () => page.getByLabel('扫码器键入内容');
  const ready = () => expect.poll(() => field().evaluate((one) => one === document.activeElement)).toBe(true);
  /** Presses keys where the focus is, with the times told; true for those whose own effect was taken away. */
  const type = (keys: readonly (string | { key: string; ctrl: true })[], gap: number): Promise<boolean[]> => {
    moment += 100_000;
    return page.evaluate(
      ([list, every, from]) =>
        list.map((one, i) => {
          const init = typeof one === 'string' ? { key: one } : { key: one.key, ctrlKey: one.ctrl };
          const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
          Object.defineProperty(event, 'timeStamp', { value: from + i * every });
          return !(document.activeElement ?? document.body).dispatchEvent(event);
        }),
      [keys, gap, moment] as const,
    );
  };
  const scans = (): string[] => heard.flatMap((one) => (one.type === 'typed-scan' ? [one.text] : []));
  const scan = (text: string) => type([...text, 'Enter'], machine);

  test('sends a burst that ends in Enter, and never shows it', async () => {
    await open(taking(snapshot('welcome')));
    await ready();
    await scan('DB260001A7K3Q9XM');
    await expect.poll(scans).toEqual(['DB260001A7K3Q9XM']);
    await scan('<img src=x onerror=alert(1)>');
    await expect.poll(() => scans().length).toBe(2);
    expect(await field().inputValue()).toBe('');
    expect(await page.locator('body').innerText()).not.toContain('DB260001A7K3Q9XM');
    expect(await page.locator('img[src=x]').count()).toBe(0);
  });

  test('real keys go the same way, and leave nothing in the page', async () => {
    await open(taking(snapshot('welcome')));
    await ready();
    await page.keyboard.type('DB260001');
    await page.keyboard.press('Escape');
    expect(await field().inputValue()).toBe('');
    expect(heard.filter(({ type: what }) => what !== 'typed-scan')).toEqual([]);
  });

  test('hears nothing of what a person types, and nothing without its Enter', async () => {
    await open(taking(snapshot('welcome')));
    await ready();
    await type([...'DB260001', 'Enter'], person);
    await type([...'DB260001'], machine);
    await scan('LAST');
    await expect.poll(scans).toEqual(['LAST']);
  });

  test('lets no key of a scanner act: neither control characters nor hot-keys', async () => {
    await open(taking(snapshot('choose-flow')));
    await ready();
    const hot = [{ key: 'p', ctrl: true as const }, 'F5', 'Escape', 'Backspace', ' ', 'Tab', '\u0010'];
    expect(await type([...'ABCD', ...hot, ...'EFGH', 'Enter'], machine)).not.toContain(false);
    await scan('NEXT');
    await expect.poll(scans).toEqual(['NEXT']);
    expect(heard).toEqual([{ type: 'typed-scan', text: 'NEXT' }]);
  });

  test('takes the keyboard back after a tap and on a new screen, so that no scan presses a button', async () => {
    await open(taking(snapshot('choose-flow')));
    await ready();
    await page.getByRole('button', { name: 'English' }).click();
    const english = page.getByLabel('What a scanner types');
    await expect.poll(() => english.evaluate((one) => one === document.activeElement)).toBe(true);
    shown = { ...taking(snapshot('drop-ready')), revision: shown.revision + 1 };
    server.tell('/stations', 'snapshot', shown);
    await expect.poll(() => page.locator('main').getAttribute('data-revision')).toBe(String(shown.revision));
    await expect.poll(() => english.evaluate((one) => one === document.activeElement)).toBe(true);
    await scan('DB260001');
    await expect.poll(scans).toEqual(['DB260001']);
  });

  test('leaves a field to the person who types in it, and Tab to whoever moves with keys', async () => {
    await open(taking(snapshot('welcome')));
    await ready();
    await page.getByLabel('工号').click();
    await page.keyboard.type('1001', { delay: person });
    expect(await page.getByLabel('工号').inputValue()).toBe('1001');
    await page.getByRole('heading', { level: 1 }).click();
    await ready();
    await page.keyboard.press('Tab');
    expect(await field().evaluate((one) => one === document.activeElement)).toBe(false);
    expect(scans()).toEqual([]);
  });

  test('planted mutant: where the station does not take them, there is nothing to type into', async () => {
    await open(taking(snapshot('welcome'), false));
    expect(await field().count()).toBe(0);
    await scan('DB260001A7K3Q9XM');
    await page.getByRole('button', { name: 'English' }).click();
    expect(scans()).toEqual([]);
  });
});
