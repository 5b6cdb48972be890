import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceView, PrintJobView } from '#controller/api/contract/office.ts';
import { noIppPrinter } from '../support/ipp-printer.ts';
import { startSite, type RunningSite } from '../support/running-site.ts';
import type { SimState } from '../support/simulated-site.ts';
import { PATIENT } from '../support/until.ts';

/**
 * One label printer of each language but ZPL (which the main story prints on), on a socket, a serial line and the
 * network, each behind a whole running site. The office printer is the CUPS project's own.
 */
const printers = [
  { id: 'gap', kind: 'printer/tspl', link: 'tcp://127.0.0.1:9100', stock: '60x40' },
  { id: 'roll', kind: 'printer/escpos', link: 'serial:/dev/ttyS2?baud=115200', stock: '60x40' },
  { id: 'office', kind: 'printer/ipp', link: 'ipp://127.0.0.1/ipp/print', stock: 'A4' },
].filter(({ kind }) => kind !== 'printer/ipp' || noIppPrinter === null);
const site = {
  site: { id: 'printers', name: 'Printers' },
  devices: [
    { id: 'board', kind: 'lock-board/bcc8a', link: 'serial:/dev/ttyS1', feedback: 'closed_when_set' },
    ...printers,
  ],
  cabinets: [
    {
      ...{ id: 'A', name: 'A' },
      // Office paper takes labels only where a station says so.
      stations: [{ id: 'front', name: 'Front', flows: ['drop'], labelPrinter: printers.at(-1)?.id }],
      compartments: [
        {
          ...{ id: 'A01', number: 1, usage: 'department', department: 'fgw' },
          lock: { front: { device: 'board', channel: 1 } },
        },
      ],
    },
  ],
};

const dir = mkdtempSync(join(tmpdir(), 'docketbox-languages-'));
let running: RunningSite;
beforeAll(async () => {
  const config = join(dir, 'config.json');
  writeFileSync(config, JSON.stringify(site));
  running = await startSite({ config });
  await running.seed();
});
afterAll(async () => {
  await running?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Asks again until the answer is as wanted; tells the last one when it never is. */
const eventually = async <T>(
  what: string,
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
): Promise<T> => {
  const signal = AbortSignal.timeout(PATIENT);
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (signal.aborted) throw new Error(`waited in vain for ${what}: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
const device = async (id: string): Promise<DeviceView> => {
  const { items } = (await running.must('GET', '/api/v1/devices')) as { items: DeviceView[] };
  return items.find((each) => each.id === id)!;
};
const job = async (id: string): Promise<PrintJobView> => {
  const { items } = (await running.must('GET', '/api/v1/print-jobs')) as { items: PrintJobView[] };
  return items.find((each) => each.id === id)!;
};
let registered = 0;
const label = async (printer: string): Promise<{ docket: string; queued: PrintJobView }> => {
  const number = `某政办发〔2026〕${(registered += 1)}号`;
  const { consignments } = await running.register(number, [{ department: 'fgw', copies: 1 }]);
  const docket = consignments[0]!.docket;
  const { items } = await running.must('POST', '/api/v1/print-jobs', { dockets: [docket], printer });
  return { docket, queued: items[0] };
};
const settled = (id: string): Promise<PrintJobView> =>
  eventually(
    `${id} to be printed`,
    () => job(id),
    ({ state }) => state === 'printed',
  );

/** Codes on each paper that came out of a printer, in the order they did. */
const papers = async (printer: string): Promise<string[][]> => {
  if (printer === 'office') return await onPdfs(join(running.dir, 'printed', 'office', '1'));
  const read = (state: SimState): boolean => state.printed.every(({ codes }: SimState) => codes !== null);
  const { printed } = await running.sim.until('every paper to be read', read, PATIENT / 2);
  const here = printed.filter(({ device }: SimState) => device === printer);
  expect(here.flatMap(({ warnings }: SimState) => warnings)).toEqual([]);
  return here.map(({ codes }: SimState) => codes.map(nameOf).toSorted());
};
/** The office printer keeps what it was sent: read from outside, by the command line. */
const onPdfs = async (folder: string): Promise<string[][]> => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.pdf'))
    .toSorted((a, b) => parseInt(a, 10) - parseInt(b, 10))
    .map((name) => join(folder, name));
  const decode = ['controller/cli/main.ts', 'decode', ...files, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, decode);
  const found = JSON.parse(stdout) as { file: string; symbology: string; text: string }[];
  return files.map((file) =>
    found
      .filter((code) => code.file === file)
      .map(nameOf)
      .toSorted(),
  );
};
const nameOf = ({ symbology, text }: { symbology: string; text: string }): string => `${symbology} ${text}`;
const labelOf = ({ docket }: { docket: string }): string[] => [`Code128 ${docket}`, `QRCode ${docket}`];

const office = noIppPrinter === null ? '' : `; without printer/ipp: ${noIppPrinter}`;
describe(`TSPL, ESC/POS and IPP behind a whole site${office}`, () => {
  const first = new Map<string, { docket: string; queued: PrintJobView }>();

  test('a registered sheet gets one label, at the first attempt', async () => {
    for (const { id } of printers) first.set(id, await label(id));
    for (const [id, { queued }] of first)
      expect(await settled(queued.id)).toMatchObject({ printer: id, attempts: 1, why: null });
    const events = await running.events();
    for (const { queued } of first.values())
      expect(
        events.filter(({ stream }) => stream === `print-job:${queued.id}`).map(({ type }) => type),
      ).toEqual(['PrintJobQueued', 'PrintJobStarted', 'PrintJobPrinted']);
  });

  test('out of paper it says so and waits; with paper in the label comes out, and every label did once', async () => {
    const second = new Map<string, { docket: string; queued: PrintJobView }>();
    for (const { id } of printers) {
      await running.sim.do('removePaper', { device: id });
      second.set(id, await label(id));
    }
    for (const [id, { queued }] of second) {
      const needy = await eventually(
        `${id} to be without paper`,
        () => device(id),
        ({ printer }) => printer?.condition === 'no-media',
      );
      expect(needy).toMatchObject({ state: 'online', problem: expect.stringMatching(/paper|media/) });
      expect(await job(queued.id)).toMatchObject({ state: 'queued', attempts: 0 });
    }
    for (const { id } of printers) await running.sim.do('loadPaper', { device: id });
    for (const [id, { docket, queued }] of second) {
      await settled(queued.id);
      expect((await device(id)).problem).toBeNull();
      // All that ever came out of it: the first label and this one, each once.
      expect(await papers(id)).toEqual([labelOf(first.get(id)!), labelOf({ docket })]);
    }
  });
});
