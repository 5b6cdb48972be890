import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Spooler } from '#label-printer/spooler.ts';
import packageJson from '../package.json' with { type: 'json' };
import { jsonLog } from './adapters/json-log.ts';
import { systemClock } from './adapters/system-clock.ts';
import { systemEntropy } from './adapters/system-entropy.ts';
import { createApi } from './api/create-api.ts';
import { Accounts } from './commands/accounts.ts';
import { makeRegistrar } from './commands/register-from-record.ts';
import { startSetUp } from './commands/set-up.ts';
import { makeSignIn } from './commands/sign-in.ts';
import { loadSiteKey } from './commands/site-key.ts';
import { deviceViews } from './composition/device-views.ts';
import { printArtwork } from './composition/print-artwork.ts';
import { sitePrinters } from './composition/printers.ts';
import type { SiteConfig } from './config-schema.ts';
import { createDevices } from './devices/supervisor.ts';
import { createDesk } from './ledger/desk.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { createSecrets } from './ledger/secrets.ts';
import { createReadModels, projections } from './views/read-models.ts';

export interface ControllerOptions {
  readonly config: SiteConfig;
  /** Made when missing. */
  readonly dataDir: string;
  readonly port?: number;
  readonly host?: string;
}
export interface RunningController {
  readonly url: string;
  /** Printed once, at the first start, to make the first registrar. */
  readonly setupCode?: string;
  /** Stops in order: no new commands, lines closed, what was sent recorded, ledger closed. */
  stop(): Promise<void>;
}

/** The composition root: the one place where adapters are put behind ports. Rejects when anything cannot start. */
export const startController = async (options: ControllerOptions): Promise<RunningController> => {
  const { dataDir } = options;
  const host = options.host ?? options.config.server.host;
  const config = { ...options.config, server: { ...options.config.server, host } };
  const clock = systemClock;
  const entropy = systemEntropy;
  const log = jsonLog();
  const ledger = openLedger({
    dataDir,
    site: config.site.id,
    projections,
    onListenerError: (error) => log.error({ error: String(error) }, 'a listener of the ledger failed'),
  });
  const desk = createDesk(ledger, clock);
  const views = createReadModels(ledger.db);
  const secrets = createSecrets(ledger.db);
  const siteKey = loadSiteKey(dataDir, entropy);
  const accounts = new Accounts(ledger);
  const identity = { desk, views, secrets, siteKey, accounts, entropy, clock, policies: config.policies };
  const signIn = makeSignIn(identity);
  const stationConfigs = config.cabinets.flatMap((cabinet) => cabinet.stations);
  const registrar = makeRegistrar({
    ...{ desk, views, entropy, siteKey, ledger },
    labelPrinterOf: (id) => stationConfigs.find((station) => station.id === id)?.labelPrinter ?? null,
  });
  const devices = createDevices({ config, clock, desk, ledger });
  const spooler = new Spooler({
    ...{ desk, ledger, readModels: views, clock },
    printers: sitePrinters(config, devices, clock),
    artwork: printArtwork({ config, views, ledger }),
  });
  void registrar;
  void signIn;
  const api = createApi({
    ...{ config, clock, entropy, ledger, desk, views, secrets, siteKey, signIn, accounts, log },
    stations: new Map(),
    devices: deviceViews(config, devices, spooler),
    version: packageJson.version,
    pages: join(import.meta.dirname, '..', 'kiosk-ui', 'dist'),
  });
  const server = createServer(api.app);
  const detach = api.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? config.server.port, host, resolve);
  });
  devices.start();
  spooler.start();
  const setupCode = startSetUp(identity);
  const { port, address, family } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${name}:${port}`,
    ...(setupCode === null ? {} : { setupCode }),
    stop: async () => {
      await detach();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await spooler.stop();
      await devices.stop();
      ledger.close();
    },
  };
};
