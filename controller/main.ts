import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Spooler } from '#label-printer/spooler.ts';
import packageJson from '../package.json' with { type: 'json' };
import { threadReader } from '#label-printer/intake/thread.ts';
import { channelOf } from './adapters/channels/channels.ts';
import { SignedPoster } from './adapters/channels/standard-webhook.ts';
import { jsonLog } from './adapters/json-log.ts';
import { ldapDirectory } from './adapters/ldap-directory.ts';
import { openingAsker } from './adapters/opening-asker.ts';
import { loadPinyin } from './adapters/pinyin.ts';
import { scanFiles } from './adapters/scan-files.ts';
import { sheetFiles } from './adapters/sheet-files.ts';
import { systemClock } from './adapters/system-clock.ts';
import { systemEntropy } from './adapters/system-entropy.ts';
import { fileThread } from './adapters/threads/file-thread.ts';
import { stampThread } from './adapters/threads/stamp-thread.ts';
import { tableThread } from './adapters/threads/table-thread.ts';
import { WatchedFolder } from './adapters/watched-folder.ts';
import { createApi } from './api/create-api.ts';
import { SCAN_LIMIT } from './api/routes/scans.ts';
import { Accounts } from './commands/accounts.ts';
import { createCardTaps } from './commands/card-taps.ts';
import { Intake } from './commands/intake.ts';
import { keyedHash } from './commands/keyed-hash.ts';
import { makeRegistrar } from './commands/register-from-record.ts';
import { startSetUp } from './commands/set-up.ts';
import { makeSignIn } from './commands/sign-in.ts';
import { loadSiteKey } from './commands/site-key.ts';
import { folderIntake } from './composition/folder-intake.ts';
import { dailySheetBySchedule } from './composition/daily-sheet.ts';
import { deviceViews } from './composition/device-views.ts';
import { openClocks } from './composition/open-clocks.ts';
import { printArtwork } from './composition/print-artwork.ts';
import { oaSide } from './composition/oa-side.ts';
import { siteMessages } from './composition/messages.ts';
import { sitePrinters } from './composition/printers.ts';
import { sheetMaker } from './composition/sheet-maker.ts';
import type { SiteConfig } from './config-schema.ts';
import { labelDesk } from './composition/label-desk.ts';
import { clockDesk } from './composition/clock-desk.ts';
import { commissioningOf } from './composition/commissioning.ts';
import { createDevices } from './devices/supervisor.ts';
import { createDesk } from './ledger/desk.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { createSecrets } from './ledger/secrets.ts';
import { readWalkNote, writeWalkNote } from './ledger/walk-note.ts';
import { walkInThread } from './ledger/walk-thread.ts';
import { createSearch } from './search/create-search.ts';
import { createStations } from './stations/stations.ts';
import { switchScanner } from './stations/switch-scanner.ts';
import { lampSignals } from './supervision/lamp-signals.ts';
import { restInQuiet } from './supervision/ledger-rest.ts';
import { RecordWatch } from './supervision/record-watch.ts';
import { DailySheetWatch } from './supervision/daily-sheet-watch.ts';
import { Reconciliation } from './supervision/reconciliation.ts';
import { SheetSweep } from './supervision/sheet-sweep.ts';
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
  const opened = new AsyncDisposableStack();
  try {
    return await compose(options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
};

const compose = async (
  options: ControllerOptions,
  opened: AsyncDisposableStack,
): Promise<RunningController> => {
  const { dataDir } = options;
  const host = options.host ?? options.config.server.host;
  const config = { ...options.config, server: { ...options.config.server, host } };
  const clock = systemClock;
  const entropy = systemEntropy;
  const log = jsonLog();
  const troubled = (error: unknown, where: string): void =>
    log.error(
      { where, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      'a fault',
    );

  const ledger = openLedger({
    ...{ dataDir, site: config.site.id, projections },
    onListenerError: (error) => troubled(error, 'ledger listener'),
  });
  opened.defer(() => ledger.close());
  opened.defer(restInQuiet({ ledger, clock, onTrouble: (error) => troubled(error, 'ledger rest') }));
  const desk = createDesk(ledger, clock);
  const views = createReadModels(ledger.db);
  const search = createSearch({
    ...{ ledger, views, clock, timeZone: config.site.timeZone, pinyin: loadPinyin },
    path: join(dataDir, 'search.db'),
    onTrouble: (error) => troubled(error, 'search'),
  });
  opened.defer(() => search.stop());
  const secrets = createSecrets(ledger.db);
  const siteKey = loadSiteKey(dataDir, entropy, ledger.head().sequence === 0);
  const accounts = new Accounts(ledger);
  const identity = { desk, views, secrets, siteKey, accounts, entropy, clock, policies: config.policies };
  const signIn = makeSignIn(identity);
  const cardTaps = createCardTaps({ ...identity, config });
  opened.defer(() => cardTaps.stop());

  const devices = createDevices({ config, clock, desk, ledger });
  opened.defer(() => devices.stop());
  const sheets = sheetFiles(join(dataDir, 'sheets'), clock);
  const printers = sitePrinters(config, devices, clock);
  const tables = tableThread(clock);
  opened.defer(() => tables.stop());
  const spooler = new Spooler({
    ...{ desk, ledger, readModels: views, clock, printers },
    artwork: printArtwork({ config, views, ledger, printers, sheets, writeTable: tables.write }),
  });
  opened.defer(() => spooler.stop());
  const sweep = new SheetSweep({
    ...{ sheets, views, clock, keepDays: config.policies.sheets.keepDays },
    onTrouble: (error) => troubled(error, 'sheets'),
  });
  opened.defer(() => sweep.stop());
  const messages = siteMessages({
    ...{ config, ledger, desk, views, secrets, clock, entropy, clocks: openClocks(views, desk) },
    channels: config.channels.map((channel) => channelOf(channel, config.site.id, process.env, clock)),
    onFailure: (failure) => log.warn(failure, 'a message was not taken'),
    onTrouble: (error) => troubled(error, 'messages'),
  });
  opened.defer(() => messages.stop());
  const { askBeforeOpening } = config.policies;
  const asker = askBeforeOpening ? openingAsker(askBeforeOpening, clock, process.env) : undefined;
  const oa = oaSide({
    ...{ config, ledger, desk, views, secrets, siteKey, clock, entropy, asker },
    sender: new SignedPoster(clock),
    directory: config.directory ? ldapDirectory(config.directory, process.env) : undefined,
    onTrouble: troubled,
  });
  opened.defer(() => oa.stop());
  const signals = lampSignals({ ledger, desk, views, clock, lamps: devices.lamps });
  opened.defer(() => signals.stop());
  const stationConfigs = config.cabinets.flatMap((cabinet) => cabinet.stations);
  const stations = createStations({
    ...{ config, clock, entropy, ledger, desk, views, signIn, onError: troubled },
    actuator: devices.actuator,
    openingAsker: asker,
    counter: devices.counter,
    registrar: makeRegistrar({
      ...{ desk, views, entropy, siteKey, ledger },
      labelPrinterOf: (id) => stationConfigs.find((station) => station.id === id)?.labelPrinter ?? null,
    }),
    classifiedHash: (payload) => keyedHash(siteKey, 'classified', payload).toString('hex'),
    devices: () => devices.health(),
  });
  opened.defer(() => stations.close());
  for (const { id, scanner, cardReader } of stationConfigs) {
    if (scanner !== null) devices.scanner(scanner)?.onScan((scan) => stations.get(id)?.scanned(scan));
    if (cardReader !== null)
      devices.cardReader(cardReader)?.onCard(({ uid }) => {
        if (!cardTaps.take(id, uid)) stations.get(id)?.card(uid);
      });
  }
  opened.defer(devices.onHealth(() => stations.refresh()));

  const record = new RecordWatch({
    ...{ clock, desk, ledger, walk: walkInThread(dataDir) },
    note: { read: () => readWalkNote(dataDir), write: (end) => writeWalkNote(dataDir, end) },
    ...{ timeZone: config.site.timeZone, times: config.policies.verification },
    onReport: ({ size, findings }) =>
      findings.length === 0
        ? log.info({ size }, 'the whole ledger was verified')
        : log.error({ size, findings: findings.slice(0, 10) }, 'the ledger was edited or damaged'),
    onTrouble: (error) => troubled(error, 'record watch'),
    onFault: () => stations.refresh(),
  });
  opened.defer(() => record.stop());

  const reconciliation = new Reconciliation({
    ...{ clock, desk, ledger, views, config, onTrouble: (error) => troubled(error, 'reconciliation') },
  });
  opened.defer(() => reconciliation.stop());
  const dailySheet = new DailySheetWatch({
    ...{ clock, desk, views, timeZone: config.site.timeZone, at: config.policies.dailySheet.at },
    draw: dailySheetBySchedule({
      ...{ desk, ledger, views, clock, siteKey, config, entropy, sheets, writeTable: tables.write },
      look: () => reconciliation.look(),
    }),
    onTrouble: (error) => troubled(error, 'daily sheet'),
  });
  opened.defer(() => dailySheet.stop());
  const clocks = clockDesk({
    ...{
      clock,
      desk,
      ledger,
      views,
      timeZone: config.site.timeZone,
      nightly: config.policies.verification.at,
    },
    onTrouble: (error) => troubled(error, 'deadlines'),
  });
  opened.defer(() => clocks.stop());

  const files = scanFiles(dataDir);
  const reader = threadReader(clock);
  opened.defer(() => reader.stop());
  const [fileReader, stamps] = [fileThread(clock), stampThread(clock)];
  opened.defer(() => fileReader.stop());
  opened.defer(() => stamps.stop());
  const intake = new Intake({ desk, views, entropy, siteKey, reader, files });
  const { folder } = config.intake;
  const take = folderIntake(intake, entropy);
  const watched = folder === null ? null : new WatchedFolder({ folder, clock, mostBytes: SCAN_LIMIT, take });
  if (watched) opened.defer(() => watched.stop());
  const api = createApi({
    ...{ config, clock, entropy, ledger, desk, views, search, secrets, siteKey },
    ...{ signIn, accounts, log, stations, ...oa.api },
    ...{ cardTaps, sheets, intake, files, fileReader, writeTable: tables.write },
    ...(watched ? { watchedFolder: () => watched.view() } : {}),
    sheetMaker: sheetMaker({ config, views, clock, stamp: stamps.stamp }),
    devices: deviceViews(config, devices, spooler),
    printers: () => spooler.printers(),
    commissioning: commissioningOf({ config, clock, desk, entropy }, devices),
    labels: labelDesk({ config, views }),
    clockDesk: clocks,
    record: () => record.view(),
    lookForDifferences: () => reconciliation.refresh(),
    channelRests: (channel) => messages.restsUntil(channel),
    version: packageJson.version,
    pages: join(import.meta.dirname, '..', 'kiosk-ui', 'dist'),
  });
  const server = createServer(api.app);
  opened.defer(api.attach(server));
  // Whatever ended while nothing ran is judged before a door can open.
  clocks.start();
  // Doubtful attempts are put in doubt before a station takes up its session again.
  devices.start();
  stations.start();
  for (const { id, scanner } of stationConfigs) {
    const [station, reading] = [stations.get(id), scanner === null ? undefined : devices.scanner(scanner)];
    if (station && reading) opened.defer(switchScanner(station, reading));
  }
  spooler.start();
  sweep.start();
  messages.start();
  oa.start();
  signals.start();
  watched?.start();
  reconciliation.start();
  dailySheet.start();
  search.start();
  const setupCode = startSetUp(identity);
  // Last: what a crash left open is recorded even in a ledger that is not trusted.
  record.start();
  return {
    url: await listen(server, options.port ?? config.server.port, host),
    ...(setupCode === null ? {} : { setupCode }),
    stop: () => opened.disposeAsync(),
  };
};

const listen = async (server: Server, port: number, host: string): Promise<string> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const at = server.address() as AddressInfo;
  return `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`;
};
