import type { SiteConfig } from '../config-schema.ts';
import type { Actuator } from '../ports/actuator.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { DeviceHealth } from '../ports/health.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { OpeningAsker } from '../ports/opening-asker.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { Registrar } from '../ports/registrar.ts';
import type { SignIn } from '../ports/sign-in.ts';
import type { SlotCounter } from '../ports/slot-counter.ts';

/** What the stations' runner needs of the world. */
export interface StationDeps {
  readonly config: Pick<SiteConfig, 'site' | 'cabinets' | 'policies'>;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly ledger: Pick<Ledger, 'health' | 'head' | 'stream' | 'onAppended'>;
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly actuator: Actuator;
  readonly counter: SlotCounter;
  readonly signIn: SignIn;
  readonly registrar: Registrar;
  /** Asked before doors open; left out: nobody is. */
  readonly openingAsker?: OpeningAsker | undefined;
  /** Keyed hash (hex) of a classified payload; the payload is forgotten after it. */
  readonly classifiedHash: (payload: Uint8Array) => string;
  readonly devices: () => readonly Pick<DeviceHealth, 'id' | 'kind' | 'state' | 'problem'>[];
  /** Version tags of official records that are accepted; left out: those known from the wild. */
  readonly recordTags?: readonly string[];
  /** A bug or a broken device callback: where it happened, never what was scanned. */
  readonly onError: (error: unknown, where: string) => void;
}
