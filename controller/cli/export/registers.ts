import { writeFile } from 'node:fs/promises';
import { writeTable } from '#label-printer/lists/write.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { MOST_DOCUMENTS, registerTable } from '../../api/tables/register-table.ts';
import { registerNames } from '../../api/tables/registers.ts';
import { dayAt, startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import { CommandFailed, EXIT, UsageError, type Console, type ExitCode, type Input } from '../command.ts';
import { reading } from '../open-site.ts';

const FORMATS = ['pdf', 'csv', 'xlsx'] as const;
/** Before any document of this system. */
const FIRST_DAY = '2000-01-01';

const oneOf = <T extends string>(flag: string, given: string, known: readonly T[]): T => {
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

/** Writes one register to `--out`; an existing file is left as it is. */
export const exportRegister = async (input: Input, console: Console): Promise<ExitCode> => {
  const name = oneOf('register', input.value('register'), registerNames);
  const out = input.value('out');
  const format = oneOf('format', input.optional('format') ?? out.split('.').at(-1) ?? '', FORMATS);
  const language = oneOf('language', input.value('language'), ['zh-CN', 'en'] as const);
  const timeZone = zone(input.value('time-zone'));
  const last = day('to', input.optional('to') ?? dayAt(systemClock.now(), timeZone));
  const first = day('from', input.optional('from') ?? FIRST_DAY);
  if (first > last) throw new UsageError(`--from ${first}: later than --to ${last}`);
  const range = { from: startOfDay(first, timeZone), to: startOfDay(last, timeZone, 1) };
  const order = {
    name,
    range,
    language,
    timeZone,
    now: instantOf(systemClock),
    days: [first, last] as const,
  };
  const table = await reading(input.value('data'), ({ views, ledger, id }) =>
    registerTable({ views, ledger }, { ...order, site: input.optional('unit') ?? id }),
  );
  if (!table)
    throw new CommandFailed(
      `more than ${MOST_DOCUMENTS} documents: export a shorter time with --from and --to`,
    );
  const bytes = await writeTable(table, format);
  await writeFile(out, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already: give another name' : (error.code ?? '');
    throw new CommandFailed(`${out}: cannot write it (${why})`);
  });
  const rows = table.sections.reduce((sum, section) => sum + section.rows.length, 0);
  if (input.json) console.out(JSON.stringify({ register: name, rows, bytes: bytes.length, out }));
  else console.out(`${out}: ${rows} rows of the ${name} register`);
  return EXIT.done;
};
