/// <reference lib="dom" />
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What a picky visitor would complain about on the page as it stands; empty when all is well. */
export function complaints(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const name = (element: Element): string =>
      `${element.tagName.toLowerCase()} “${(element.textContent ?? '').trim().slice(0, 30)}”`;
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.push(`the page is ${wide} px wide on a screen of ${innerWidth}`);
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (box.right > innerWidth + 1 && getComputedStyle(element).position !== 'absolute')
        found.push(`${name(element)} sticks out on the right by ${Math.round(box.right - innerWidth)} px`);
      if (element.matches('button, h1, h2, .digits') && element.scrollWidth > element.clientWidth + 2)
        found.push(`${name(element)} is cut off`);
    }
    const text = document.body.innerText;
    const keys = text.match(/\b[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\b/g) ?? [];
    if (keys.length > 0) found.push(`text keys instead of words: ${keys.join(', ')}`);
    if (/undefined|NaN|\[object|[{}]/.test(text)) found.push(`unfilled text: ${text.slice(0, 200)}`);
    return found;
  });
}

/** What axe-core is, for pages that do not have it; read where `AxeBuilder` reads it. */
const { source } = createRequire(import.meta.resolve('@axe-core/playwright'))('axe-core') as {
  source: string;
};
/** Stands in for it where it is there already: it is long, and AxeBuilder would send it twice. */
const PRESENT = ';';

/** What axe-core calls serious or critical. */
export async function barriers(page: Page): Promise<string[]> {
  // Each frame needs its own: then AxeBuilder sees to all of them.
  const alone = page.frames().length === 1;
  if (alone && !(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(`${source};0`);
  const { violations } = await new AxeBuilder({ page, axeSource: alone ? PRESENT : source })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

/** Controls a finger could miss, with their sizes; `least` in CSS pixels. */
export const smallTargets = (page: Page, least: number): Promise<string[]> =>
  page.evaluate(
    (px) =>
      [...document.querySelectorAll('button, label:has(input[type=checkbox], input[type=radio]), input')]
        .filter(
          (element) =>
            element.closest('label:has(input[type=checkbox], input[type=radio])') === null ||
            element.matches('label'),
        )
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.height > 0 && (box.height < px - 0.5 || box.width < px - 0.5))
        .map(
          ({ element, box }) =>
            `${element.tagName.toLowerCase()} “${(element.textContent ?? '').trim()}” ${Math.round(box.width)}×${Math.round(box.height)}`,
        ),
    least,
  );
