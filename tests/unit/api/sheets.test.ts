import { afterEach, beforeEach, expect, it } from 'vitest';
import { printPdf } from '#controller/commands/print-sheets.ts';
import { printerFor } from '#controller/api/routes/printer-choice.ts';
import { by, client, demoConfig, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

let site: ReturnType<typeof makeSite>;
let served: Served;
let token: string;
beforeEach(async () => {
  site = makeSite();
  token = seed(site).token;
  served = await serve(site);
});
afterEach(() => served.stop());
const pdf = Buffer.from('%PDF-1.7 a sheet');
const get = (path: string) =>
  fetch(`${served.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });

it('a sheet in line can be downloaded, and says so when it is no longer kept', async () => {
  printPdf(site, { printer: 'a4', label: '送达清单 2026-00000001', pdf }, by);
  const [job] = site.views.pendingPrintJobs();
  const answer = await get(`/print-jobs/${job?.id}/pdf`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf);
  site.sheets.remove(job?.subject ?? '');
  expect((await get(`/print-jobs/${job?.id}/pdf`)).status).toBe(410);
  expect((await get('/print-jobs/none/pdf')).status).toBe(404);
});

it('a list of jobs tells what a sheet is, and who asked for it', async () => {
  printPdf(site, { printer: 'a4', label: 'cover sheet', pdf, copies: 3, why: 'first one torn' }, by);
  const { body } = await client(`${served.url}/api/v1`, { token })('GET', '/print-jobs');
  expect(body.items).toMatchObject([
    { artwork: 'sheet', label: 'cover sheet', copies: 3, by: 'test', reason: 'first one torn' },
  ]);
});

it('the printer is the wanted one, else the station’s, else any that can; label printers take no sheets', () => {
  const office = (id: string) => ({ id, kind: 'printer/ipp', link: `ipp://192.0.2.1/${id}` });
  const config = demoConfig((demo) => ({
    ...demo,
    devices: [...demo.devices, office('office-1'), office('office-2')],
    cabinets: demo.cabinets.map((cabinet) => ({
      ...cabinet,
      stations: cabinet.stations.map((station, i) => ({
        ...station,
        ...(i === 0 ? { sheetPrinter: 'office-2' } : {}),
      })),
    })),
  }));
  const station = config.cabinets[0]?.stations[0]?.id ?? '';
  expect(printerFor(config, 'sheet', 'office-1')).toBe('office-1');
  expect(printerFor(config, 'sheet', null, station)).toBe('office-2');
  expect(printerFor(config, 'sheet', null)).toBe('office-2');
  const labels = config.devices.find(({ kind }) => kind === 'printer/zpl' || kind === 'printer/tspl')?.id;
  expect(() => printerFor(config, 'sheet', labels ?? '?')).toThrow('no-printer');
  expect(printerFor(config, 'label', null)).not.toMatch(/office/);
  expect(() => printerFor(demoConfig(), 'sheet', null)).toThrow('no-printer');
});
