import { systemClock } from '../../adapters/system-clock.ts';
import { MOST_DOCUMENTS, registerTable } from '../../api/tables/register-table.ts';
import { registerNames } from '../../api/tables/registers.ts';
import { startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import { CommandFailed, EXIT, type Console, type ExitCode, type Input } from '../command.ts';
import { reading } from '../open-site.ts';
import { oneOf } from './flags.ts';
import { tableOptions, writeTableFile } from './table-file.ts';

/** Writes one register to `--out`; an existing file is left as it is. */
export const exportRegister = async (input: Input, console: Console): Promise<ExitCode> => {
  const name = oneOf('register', input.value('register'), registerNames);
  const { out, format, language, timeZone, days } = tableOptions(input);
  const range = { from: startOfDay(days[0], timeZone), to: startOfDay(days[1], timeZone, 1) };
  const order = { name, range, language, timeZone, days, now: instantOf(systemClock) };
  const table = await reading(input.value('data'), ({ views, ledger, id }) =>
    registerTable({ views, ledger }, { ...order, site: input.optional('unit') ?? id }),
  );
  if (!table)
    throw new CommandFailed(
      `more than ${MOST_DOCUMENTS} documents: export a shorter time with --from and --to`,
    );
  const bytes = await writeTableFile(table, format, out);
  const rows = table.sections.reduce((sum, section) => sum + section.rows.length, 0);
  if (input.json) console.out(JSON.stringify({ register: name, rows, bytes, out }));
  else console.out(`${out}: ${rows} rows of the ${name} register`);
  return EXIT.done;
};
