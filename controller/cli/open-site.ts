import { systemClock } from '../adapters/system-clock.ts';
import { systemEntropy } from '../adapters/system-entropy.ts';
import { loadSiteKey } from '../commands/site-key.ts';
import { openConnection, openReadOnly, type Connection } from '../ledger/connection.ts';
import { createDesk } from '../ledger/desk.ts';
import { ledgerFile, openLedger, type OpenLedger } from '../ledger/open-ledger.ts';
import { createSecrets } from '../ledger/secrets.ts';
import type { Desk } from '../ports/desk.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createReadModels, projections } from '../views/read-models.ts';
import { CommandFailed } from './command.ts';
import { siteDataDir } from './data-dir.ts';

const failing = <T>(what: () => T): T => {
  try {
    return what();
  } catch (error) {
    throw new CommandFailed(error instanceof Error ? error.message : String(error));
  }
};

/** The secrets beside a site's ledger, also while its controller runs. */
export const withSecrets = <T>(data: string, work: (secrets: Secrets) => T): T => {
  const path = ledgerFile(siteDataDir(data, 'write'));
  const db = failing(() => openConnection(path));
  try {
    return work(createSecrets(db));
  } finally {
    db.close();
  }
};

export interface OpenedSite {
  readonly ledger: OpenLedger;
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly entropy: typeof systemEntropy;
  readonly siteKey: Uint8Array;
}

/** A site's ledger for one command. Its controller must be stopped: a ledger has one writer. */
export const withSite = <T>(data: string, work: (site: OpenedSite) => T): T => {
  const { site, close } = openSite(data);
  try {
    return work(site);
  } finally {
    close();
  }
};

/** The same for work that takes its time. */
export const withSiteAsync = async <T>(data: string, work: (site: OpenedSite) => Promise<T>): Promise<T> => {
  const { site, close } = openSite(data);
  try {
    return await work(site);
  } finally {
    close();
  }
};

const openSite = (data: string): { readonly site: OpenedSite; close(): void } => {
  const dataDir = siteDataDir(data, 'write');
  const siteKey = failing(() => loadSiteKey(dataDir, systemEntropy, false));
  const ledger = failing(() => openLedger({ dataDir, site: siteIdOf(dataDir), projections }));
  const site = {
    ...{ desk: createDesk(ledger, systemClock), views: createReadModels(ledger.db) },
    ...{ ledger, entropy: systemEntropy, siteKey },
  };
  return { site, close: () => ledger.close() };
};

/** What a site's record says, for one command that only reads. Its controller must be stopped. */
export const reading = async <T>(
  data: string,
  work: (site: {
    readonly views: ReadModels;
    readonly ledger: OpenLedger;
    readonly id: string;
  }) => Promise<T>,
): Promise<T> => {
  const dataDir = siteDataDir(data, 'write');
  const id = siteIdOf(dataDir);
  const ledger = failing(() => openLedger({ dataDir, site: id, projections }));
  try {
    return await work({ views: createReadModels(ledger.db), ledger, id });
  } finally {
    ledger.close();
  }
};

/** Id of the site whose ledger lies in a data directory. Throws CommandFailed when there is none. */
export const siteIdOf = (data: string): string => {
  const db: Connection = openReadOnly(ledgerFile(siteDataDir(data, 'read')));
  try {
    const name: unknown = db.prepare("SELECT value FROM meta WHERE name = 'site'").pluck().get();
    return String(name);
  } finally {
    db.close();
  }
};
