import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { watched } from './settled.ts';

/** Leaves a page as one leaves a tab before closing it, which costs more: nothing stays but what the browser caches. */
export const leave = async (tab: Page): Promise<void> => {
  await tab.evaluate(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  await tab.unrouteAll({ behavior: 'ignoreErrors' });
  // A change of the part after # alone would load nothing.
  await tab.goto('about:blank');
};

/**
 * A browser whose tabs are kept from test to test, one a language: a new tab costs several times what the page in it
 * does. Each has a context of its own, for tabs of one context share a window, and the one behind is several times
 * slower. Registers its hooks: each test leaves what it opened. Answers how to open an address with the page speaking
 * `language`, in a window of `size`; the heading is there when that resolves.
 */
export const keptTabs = (options: BrowserContextOptions) => {
  let browser: Browser;
  const tabs = new Map<string, Page>();
  const leaveAll = async (): Promise<void> => {
    for (const tab of tabs.values()) if (tab.url() !== 'about:blank') await leave(tab);
  };
  const fresh = async (language: string): Promise<Page> => {
    const tab = watched(await (await browser.newContext(options)).newPage());
    await tab.addInitScript((code) => sessionStorage.setItem('docketbox-language', code), language);
    tabs.set(language, tab);
    return tab;
  };
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(leaveAll);
  afterAll(async () => await browser.close());
  return async (url: string, language: string, size?: { width: number; height: number }): Promise<Page> => {
    await leaveAll();
    const tab = tabs.get(language) ?? (await fresh(language));
    if (size) await tab.setViewportSize(size);
    await tab.goto(url);
    await tab.getByRole('heading', { level: 1 }).waitFor();
    return tab;
  };
};
