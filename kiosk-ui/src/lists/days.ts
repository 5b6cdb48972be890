import { now } from '../client/time.ts';
import { instant } from '../state/format.ts';

/** A date so many days before today on the site's clocks, yyyy-MM-dd. */
export const daysAgo = (days: number): string =>
  instant(new Date(now() - days * 86_400_000).toISOString()).slice(0, 10);
