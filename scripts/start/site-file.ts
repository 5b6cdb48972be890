import { readFileSync, writeFileSync } from 'node:fs';

/** The line the simulator prints when its devices are there. */
export interface Simulated {
  readonly devices: readonly {
    readonly id: string;
    readonly path?: string;
    readonly host?: string;
    readonly port?: number;
  }[];
  readonly panel: string;
}
interface Site {
  server?: { host?: string; port?: number };
  devices: { id: string; link: string }[];
}

/** Writes the demo's configuration, and returns its text, with every link leading to its simulated device; options such as baud are kept. */
export const writeSite = (
  template: string,
  target: string,
  { devices }: Simulated,
  server: { readonly host: string; readonly port: number },
): string => {
  const site = JSON.parse(readFileSync(template, 'utf8')) as Site & { $schema?: string };
  delete site.$schema;
  site.server = server;
  for (const device of site.devices) {
    const simulated = devices.find(({ id }) => id === device.id);
    if (!simulated) throw new Error(`the simulator has no device "${device.id}" of ${template}`);
    const query = /\?.*$/.exec(device.link)?.[0] ?? '';
    device.link =
      simulated.path === undefined
        ? `tcp://${simulated.host ?? '127.0.0.1'}:${simulated.port ?? 0}`
        : `serial:${simulated.path}${query}`;
  }
  const text = `${JSON.stringify(site, null, 2)}\n`;
  writeFileSync(target, text, { mode: 0o600 });
  return text;
};
