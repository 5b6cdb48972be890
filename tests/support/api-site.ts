import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { createApi } from '#controller/api/create-api.ts';
import type { DeviceView } from '#controller/api/contract/office.ts';
import type { ApiDeps, PrinterLine, StationDoor } from '#controller/api/http/deps.ts';
import { Accounts } from '#controller/commands/accounts.ts';
import { createCardTaps } from '#controller/commands/card-taps.ts';
import { makeSignIn } from '#controller/commands/sign-in.ts';
import { Intake } from '#controller/commands/intake.ts';
import { createToken, type TokenRole } from '#controller/commands/tokens.ts';
import { siteConfig, type SiteConfig } from '#controller/config-schema.ts';
import type { Entropy } from '#controller/ports/entropy.ts';
import type { PageReader } from '#controller/ports/intake.ts';
import { clockDesk } from '#controller/composition/clock-desk.ts';
import { sheetMaker } from '#controller/composition/sheet-maker.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { Reconciliation } from '#controller/supervision/reconciliation.ts';
import type { RecordWatchView } from '#controller/supervision/record-watch.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { loadPinyin } from '#controller/adapters/pinyin.ts';
import { createSearch } from '#controller/search/create-search.ts';
import { writeTable } from '#label-printer/lists/write.ts';
import demo from '../../config/demo.json' with { type: 'json' };
import { ManualClock } from './manual-clock.ts';
import { labelDesk } from '#controller/composition/label-desk.ts';
import { memoryScanFiles, unreadable } from './scans.ts';
import { memorySheets } from './memory-sheets.ts';
import { readHere, stampHere } from './reading-here.ts';

/** argon2id at its cheapest, so that a test of lock-outs takes no minutes. */
export const CHEAP = { memory: 8, passes: 1 };
export const SITE_KEY = new Uint8Array(32).fill(7);
export const by = { actor: 'test', station: null, cause: 'test' };

export const demoConfig = (change: (config: typeof demo) => unknown = (config) => config): SiteConfig =>
  siteConfig.parse(change(structuredClone(demo)));

let ids = 0;
/** Unpredictable bytes, and ids that sort by their making. */
export const entropy: Entropy = {
  bytes: (count) => randomBytes(count),
  id: () => `0197${(++ids).toString(16).padStart(8, '0')}-7000-8000-${randomBytes(6).toString('hex')}`,
};

/** The office side of a controller on an in-memory ledger, or on a real one in `dataDir`; time stands still. */
export const makeSite = (
  more: Partial<ApiDeps> & {
    readonly dataDir?: string;
    readonly clock?: ManualClock;
    readonly reader?: PageReader;
  } = {},
) => {
  const clock = more.clock ?? new ManualClock();
  const config = more.config ?? demoConfig();
  const options = { site: config.site.id, projections };
  const ledger: OpenLedger = more.dataDir
    ? openLedger({ ...options, dataDir: more.dataDir })
    : createMemoryLedger(options);
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const base = {
    ...{ config, clock, entropy, ledger, siteKey: SITE_KEY, pinCost: CHEAP },
    desk: createDesk(ledger, clock),
    views: createReadModels(ledger.db),
    secrets: ledger.secrets,
    sheets: memorySheets(clock),
    accounts: new Accounts(ledger),
  };
  const reconciliation = new Reconciliation({
    ...base,
    onTrouble: (error) => {
      throw error;
    },
  });
  const search = createSearch({
    ...{ ledger, views: base.views, clock, timeZone: config.site.timeZone, pinyin: loadPinyin, path: null },
    onTrouble: (error) => write({ error: String(error) }, 'search'),
  });
  const files = more.files ?? memoryScanFiles();
  const reader = more.reader ?? unreadable;
  const clocks = clockDesk({
    ...{ ...base, timeZone: config.site.timeZone, nightly: '03:00' },
    onTrouble: (error: unknown) => void logged.push(String(error)),
  });
  const deps = {
    ...{ ...base, files, search },
    intake: new Intake({ ...base, files, reader }),
    signIn: makeSignIn({ ...base, policies: config.policies }),
    cardTaps: createCardTaps(base),
    sheetMaker: sheetMaker({ ...base, stamp: stampHere }),
    fileReader: readHere,
    stations: new Map<string, StationDoor>(),
    clockDesk: clocks,
    labels: labelDesk(base),
    devices: (): readonly DeviceView[] => [],
    printers: (): readonly PrinterLine[] => [],
    record: (): RecordWatchView => ({
      ...{ state: 'waiting', progress: null, last: null, fault: null, next: '2026-06-18T19:00:00.000Z' },
    }),
    writeTable,
    lookForDifferences: () => reconciliation.refresh(),
    log: { info: write, warn: write, error: write },
    version: '0.0.0-test',
    pages: '/nonexistent',
    ...more,
  } satisfies ApiDeps;
  return { ...deps, clock, clockDesk: clocks, logged, ledger, reconciliation };
};
export type Site = ReturnType<typeof makeSite>;

export const tokenFor = (site: Site, role: TokenRole, name: string = role): string =>
  createToken(site, name, role);

/** Two departments of the demo cabinet, and a registrar's token. */
export const seed = (site: Site): { readonly token: string } => {
  const department = (code: string, name: string) =>
    site.desk.append(
      [
        {
          stream: `department:${code}`,
          events: [{ type: 'DepartmentRegistered', payload: { name, aliases: [] } }],
        },
      ],
      by,
    );
  department('bgs', '市政府办公室');
  department('fgw', '市发展和改革委员会');
  return { token: tokenFor(site, 'registrar', 'oa') };
};

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  stop(): Promise<void>;
}

/** The API on a loopback port of the system's choice, socket included. */
export const serve = async (deps: ApiDeps): Promise<Served> => {
  const api = createApi(deps);
  const server = createServer(api.app);
  const stopSocket = api.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, port, server },
    async stop() {
      server.closeAllConnections();
      await stopSocket();
    },
  };
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}
export interface Ask {
  readonly token?: string;
  readonly cookie?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

/** A client as programs are written: JSON in, JSON or problem details out. */
export const client =
  (url: string, defaults: Ask = {}) =>
  async (method: 'GET' | 'POST', path: string, body?: unknown, ask: Ask = {}): Promise<Reply> => {
    const { token, cookie, key, headers, raw } = { ...defaults, ...ask };
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };

export const documentBody = (more: object = {}) => ({
  number: '某政办发〔2026〕12号',
  title: '关于做好防汛工作的通知',
  issuers: ['某市人民政府办公室'],
  kind: '通知',
  urgency: 'teji',
  secrecy: 'none',
  pages: 4,
  writtenOn: '2026-06-18',
  recipients: [
    { department: 'bgs', copies: 1 },
    { department: 'fgw', copies: 2 },
  ],
  ...more,
});

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'docketbox-'));
