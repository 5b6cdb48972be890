/// <reference lib="dom" />
import type { Page, Request } from 'playwright-core';
import { until } from './until.ts';

interface Asked {
  /** Requests so far. */
  count: number;
  readonly open: Set<Request>;
}
const asked = new WeakMap<Page, Asked>();

/** Follows what a new page asks for, so that `settled` can be asked of it; answers the page. */
export const watched = (page: Page): Page => {
  const seen: Asked = { count: 0, open: new Set() };
  asked.set(page, seen);
  page.on('request', (request) => {
    seen.count += 1;
    seen.open.add(request);
  });
  page.on('requestfinished', (request) => seen.open.delete(request));
  page.on('requestfailed', (request) => seen.open.delete(request));
  return page;
};

/** Two frames: what was due is drawn, and whatever follows from it is asked for. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

/**
 * Resolves when a watched page has drawn the answers to all it asked for and asks for nothing more; a live line counts
 * until it is past the change of transport that begins it. Needs no rest in which nothing happens.
 */
export const settled = async (page: Page): Promise<void> => {
  const seen = asked.get(page);
  if (!seen) throw new Error('settled: the page is not followed; open it with watched(page)');
  for (let count = -1; count !== seen.count;) {
    count = seen.count;
    await until('an answer to all that the page asked for', () => seen.open.size === 0);
    await drawn(page);
  }
};
