import { isCardReader, isPrinter } from '#controller/config-schema.ts';
import type { StationDoor } from '#controller/api/http/deps.ts';
import { SHEET_KINDS } from '#controller/ports/sheet-maker.ts';
import { by, client, demoConfig, documentBody, makeSite, seed, serve } from '../api-site.ts';
import { snapshot } from '../kiosk-snapshots.ts';
import type { Known } from './arbitrary.ts';

const RECORD =
  'GB0626-2005^SJ202600000000000123^某市人民政府办公室^通知^某政办发〔2026〕77号^各区县人民政府^关于做好防汛工作的通知^无^特急^20260618^市地级^某市人民政府办公室^20260618^^|';

/** A served site with something of every sort in it, so that operations find what they ask for, and its ids. */
export const livedInSite = async () => {
  const url = 'http://127.0.0.1:9';
  const config = demoConfig((one) => ({ ...one, webhooks: { allow: [url] } }));
  const door: StationDoor = {
    snapshot: () => snapshot('signed-out'),
    command: () => Promise.resolve({ ok: true, snapshot: snapshot('signed-out') }),
    onSnapshot: () => () => undefined,
  };
  const site = makeSite({ config, stations: new Map([['front', door]]) });
  const { token } = seed(site);
  const served = await serve(site);
  const ask = client(`${served.url}/api/v1`, { token });
  const make = async (path: string, body: unknown) => (await ask('POST', path, body)).body;

  const documents = [];
  for (const serial of [1, 2, 3, 4]) {
    const number = `某政办发〔2026〕${serial}号`;
    documents.push(await make('/documents', documentBody({ number, oaId: `oa-${serial}` })));
  }
  const ids = documents.map(({ id }) => id);
  const dockets = documents.map(({ consignments }) => consignments[0].docket);
  const about = { compartment: 'A01', session: 's1', intent: 'i1' };
  const deposited = { type: 'ConsignmentDeposited', payload: { ...about, counted: 'person' } } as const;
  site.desk.append([{ stream: `consignment:${dockets[3]}`, events: [deposited] }], { ...by, actor: '1001' });

  await make('/people', { number: '1000', name: '周静', roles: ['registrar'] });
  await make('/people', { number: '2000', name: '李明', roles: ['collector'], departments: ['bgs'] });
  await make('/people/1000/credentials', { method: 'pin', pin: '80317462' });
  const batch = await make('/print-batches', { document: ids[0] });
  const list = await make('/lists', { kind: 'drop', from: '2020-01-01', to: '2029-12-31' });
  const catalogue = await make('/registers/catalogues', { title: '目录', documents: ids });
  const webhook = await make('/webhooks', { url });
  const { items: jobs } = (await ask('GET', '/print-jobs')).body;
  const of = (is: (device: (typeof site.config.devices)[number]) => boolean) =>
    site.config.devices.filter(is).map(({ id }) => id);
  const reader = site.config.cabinets
    .flatMap(({ stations }) => stations)
    .find((one) => one.cardReader !== null);
  const tap =
    of(isCardReader).length > 0 && reader ? await make('/people/1000/card-taps', { station: reader.id }) : {};
  const known: Known = {
    ...{ document: ids, documents: ids, 'documents.id': ids, docket: dockets, dockets, text: [RECORD] },
    ...{
      'consignments.docket': dockets,
      department: ['bgs', 'fgw'],
      departments: ['bgs'],
      from: [1],
      to: [2],
    },
    ...{
      'departments.code': ['bgs'],
      'people.number': ['1000', '2000'],
      number: ['1000'],
      pin: ['80317462'],
    },
    ...{ 'sheets.kind': [...SHEET_KINDS], 'label-templates.stock': ['60x40'], stock: ['60x40'] },
    ...{ 'print-batches.id': [batch.id], 'print-jobs.id': jobs.map(({ id }: { id: string }) => id) },
    ...{ 'lists.number': [list.number], 'catalogues.id': [catalogue.id], 'compartments.id': ['A01'] },
    ...{ 'webhooks.id': [webhook.id], url: [url], events: [] },
    ...{ 'stations.id': ['front'], station: [reader?.id ?? 'front'], 'card-taps.tap': [tap.tap ?? 'none'] },
    ...{
      'devices.id': of(() => true),
      printer: [...of(isPrinter), null],
      code: ['bgs'],
      secrecy: ['none', '机密'],
    },
  };
  return { site, served, token, known };
};
