/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/**
 * Lets the pages opened from now on remember what stood in the elements of a selector, however short a time: their
 * words and the names they have for a screen reader. Answers how to read it, oldest first.
 */
export const remembering = async (page: Page, selector: string): Promise<() => Promise<string[]>> => {
  await page.addInitScript((watched) => {
    const seen = new Set<string>();
    Object.assign(globalThis, { remembered: seen });
    new MutationObserver(() => {
      for (const element of document.querySelectorAll<HTMLElement>(watched))
        seen.add(`${element.ariaLabel ?? ''} ${element.innerText}`.trim());
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  }, selector);
  return () => page.evaluate(() => [...(globalThis as unknown as { remembered: Set<string> }).remembered]);
};
