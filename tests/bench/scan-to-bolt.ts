import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import { pseudoTerminal, type PseudoTerminal } from '../support/pseudo-terminal.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { quickBoard } from './support/quick-board.ts';
import { CHANNELS, FACTOR, quickSite } from './support/quick-site.ts';

const RUNS = 1000;
const WARM_UP = 100;
const VISIT = 10;
/** A person needs longer for the next piece than a supply for its rest, site's ms. */
const NEXT_PIECE = 250;
/** A scan after which no frame was sent for this long was refused, ms. */
const REFUSED_AFTER = 2000;
const rested = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, NEXT_PIECE / FACTOR));

/**
 * Last byte of a scan received → last byte of the open frame written, seen at the far end of its line, the durable
 * intent between them, with a signed-in messenger, over real pseudo-terminals. Reference, taken in turn with it: one raw
 * durable insert of as many bytes as the step's events have, plus one pseudo-terminal crossing of a frame through the
 * same serial binding.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-scan-to-bolt-'));
  const lines = await Promise.all([pseudoTerminal(), pseudoTerminal(), pseudoTerminal()]);
  try {
    return [await measure(dir, lines)];
  } finally {
    await Promise.all(lines.map((line) => line.cut()));
    rmSync(dir, { recursive: true, force: true });
  }
};

type Lines = readonly [board: PseudoTerminal, scanner: PseudoTerminal, plain: PseudoTerminal];
const measure = async (dir: string, [boardLine, scannerLine, plainLine]: Lines): Promise<BenchResult> => {
  let scannedAt = 0;
  let told: (ms: number) => void = () => undefined;
  const site = quickSite(
    join(dir, 'data'),
    { board: boardLine.path, scanner: scannerLine.path },
    (at) => (scannedAt = at),
  );
  const board = quickBoard(boardLine, (at) => told(at - scannedAt));
  const { station } = site;
  /** The first of these screens that comes. */
  const screen = (...names: string[]): Promise<string> =>
    new Promise((resolve) => {
      let stop = (): void => undefined;
      const look = (name: string): boolean => {
        if (!names.includes(name)) return false;
        stop();
        resolve(name);
        return true;
      };
      if (!look(station.snapshot().screen.name))
        stop = station.onSnapshot(({ screen: { name } }) => look(name));
    });
  const dockets = seed(site);
  const reference = await referenceFor(dir, plainLine);
  const times: number[] = [];
  const references: number[] = [];
  try {
    const doorsKnown = (): Promise<void> =>
      new Promise((resolve) => {
        const ready = (): boolean =>
          site.devices.actuator.door(`A${CHANNELS}`, 'front') === 'closed' &&
          site.devices.health().every((device) => device.state === 'online');
        const look = (): void => (ready() ? resolve() : void setTimeout(look, 10));
        look();
      });
    for (const [n, docket] of dockets.entries()) {
      // A messenger brings some pieces, not a thousand.
      if (n % VISIT === 0) {
        if (n > 0) await station.command({ type: 'finish', print: 'none' }, { cause: `finish-${n}` });
        await station.command({ type: 'sign-in', number: '1', pin: '0000' }, { cause: `sign-in-${n}` });
      }
      await screen('drop-ready');
      await rested();
      await doorsKnown();
      const before = site.ledger.head().sequence;
      const ms = await new Promise<number | null>((resolve) => {
        // A board that the fast clock lost from sight in this very moment opens nothing, rightly: that is no run.
        const look = (): void => {
          if (['drop-ready', 'not-opened'].includes(station.snapshot().screen.name)) resolve(null);
          else later = setTimeout(look, REFUSED_AFTER);
        };
        let later = setTimeout(look, REFUSED_AFTER);
        told = (took) => {
          clearTimeout(later);
          resolve(took);
        };
        scannerLine.send(Buffer.from(`${docket}\r`));
      });
      if (ms === null) {
        if (station.snapshot().screen.name === 'not-opened')
          await station.command({ type: 'give-up-open' }, { cause: `bench-${n}` });
        continue;
      }
      const written = bytesOf(site.ledger.read(before, STEP));
      // On a busy machine a read can come too late for the fast clock: the door is unknown then, and is given up.
      const opened = (await screen('drop-open', 'not-opened')) === 'drop-open';
      board.shut();
      if (opened && (await screen('drop-count', 'not-opened')) === 'drop-count')
        await station.command({ type: 'confirm-count', dockets: [docket] }, { cause: `bench-${n}` });
      else await station.command({ type: 'give-up-open' }, { cause: `bench-${n}` });
      // Both begin on a process that has slept: neither finds its caches warmer.
      await rested();
      const plain = await reference.once(written);
      if (n < WARM_UP) continue;
      times.push(ms);
      references.push(plain);
    }
  } finally {
    reference.close();
    await site.stop();
  }
  const [half, base] = [median(times), median(references)];
  return {
    ...{ name: 'scan-to-bolt', median: half, p99: quantile(times, 0.99), unit: 'ms' },
    ...{ ratio: half / base, target: '≤ 2', ok: half / base <= 2 },
    reference: `one durable insert plus one pseudo-terminal crossing: ${base.toFixed(3)} ms, ${times.length} runs`,
  };
};

