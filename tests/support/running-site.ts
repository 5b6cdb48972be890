import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import type { DocumentView } from '#controller/api/contract/office.ts';
import type { StationCommand, StationSnapshot } from '#controller/api/contract/station.ts';
import { startNode, type Child } from './child.ts';
import { startSimulatedSite, type SimState, type SimulatedSite } from './simulated-site.ts';
import { PATIENT } from './until.ts';

export const REGISTRAR = { number: '9001', name: '周登记', pin: '58213907' } as const;
export const MESSENGER = { number: '1001', name: '王交换', card: '0100A1B2C3' } as const;
export const COLLECTOR = { number: '2001', name: '李收文', card: '0100D4E5F6', department: 'fgw' } as const;

/** The departments of config/demo.json's first eight compartments, in their order. */
export const DEPARTMENTS = [
  ['bgs', '办公室'],
  ['fgw', '发展和改革委员会'],
  ['czj', '财政局'],
  ['jyj', '教育局'],
  ['wjw', '卫生健康委员会'],
  ['yjj', '应急管理局'],
  ['zrzy', '自然资源局'],
  ['slj', '水利局'],
] as const;

/** Timings under which nobody is signed out, and no alarm sounds, because a machine is slow. */
export const UNHURRIED = {
  ...{ idleSignOut: 3000, absoluteSignOut: 3000, doorNotClosed: 3000, nothingDropped: 3000 },
};

type Answer = { readonly status: number; readonly body: any };

/** A simulated cabinet and the controller attached to its pseudo-terminals and ports, each its own process. */
export class RunningSite {
  readonly dir: string;
  readonly sim: SimulatedSite;
  url = '';
  setupCode: string | null = null;
  controller!: Child;
  /** What the controller is started under; see startNode. */
  under: readonly string[] = [];
  #cookie = '';

  constructor(dir: string, sim: SimulatedSite) {
    this.dir = dir;
    this.sim = sim;
  }

  get dataDir(): string {
    return join(this.dir, 'data');
  }

  /** Starts the controller (again, after it ended) and waits until it is ready; `crashAt`: see crashing-controller.ts. */
  async serve(crashAt?: string): Promise<void> {
    await this.begin(crashAt);
    await this.untilReady();
  }

  /** The same without waiting until it is ready. */
  async begin(crashAt?: string): Promise<void> {
    this.controller = startNode(
      [
        crashAt === undefined ? 'controller/cli/main.ts' : 'tests/support/crashing-controller.ts',
        'serve',
        '--config',
        this.sim.configFile,
        '--data',
        this.dataDir,
        '--port',
        '0',
        '--json',
      ],
      crashAt === undefined ? {} : { CRASH_AT: crashAt },
      this.under,
    );
    const line = await this.controller.line((text) => text.startsWith('{"url"'));
    const { url, setupCode } = JSON.parse(line) as { url: string; setupCode: string | null };
    this.url = url;
    this.setupCode = setupCode;
  }

