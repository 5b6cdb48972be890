import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CabinetHistory } from './opening-oracle.ts';
import { startNode, type Child } from './child.ts';
import { PATIENT } from './until.ts';

interface SimDevice {
  readonly id: string;
  readonly path?: string;
  readonly host?: string;
  readonly port?: number;
}

/** The simulator as its own process, driven over its control API as hands would. */
export interface SimulatedSite {
  readonly panel: string;
  readonly devices: readonly SimDevice[];
  /** A site configuration whose links lead to this simulator's pseudo-terminals and ports. */
  readonly configFile: string;
  /** Does one verb of the control API; rejects with its problem. */
  do(verb: string, args?: Record<string, unknown>): Promise<unknown>;
  state(): Promise<SimState>;
  /** What the doors did and what crossed the wires since the start. */
  history(): Promise<CabinetHistory>;
  /** Waits for a state of the cabinet, told of every change by the simulator itself. */
  until(what: string, wanted: (state: SimState) => boolean, withinMs?: number): Promise<SimState>;
  png(index: number): Promise<Uint8Array>;
  stop(): Promise<void>;
}
/** The simulator's own words; tests read a handful of fields. */
export type SimState = any;

type Site = { devices: { id: string; link: string }[]; policies?: unknown };

/** Starts the simulator for a configuration (default: the demo); `change` edits the configuration the controller gets. */
export const startSimulatedSite = async (
  dir: string,
  {
    config = 'config/demo.json',
    people,
    change,
  }: { config?: string; people?: unknown[]; change?: (site: Site) => void } = {},
): Promise<SimulatedSite> => {
  const peopleFile = join(dir, 'people.json');
  writeFileSync(peopleFile, JSON.stringify(people ?? []));
  const child: Child = startNode([
    'simulator/main.ts',
    ...['--config', config, '--panel-port', '0', '--ephemeral', '--out', join(dir, 'printed')],
    ...['--people', peopleFile],
  ]);
  const { devices, panel } = JSON.parse(await child.line((line) => line.startsWith('{'))) as {
    devices: SimDevice[];
    panel: string;
  };
  const site = JSON.parse(readFileSync(config, 'utf8')) as Site & Record<string, unknown>;
  delete site['$schema'];
  for (const device of site.devices) {
    const at = devices.find(({ id }) => id === device.id);
    if (!at) throw new Error(`the simulator has no ${device.id}`);
    const query = /\?.*$/.exec(device.link)?.[0] ?? '';
    if (device.link.startsWith('ipp')) device.link = `ipp://${at.host}:${at.port}/ipp/print`;
    else device.link = at.path === undefined ? `tcp://${at.host}:${at.port}` : `serial:${at.path}${query}`;
  }
  change?.(site);
  const configFile = join(dir, 'site.json');
  writeFileSync(configFile, JSON.stringify(site, null, 2));

  const url = (path: string): string => new URL(path, panel).href;
  const state = async (): Promise<SimState> => await (await fetch(url('/api/state'))).json();
  return {
    panel,
    devices,
    configFile,
    state,
    history: async () => (await (await fetch(url('/api/history'))).json()) as CabinetHistory,
    async do(verb, args = {}) {
      const response = await fetch(url('/api/do'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ verb, args }),
      });
      const body = (await response.json()) as { result?: unknown };
      if (!response.ok) throw new Error(`${verb} ${JSON.stringify(args)}: ${JSON.stringify(body)}`);
      return body.result;
    },
    async until(what, wanted, withinMs = PATIENT) {
      const signal = AbortSignal.timeout(withinMs);
      const response = await fetch(url('/api/events'), { signal });
      let text = '';
      let last: SimState;
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          text += Buffer.from(chunk).toString('utf8');
          const end = text.lastIndexOf('\n\n');
          if (end < 0) continue;
          const begin = text.lastIndexOf('data: ', end);
          last = JSON.parse(text.slice(begin + 6, end)) as SimState;
          text = text.slice(end + 2);
          if (wanted(last)) return last;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      throw new Error(`waited ${withinMs} ms for: ${what}\n${JSON.stringify(last, null, 1)?.slice(0, 4000)}`);
    },
    async png(index) {
      const response = await fetch(url(`/printed/${index}.png`));
      if (!response.ok) throw new Error(`no print ${index}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    stop: async () => void (await child.end()),
  };
};
