import { systemClock } from '../../adapters/system-clock.ts';
import { dayAt } from '../../domain/days.ts';
import { UsageError, type Input } from '../command.ts';

/** Before any document of this system. */
const FIRST_DAY = '2000-01-01';

export const oneOf = <T extends string>(flag: string, given: string, known: readonly T[]): T => {
  const found = known.find((each) => each === given);
  if (found === undefined) throw new UsageError(`--${flag} ${given}: write one of ${known.join(', ')}`);
  return found;
};
const day = (flag: string, given: string): string => {
  const ms = Date.parse(`${given}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(given))
    throw new UsageError(`--${flag} ${given}: write a day as yyyy-MM-dd, e.g. 2026-06-18`);
  return given;
};
const zone = (given: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError(`--time-zone ${given}: write an IANA name, e.g. Asia/Shanghai`);
  }
};

/** `--from`, `--to` and `--time-zone`; the last day is at least the first. */
export const daysOf = (
  input: Input,
): { readonly first: string; readonly last: string; readonly timeZone: string } => {
  const timeZone = zone(input.value('time-zone'));
  const last = day('to', input.optional('to') ?? dayAt(systemClock.now(), timeZone));
  const first = day('from', input.optional('from') ?? FIRST_DAY);
  if (first > last) throw new UsageError(`--from ${first}: later than --to ${last}`);
  return { first, last, timeZone };
};