  /** Polls /readyz, which is what an operator's monitor does, until it answers 200. */
  async untilReady(): Promise<void> {
    const deadline = AbortSignal.timeout(PATIENT);
    for (;;) {
      const response = await fetch(`${this.url}/readyz`, { signal: deadline });
      if (response.status === 200) return;
      await response.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie) this.#cookie = cookie;
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }
  /** The same, refusing any answer that is no success. */
  async must(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Makes the registrar, signs in, registers departments and people with cards. */
  async seed(): Promise<void> {
    await this.must('POST', '/api/v1/setup', { code: this.setupCode, ...REGISTRAR });
    await this.signIn();
    for (const [code, name] of DEPARTMENTS) await this.must('POST', '/api/v1/departments', { code, name });
    await this.must('POST', '/api/v1/people', {
      ...{ number: MESSENGER.number, name: MESSENGER.name },
      ...{ roles: ['messenger'], departments: ['bgs'] },
    });
    await this.must('POST', '/api/v1/people', {
      ...{ number: COLLECTOR.number, name: COLLECTOR.name },
      ...{ roles: ['collector'], departments: [COLLECTOR.department] },
    });
    for (const { number, card } of [MESSENGER, COLLECTOR])
      await this.must('POST', `/api/v1/people/${number}/credentials`, { method: 'card', uid: card });
  }
  async signIn(): Promise<void> {
    await this.must('POST', '/api/v1/sign-in', { number: REGISTRAR.number, pin: REGISTRAR.pin });
  }

  async register(
    number: string,
    recipients: { department: string; copies: number }[],
  ): Promise<DocumentView> {
    return (await this.must('POST', '/api/v1/documents', {
      ...{ number, title: `关于${number}的通知`, issuers: ['某市人民政府办公室'], kind: '通知' },
      ...{ urgency: 'teji', secrecy: 'none', recipients },
    })) as DocumentView;
  }

  async snapshot(): Promise<StationSnapshot> {
    return (await this.must('GET', '/api/v1/stations/front/session')) as StationSnapshot;
  }
  async command(command: StationCommand): Promise<Answer> {
    return await this.ask('POST', '/api/v1/stations/front/session', command);
  }

  /**
   * Waits for a screen, told of every snapshot by the station's socket. `act` runs when the socket already listens:
   * what it sets off is seen however short it lasts.
   */
  async until(
    what: string,
    wanted: (snapshot: StationSnapshot) => boolean,
    withinMs = PATIENT,
    act?: () => Promise<unknown>,
  ): Promise<StationSnapshot> {
    const socket = io(`${this.url}/stations`, { auth: { station: 'front' }, transports: ['websocket'] });
    let last: StationSnapshot | undefined;
    try {
      return await new Promise<StationSnapshot>((resolve, reject) => {
        const look = (snapshot: StationSnapshot): void => {
          last = snapshot;
          if (wanted(snapshot)) resolve(snapshot);
        };
        const timer = setTimeout(
          () =>
            reject(new Error(`waited ${withinMs} ms for: ${what}; last: ${JSON.stringify(last, null, 1)}`)),
          withinMs,
        );
        timer.unref();
        socket.on('connect_error', reject);
        if (act)
          socket.once('snapshot', () => {
            socket.on('snapshot', look);
            act().catch(reject);
          });
        else {
          socket.on('snapshot', look);
          void this.snapshot().then(look, reject);
        }
      });
    } finally {
      socket.disconnect();
    }
  }
  async screen<Name extends StationSnapshot['screen']['name']>(
    name: Name,
  ): Promise<Extract<StationSnapshot['screen'], { name: Name }>> {
    const { screen } = await this.until(`the screen ${name}`, (snapshot) => snapshot.screen.name === name);
    return screen as Extract<StationSnapshot['screen'], { name: Name }>;
  }

  /** Waits until the label of this docket is on paper and its print job is settled. */
  async printed(docket: string): Promise<void> {
    const has = (state: SimState): boolean =>
      state.printed.some((print: SimState) => print.codes?.[0]?.text === docket);
    await Promise.race([
      this.sim.until(`the label of ${docket}`, has),
      this.controller.ended.then(() => Promise.reject(new Error('the controller ended'))),
    ]);
  }

  /** The whole ledger. */
  async events(): Promise<any[]> {
    const all: any[] = [];
    for (;;) {
      const after = all.at(-1)?.sequence ?? 0;
      const page = (await this.must('GET', `/api/v1/events?after=${after}&limit=500`)) as { items: any[] };
      if (page.items.length === 0) return all;
      all.push(...page.items);
    }
  }

  async stop(): Promise<void> {
    await this.controller.end();
    await this.sim.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Starts both processes on an empty data directory. */
export const startSite = async (
  options: Parameters<typeof startSimulatedSite>[1] = {},
): Promise<RunningSite> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-site-'));
  const sim = await startSimulatedSite(dir, options);
  const site = new RunningSite(dir, sim);
  await site.serve();
  return site;
};
