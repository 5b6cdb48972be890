import type { SiteConfig } from '../../config-schema.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Desk } from '../../ports/desk.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { DeviceView } from '../contract/office.ts';
import type { StationCommand, StationSnapshot } from '../contract/station.ts';

/** Lines of the log. Fields never hold titles, bodies or secrets. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
