import { writeFile } from 'node:fs/promises';
import { writeTable } from '#label-printer/lists/write.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { MOST_DOCUMENTS, registerTable } from '../../api/tables/register-table.ts';
import { registerNames } from '../../api/tables/registers.ts';
import { startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import { CommandFailed, EXIT, type Console, type ExitCode, type Input } from '../command.ts';
import { reading } from '../open-site.ts';
import { daysOf, oneOf } from './flags.ts';

const FORMATS = ['pdf', 'csv', 'xlsx'] as const;
/** Writes one register to `--out`; an existing file is left as it is. */
export const exportRegister = async (input: Input, console: Console): Promise<ExitCode> => {
  const name = oneOf('register', input.value('register'), registerNames);
  const out = input.value('out');
  const format = oneOf('format', input.optional('format') ?? out.split('.').at(-1) ?? '', FORMATS);
  const language = oneOf('language', input.value('language'), ['zh-CN', 'en'] as const);
  const { first, last, timeZone } = daysOf(input);
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
