import { writeFile } from 'node:fs/promises';
import { writeTable } from '#label-printer/lists/write.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { dayAt } from '../../domain/days.ts';
import type { Table, TableFormat } from '../../ports/table.ts';
import { CommandFailed, UsageError, type Input } from '../command.ts';

const FORMATS = ['pdf', 'csv', 'xlsx'] as const;
/** Before any document of this system. */
const FIRST_DAY = '2000-01-01';

/** A flag's value, when it is one of these. */
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

/** What every table is asked for with. Throws UsageError naming the flag, what was given, and what to give. */
export const tableOptions = (input: Input) => {
  const out = input.value('out');
  const format = oneOf('format', input.optional('format') ?? out.split('.').at(-1) ?? '', FORMATS);
  const language = oneOf('language', input.value('language'), ['zh-CN', 'en'] as const);
  const timeZone = zone(input.value('time-zone'));
  const last = day('to', input.optional('to') ?? dayAt(systemClock.now(), timeZone));
  const first = day('from', input.optional('from') ?? FIRST_DAY);
  if (first > last) throw new UsageError(`--from ${first}: later than --to ${last}`);
  return { out, format, language, timeZone, days: [first, last] as const };
};

/** Writes a table to a file that must not exist yet; answers how many bytes it has. */
export const writeTableFile = async (table: Table, format: TableFormat, out: string): Promise<number> => {
  const bytes = await writeTable(table, format);
  await writeFile(out, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already: give another name' : (error.code ?? '');
    throw new CommandFailed(`${out}: cannot write it (${why})`);
  });
  return bytes.length;
};