/** One piece for each run, its recipients in turn, so that no coil is asked more often than it may be. */
const seed = ({ desk, entropy }: ReturnType<typeof quickSite>): string[] => {
  const by = { actor: 'system', station: null, cause: 'bench' };
  for (let i = 1; i <= CHANNELS; i++)
    desk.append(
      [
        {
          stream: `department:d${i}`,
          events: [{ type: 'DepartmentRegistered', payload: { name: `d${i}`, aliases: [] } }],
        },
      ],
      by,
    );
  const messenger = { name: 'bench', roles: ['messenger' as const], departments: ['d1'], standsInFor: [] };
  desk.append([{ stream: 'person:1', events: [{ type: 'PersonRegistered', payload: messenger }] }], by);
  const number = '某政办发〔2026〕12号';
  const fields = {
    number,
    title: number,
    issuers: ['某市人民政府办公室'],
    kind: '通知',
    urgency: 'none' as const,
  };
  const rest = { pages: null, writtenOn: null, barcode: null, oaId: null, way: 'api' as const, oddities: [] };
  desk.append(
    [{ stream: 'document:bench', events: [{ type: 'DocumentRegistered', payload: { ...fields, ...rest } }] }],
    by,
  );
  return Array.from({ length: WARM_UP + RUNS }, (_, n) => {
    const docket = makeDocketCode(entropy.bytes(16));
    const payload = {
      document: 'bench',
      department: `d${(n % CHANNELS) + 1}`,
      copy: n + 1,
      copies: WARM_UP + RUNS,
    };
    desk.append(
      [{ stream: `consignment:${docket}`, events: [{ type: 'ConsignmentRegistered', payload }] }],
      by,
    );
    return docket;
  });
};

/** Events of the step that a scan sets off: the visit begun, the verdict, the intent. */
const STEP = 3;
/** Bytes of events as JSON, hashes and all. */
const bytesOf = (events: readonly unknown[]): number =>
  events.reduce<number>((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0);

const referenceFor = async (dir: string, line: PseudoTerminal) => {
  const db = new Database(join(dir, 'plain.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE plain (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO plain (body) VALUES (:body)');
  const port = new SerialPort({ path: line.path, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const frame = Buffer.from([0x8a, 1, 1, 0x11, 0x9b]);
  return {
    once: async (bytes: number): Promise<number> => {
      const body = 'x'.repeat(bytes);
      const begin = performance.now();
      insert.run({ body });
      await new Promise<void>((resolve) => {
        const stop = line.onBytes(() => {
          stop();
          resolve();
        });
        port.write(frame);
      });
      return performance.now() - begin;
    },
    close: () => {
      // Nobody waits for the port: closing one can hang on a read until its line is cut, which comes next.
      port.close(() => undefined);
      db.close();
    },
  };
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
