import { systemClock } from '../../adapters/system-clock.ts';
import { evaluationViewOf } from '../../api/evaluation-view.ts';
import { evaluationTable } from '../../api/tables/evaluation.ts';
import { EXIT, type Console, type ExitCode, type Input } from '../command.ts';
import { reading } from '../open-site.ts';
import { tableOptions, writeTableFile } from './table-file.ts';

/** Writes what each department did in a period to `--out`; an existing file is left as it is. */
export const exportEvaluation = async (input: Input, console: Console): Promise<ExitCode> => {
  const { out, format, language, timeZone, days } = tableOptions(input);
  const { table, departments } = await reading(input.value('data'), ({ views, id }) => {
    const view = evaluationViewOf(views, { days, now: systemClock.now() });
    const site = input.optional('unit') ?? id;
    const made = evaluationTable(view, { language, timeZone, site });
    return Promise.resolve({ table: made, departments: view.departments.length });
  });
  const bytes = await writeTableFile(table, format, out);
  if (input.json) console.out(JSON.stringify({ departments, bytes, out }));
  else console.out(`${out}: ${departments} departments from ${days[0]} to ${days[1]}`);
  return EXIT.done;
};
