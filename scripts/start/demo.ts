import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFolder } from '../../controller/cli/make-folder.ts';
import type { Children } from './children.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';
import { isFree } from './ports.ts';
import { seed } from './seed.ts';
import { writeSite, type Simulated } from './site-file.ts';

const TEMPLATE = 'config/demo.json';
const PANEL_PORT = 8081;

export interface DemoAddresses {
  readonly url: string;
  readonly panel: string;
  readonly people: readonly DemoPerson[];
  /** Whether every device answered within ten seconds; the pages can be used before. */
  readonly ready: Promise<boolean>;
}
export interface DemoOptions {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly say: (line: string) => void;
}

/** Starts the simulated cabinet, then the controller on it, and fills the demo the first time. */
export const startDemo = async (children: Children, options: DemoOptions): Promise<DemoAddresses> => {
  const { dataDir, host, port } = options;
  const inside = (name: string) => join(dataDir, name);
  makeFolder(dataDir);
  if (port !== 0 && !(await isFree(host, port)))
    throw new Error(
      `port ${port} of ${host} is in use: stop the program that has it, or choose one: npm start -- --port N`,
    );
  const people = demoPeople(inside('people.json'));
  const simulator = startSimulator(children, options, inside);
  // Both load their code at the same time; the controller learns its links when the simulator has them.
  const stdin = simulator.then((simulated) =>
    writeSite(TEMPLATE, inside('site.json'), simulated, { host, port }),
  );
  const controller = children.start(
    'controller',
    [
      ...['controller/cli/main.ts', 'serve', '--config', '-', '--data', dataDir, '--json'],
      ...['--host', host, '--port', `${port}`],
    ],
    inside('controller.log'),
    { stdin },
  );
  const [simulated, line] = await Promise.all([simulator, controller, stdin]);
  const { url, setupCode } = JSON.parse(line) as { url: string; setupCode: string | null };
  if (!existsSync(inside('seeded'))) {
    await answering(url, '/healthz');
    await seed(url, people, setupCode);
    writeFileSync(inside('seeded'), 'The demo was filled; delete this directory to begin anew.\n');
  }
  return { url, panel: simulated.panel, people, ready: answering(url, '/readyz') };
};

const startSimulator = async (
  children: Children,
  { say }: DemoOptions,
  inside: (name: string) => string,
): Promise<Simulated> => {
  const panelFree = await isFree('127.0.0.1', PANEL_PORT);
  if (!panelFree) say(`Port ${PANEL_PORT} is in use: the panel gets a free one instead.`);
  const line = await children.start(
    'simulator',
    [
      'simulator/main.ts',
      ...['--config', TEMPLATE, '--people', inside('people.json'), '--out', inside('printed')],
      ...['--panel-port', panelFree ? `${PANEL_PORT}` : '0', '--ephemeral'],
    ],
    inside('simulator.log'),
  );
  return JSON.parse(line) as Simulated;
};

/** Whether the path answers 200 within ten seconds. */
const answering = async (url: string, path: string): Promise<boolean> => {
  const end = performance.now() + 10_000;
  while (performance.now() < end) {
    const ok = await fetch(new URL(path, url), { signal: AbortSignal.timeout(2000) })
      .then((response) => response.ok)
      .catch(() => false);
    if (ok) return true;
    await pause(50);
  }
  return false;
};
