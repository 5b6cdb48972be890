import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import * as clocks from '#tests/support/clock-fixtures.ts';
import * as custody from '#tests/support/custody-fixtures.ts';
import * as labels from '#tests/support/label-fixtures.ts';
import * as issued from '#tests/support/list-fixtures.ts';
import * as messages from '#tests/support/message-fixtures.ts';
import * as fixtures from '#tests/support/office-fixtures.ts';
import { type PageServer, servePages } from '#tests/support/page-server.ts';
import * as programs from '#tests/support/program-fixtures.ts';
import * as reconciled from '#tests/support/reconciliation-fixtures.ts';
import { keptTabs } from '#tests/support/tabs.ts';

/** Name a folder here to keep a picture of every page. */
export const pictures = process.env['DOCKETBOX_PICTURES'];
const size = { width: 1280, height: 900 };
/** What every test begins with. */
const blank = () => ({
  signedIn: true,
  /** Every list is. */
  empty: false,
  posted: [] as [path: string, body: unknown][],
  /** What is answered at a path instead of the usual. */
  answers: {} as Record<string, readonly [number, unknown]>,
});

/** The office pages in a browser, before a controller that has one of everything. Registers its hooks; blank before each test. */
export const officePages = () => {
  let server: PageServer;
  const visit = keptTabs({ viewport: size, timezoneId: 'Asia/Shanghai' });
  const stage = { ...blank(), open };

  const list = (items: readonly unknown[]) => [200, { items: stage.empty ? [] : items, next: null }] as const;
  const problem = { type: '', title: '', status: 422 } as const;
  const refused = [401, { ...problem, status: 401, code: 'sign-in-required', detail: '请先登录。' }] as const;
  const get = (path: string): readonly [number, unknown] | undefined => {
    if (path === '/receipts/R1') return [200, fixtures.receipt];
    if (path === '/setup') return [200, { needed: stage.empty }];
    if (!stage.signedIn) return refused;
    if (path in stage.answers) return stage.answers[path];
    if (path === '/registers/catalogues/c1') return [200, issued.catalogue];
    if (path.endsWith('/circulation')) return [200, custody.circulation];
    if (path === '/documents/d1') return [200, fixtures.document];
    if (path.startsWith('/evaluation?')) return [200, issued.evaluated];
    if (path === '/record') return [200, fixtures.record];
    if (path === '/intake') return [200, fixtures.intake];
    if (path === '/clocks/settings') return [200, clocks.settings];
    if (path.startsWith('/clocks/calendar')) return [200, clocks.calendarOf(path.slice(-7))];
    if (path.startsWith('/deadlines')) return list(clocks.deadlines[path.split('=')[1] ?? ''] ?? []);
    if (path === '/webhook-choices') return [200, programs.choices];
    if (path === '/stock-takes/t1') return [200, custody.stockTake];
    if (path === '/directory') return [200, programs.directory];
    if (path === '/label-templates') return [200, { items: labels.views }];
    const lists: Record<string, readonly unknown[]> = {
      documents: [fixtures.document],
      departments: fixtures.departments,
      people: fixtures.people,
      compartments: fixtures.compartments,
      devices: fixtures.devices,
      'print-jobs': fixtures.jobs,
      'print-batches': fixtures.batches,
      printers: fixtures.printers,
      receipts: [fixtures.receipt],
      lists: issued.lists,
      'registers/receiving': issued.receiving,
      'registers/catalogues': [issued.catalogue],
      'evaluation/rows': issued.figureRows,
      reconciliation: reconciled.differences,
      'daily-sheets': reconciled.sheets,
      ...custody.lists,
      search: issued.found,
      'search/suggestions': issued.suggested,
      scans: path.includes('unmatched') ? fixtures.scans : [],
      channels: messages.channels,
      messages: path.includes('dead') ? messages.dead : messages.waiting,
      webhooks: programs.webhooks,
      'card-readers': [{ station: 'front', name: '一楼', cabinet: '一号柜' }],
    };
    const rows = lists[path.slice(1).replace(/\?.*/, '')];
    return path === '/me' ? [200, fixtures.me] : rows && list(rows);
  };
  beforeAll(async () => {
    server = await servePages(inject('pages'), (method, full, body) => {
      const path = full.replace('/api/v1', '');
      if (method === 'GET') return get(path);
      if (path === '/clocks/preview') return [200, clocks.effect];
      if (path === '/label-preview') return [200, labels.preview];
      stage.posted.push([path, body]);
      return stage.answers[path] ?? stage.answers[path.replace(/\?.*/, '')];
    });
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(() => {
    Object.assign(stage, blank());
  });
  function open(path: string, language = 'zh-CN'): Promise<Page> {
    return visit(server.url + path, language);
  }
  return stage;
};
