import type { ApiDeps } from '../api/http/deps.ts';
import { DIRECTORY_ACTOR, syncDirectory } from '../commands/directory/sync.ts';
import { isHeld } from '../commands/directory/undo.ts';
import { addressProblem, webhookKey } from '../commands/webhooks.ts';
import type { SiteConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Directory } from '../ports/directory.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { OpeningAsker } from '../ports/opening-asker.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { SignedSender } from '../ports/webhooks.ts';
import { ProgramFeeds } from '../supervision/feed/program-feeds.ts';
import { nightly } from '../supervision/nightly.ts';

export interface OaSideDeps {
  readonly config: SiteConfig;
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly secrets: Secrets;
  readonly siteKey: Uint8Array;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly sender: SignedSender;
  /** Undefined when the OA is not asked. */
  readonly asker: OpeningAsker | undefined;
  /** Undefined when the site has none. */
  readonly directory: Directory | undefined;
  readonly onTrouble: (error: unknown, where: string) => void;
}
/** What stands between the site and other programs: webhooks, the directory, the question before a door opens. */
export interface OaSide {
  readonly api: Pick<ApiDeps, 'webhookProgress' | 'webhookTest' | 'syncDirectory'>;
  start(): void;
  stop(): Promise<void>;
}

export const oaSide = (deps: OaSideDeps): OaSide => {
  const { config, clock, entropy, siteKey, onTrouble } = deps;
  const feeds = new ProgramFeeds({
    ...deps,
    onError: onTrouble,
    keyOf: (id) => webhookKey(siteKey, id),
    allowed: (url) => addressProblem(url, config.webhooks.allow) === undefined,
  });
  const sync = syncOf(deps);
  let stopNightly: () => Promise<void> = () => Promise.resolve();
  return {
    api: {
      webhookProgress: (id) => feeds.progress(id),
      webhookTest: (id) => feeds.test(id),
      ...(sync ? { syncDirectory: sync } : {}),
    },
    start() {
      feeds.start();
      const at = config.directory?.at;
      if (!sync || !at) return;
      // Whoever undid a sync does not find it done again the next morning.
      const work = async () =>
        isHeld(deps.ledger)
          ? undefined
          : sync({ actor: DIRECTORY_ACTOR, station: null, cause: entropy.id() }, false);
      const { timeZone } = config.site;
      stopNightly = nightly({
        ...{ clock, at, timeZone, work },
        onTrouble: (error) => onTrouble(error, 'directory'),
      });
    },
    async stop() {
      feeds.stop();
      deps.asker?.close();
      await stopNightly();
    },
  };
};

const syncOf = ({ config, desk, views, directory }: OaSideDeps): ApiDeps['syncDirectory'] => {
  const settings = config.directory;
  if (!settings || !directory) return undefined;
  return (by, dryRun, expected) =>
    syncDirectory({ desk, views, config: settings, directory }, by, dryRun, expected);
};
