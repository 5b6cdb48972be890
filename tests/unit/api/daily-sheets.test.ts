import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logKey } from '#controller/commands/checkpoints/log-key.ts';
import { openNote, readCheckpoint } from '#controller/commands/checkpoints/note.ts';
import { noteOfSymbol } from '#controller/commands/checkpoints/symbol.ts';
import { differenceWords, explain, remedies } from '#controller/api/contract/difference-words.ts';
import { dailySheetTable } from '#controller/api/tables/daily-sheet.ts';
import { greyOfPixels } from '#label-printer/decoding/grey.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { pdfOf } from '#label-printer/lists/pdf.ts';
import { client, serve, SITE_KEY, tokenFor, type Served } from '#tests/support/api-site.ts';
import { busySite } from '#tests/support/planted-differences.ts';
import { PLANTS } from '#tests/support/plants.ts';
import { wrongGlyphs } from '#tests/unit/label-printer/forms/noto-reference.ts';
import { withPdfium } from '#tests/unit/label-printer/pdf/pdfium.ts';

const dense = (text: string): string => text.replaceAll(/\s+/gu, '');
/** Text of every page as another program takes it out again, and what its codes say. */
const opened = (pdf: Uint8Array) =>
  withPdfium(pdf, async (document) => {
    const pages = [...document.pages()].map((page) => dense(page.getText()));
    const { width, height, data } = await document.getPage(0).render({ scale: 3, colorSpace: 'Gray' });
    const codes = await readWithZxingWasm(greyOfPixels(width, height, new Uint8Array(data)), ['QRCode']);
    return { pages, codes: codes.map(({ bytes }) => Buffer.from(bytes).toString('latin1')) };
  });

