import type { SiteConfig } from '../config-schema.ts';
import { createContacts } from '../ledger/contacts.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { OpenClocks } from '../ports/open-clocks.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { Secrets } from '../ports/secrets.ts';
import { Chaser } from '../supervision/messages/chaser.ts';
import { composer } from '../supervision/messages/compose.ts';
import { DepositNotices } from '../supervision/messages/deposit-notices.ts';
import { Outbox } from '../supervision/messages/outbox.ts';
import { readersOf, type ReadersFor } from '../supervision/messages/readers.ts';

export interface MessageDeps {
  readonly config: SiteConfig;
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly clocks: OpenClocks;
  readonly channels: readonly Channel[];
  readonly onFailure?: (failure: Readonly<Record<string, string | number>>) => void;
  readonly onTrouble: (error: unknown) => void;
}
export interface Messages {
  start(): void;
  stop(): Promise<void>;
  /** When a channel that is down is tried again, ms since 1970; null while it is not. */
  restsUntil(channel: string): number | null;
}

/** Everything that tells people something over a channel: what is decided, by which rules, and the outbox. */
export const siteMessages = (deps: MessageDeps): Messages => {
  const { config, secrets } = deps;
  const readers: ReadersFor = (...what) => readersOf({ ...deps, channels: config.channels }, ...what);
  const outbox = new Outbox({
    ...deps,
    site: config.site.id,
    compose: composer({ ...deps, contacts: createContacts(secrets), site: config.site }),
  });
  const notices = new DepositNotices({
    ...{ ...deps, outbox },
    readers: (department) => readers('deposited', 'collector', department),
  });
  const chaser = new Chaser({
    ...{ ...deps, outbox, readers },
    ...{ policy: config.policies.chasing, timeZone: config.site.timeZone },
  });
  return {
    start() {
      outbox.start();
      notices.start();
      chaser.start();
    },
    async stop() {
      chaser.stop();
      notices.stop();
      await outbox.stop();
    },
    restsUntil: (channel) => outbox.restsUntil(channel),
  };
};