describe('the daily sheet', () => {
  const site = busySite();
  let served: Served;
  let ask: ReturnType<typeof client>;
  let sheet: { sequence: number; figures: Record<string, number>; open: number; checkpoint: string };
  let pdf: Uint8Array;
  let seen: Awaited<ReturnType<typeof opened>>;
  const token = tokenFor(site.site, 'auditor', 'reader');
  const fileOf = async (sequence: number): Promise<Uint8Array> => {
    const headers = { authorization: `Bearer ${token}` };
    const url = `${served.url}/api/v1/daily-sheets/${sequence}?format=pdf`;
    return new Uint8Array(await (await fetch(url, { headers })).arrayBuffer());
  };
  beforeAll(async () => {
    served = await serve(site.site);
    ask = client(`${served.url}/api/v1`, { token: tokenFor(site.site, 'registrar') });
    PLANTS.forEach(([, plant], i) => {
      const n = String(i + 1).padStart(2, '0');
      plant(site, `d${n}`, `B${n}`);
    });
    await site.hours(24 * 20);
    // Today: three documents; three pieces dropped, one of them collected; three handed in, one for outside.
    const [first = '', ...rest] = [...site.register('d31'), ...site.register('d32', 2)];
    const [outside = '', inside = '', left = ''] = site.register('d36', 3);
    site.drop('B31', [first]);
    site.drop('B32', rest);
    site.collect('B31', 'd31', [first]);
    const at = { compartment: 'O01', session: 's-out', intent: 'i-out' };
    for (const code of [outside, inside, left])
      site.write(`consignment:${code}`, {
        type: 'ConsignmentHandedIn',
        payload: { ...at, counted: 'person', department: 'd31' },
      });
    for (const code of [inside, outside])
      site.write(`consignment:${code}`, {
        type: 'ConsignmentFetched',
        payload: { ...at, session: 's-fetch', signedBy: 'scanned' },
      });
    site.write(`consignment:${outside}`, {
      type: 'ConsignmentDispatched',
      payload: { compartment: 'O01', session: 's-fetch', department: 'd36' },
    });
    const answer = await ask('POST', '/daily-sheets');
    expect(answer.status).toBe(201);
    sheet = answer.body;
    pdf = await fileOf(sheet.sequence);
    seen = await opened(pdf);
  }, 120_000);
  afterAll(() => served.stop());

  it('counts what happened today, and what is overdue', () => {
    expect(sheet.figures).toMatchObject({ registered: 3, dropped: 3, collected: 1, refused: 0, returned: 0 });
    expect(sheet.figures).toMatchObject({ handedIn: 3, fetched: 2, dispatched: 1 });
    expect(sheet.figures['visits']).toBe(5);
    expect(sheet.figures['overdue']).toBeGreaterThan(0);
    expect(seen.pages[0]).toContain('登记公文：3');
    expect(seen.pages[0]).toContain('投件：3');
    expect(seen.pages[0]).toContain('交寄外发：3');
    expect(seen.pages[0]).toContain('取走外发件：2');
    expect(seen.pages[0]).toContain('其中发往外单位：1');
  });

  it('says every open difference with its explanation, page x of y, and room to sign', () => {
    const rows = site.site.views.differences({ limit: 200 }, { state: 'open' }).rows;
    expect(sheet.open).toBe(rows.length);
    const body = seen.pages.join('');
    const lost = (text: string) =>
      rows.filter((row) => {
        const sentence = dense(explain('zh-CN', row));
        return [...sentence, ...differenceWords['zh-CN'].kinds[row.kind]].some((c) => !text.includes(c));
      });
    expect(lost(body)).toEqual([]);
    expect(lost(body.replaceAll('盘', ''))).not.toEqual([]);
    for (const { number } of site.site.views.dailySheet(sheet.sequence)?.differences ?? [])
      if (number !== null) expect(body).toContain(dense(number));
    expect(body).toContain(`未了差异${rows.length}条`);
    seen.pages.forEach((page, i) => expect(page).toContain(`第${i + 1}页共${seen.pages.length}页`));
    expect(body).not.toContain('不外传');
  });

  it('carries a checkpoint as text and as a code that another decoder reads; the ledger began so', () => {
    const lines = sheet.checkpoint.split('\n').filter((line) => line !== '');
    for (const line of lines) expect(dense(seen.pages.join(''))).toContain(dense(line));
    const [symbol = ''] = seen.codes;
    expect(noteOfSymbol(symbol)).toBe(sheet.checkpoint);
    const { size, root } = readCheckpoint(openNote(noteOfSymbol(symbol), logKey(SITE_KEY, 'demo')));
    const [event] = site.site.ledger.read(size, 1);
    expect(event).toMatchObject({
      type: 'CheckpointIssued',
      payload: { size, root, purpose: 'daily-sheet' },
    });
  });

  it('is printed in Noto Sans SC, character by character', async () => {
    const line = { x: 90.89, baseline: 22.19, size: 16, weight: 'bold' as const };
    expect(await wrongGlyphs(pdf, { ...line, text: '交换站日报' })).toEqual([]);
    expect(await wrongGlyphs(pdf, { ...line, text: '交换站月报' })).toEqual(['月']);
  });

  it('is the same bytes whenever it is fetched, whatever happened since', async () => {
    site.register('d33');
    await site.hours(30);
    expect(Buffer.from(await fileOf(sheet.sequence)).equals(Buffer.from(pdf))).toBe(true);
    const next = await ask('POST', '/daily-sheets');
    expect(next.body.sequence).toBeGreaterThan(sheet.sequence);
    expect((await ask('GET', '/daily-sheets?limit=1')).body.items[0].sequence).toBe(next.body.sequence);
    expect((await ask('GET', '/daily-sheets/1')).status).toBe(404);
  });

  it('can be settled row by row over HTTP, by those who may, and says so', async () => {
    const { body } = await ask('GET', '/reconciliation?kind=electronic-only&limit=1', undefined, {
      headers: { 'accept-language': 'en' },
    });
    const [row] = body.items;
    expect(row).toMatchObject({ state: 'open', actions: ['acknowledged', 'withdrawn'] });
    expect(row.explanation).toMatch(/^Registered for \d, none dropped until now\.$/);
    const supervisor = client(`${served.url}/api/v1`, { token: tokenFor(site.site, 'supervisor') });
    const settle = { action: 'withdrawn', reason: '不再投放' };
    expect((await supervisor('POST', `/reconciliation/${row.id}/settle`, settle)).status).toBe(403);
    const done = await ask('POST', `/reconciliation/${row.id}/settle`, settle, { key: 'settle-0001' });
    expect(done.body).toMatchObject({
      state: 'settled',
      settled: { action: 'withdrawn', by: 'token:registrar' },
    });
    expect(site.site.views.consignment(row.dockets[0])?.state).toBe('withdrawn');
    const again = await ask('POST', `/reconciliation/${row.id}/settle`, settle, { key: 'settle-0001' });
    expect([again.status, again.body]).toEqual([200, done.body]);
    expect((await ask('POST', `/reconciliation/${row.id}/settle`, settle)).status).toBe(409);
  });

  // Last: drawing holds up this thread, and a connection that was kept meanwhile is a dead one.
  it('says the same in English: figures, every difference with its remedy, and its checkpoint', async () => {
    const row = site.site.views.dailySheet(sheet.sequence) ?? expect.fail('no sheet');
    const english = await opened(await pdfOf(dailySheetTable({ ...row, language: 'en' })));
    const said = differenceWords.en;
    const [first = ''] = english.pages;
    const { registered, dropped, handedIn, fetched, dispatched, overdue } = row.figures;
    for (const words of [
      ...['Daily sheet of the exchange station', `Documents registered: ${registered}`],
      ...[`Dropped: ${dropped}`, `Handed in to go out: ${handedIn}`, `Fetched to go out: ${fetched}`],
      ...[`Of these out of the house: ${dispatched}`, `Overdue now: ${overdue}`],
    ])
      expect(first).toContain(dense(words));
    const body = english.pages.join('');
    expect(body).toContain(dense(`${row.differences.length} open differences`));
    // Letters alone: a cell breaks between words, and beside it stand other cells.
    const missing = (text: string) =>
      row.differences.filter((one) => {
        const sentence = `${said.kinds[one.kind]} ${explain('en', one)} ${said.remedies[remedies[one.code]]}`;
        return sentence.split(' ').some((word) => !text.includes(word));
      });
    expect(missing(body)).toEqual([]);
    expect(missing(body.replaceAll('compartment', 'box'))).not.toEqual([]);
    expect(body).not.toMatch(/[投取退差异]/u);
    expect(english.codes).toEqual(seen.codes);
    english.pages.forEach((page, i) => expect(page).toContain(`Page${i + 1}of${english.pages.length}`));
  });
});
