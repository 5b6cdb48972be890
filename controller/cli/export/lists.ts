import { writeFile } from 'node:fs/promises';
import { writeTable } from '#label-printer/lists/write.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { importTable } from '../../api/tables/import-tables.ts';
import type { ImportKind } from '../../commands/import/columns.ts';
import { MOST_ROWS } from '../../commands/import/grid.ts';
import { startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import { CommandFailed, EXIT, type Console, type ExitCode, type Input } from '../command.ts';
import { unwritable } from '../file-words.ts';
import { reading } from '../open-site.ts';
import { daysOf, oneOf } from './flags.ts';

export const LISTS = ['departments', 'people', 'documents'] as const satisfies readonly ImportKind[];

/** Writes departments, people or documents to `--out` in the form that the import takes. */
export const exportList = async (kind: ImportKind, input: Input, console: Console): Promise<ExitCode> => {
  const out = input.value('out');
  const format = oneOf('format', input.optional('format') ?? out.split('.').at(-1) ?? '', [
    'csv',
    'xlsx',
  ] as const);
  const language = oneOf('language', input.value('language'), ['zh-CN', 'en'] as const);
  const { first, last, timeZone } = daysOf(input);
  const range = { from: startOfDay(first, timeZone), to: startOfDay(last, timeZone, 1) };
  const order = { kind, range, language, timeZone, now: instantOf(systemClock) };
  const table = await reading(input.value('data'), ({ views }) => importTable(views, order));
  if (!table)
    throw new CommandFailed(`more than ${MOST_ROWS} rows: export a shorter time with --from and --to`);
  const bytes = await writeTable(table, format);
  await writeFile(out, bytes, { flag: 'wx' }).catch((error: unknown) => {
    throw unwritable(out, error);
  });
  const rows = table.sections.reduce((sum, section) => sum + section.rows.length, 0);
  console.out(
    input.json ? JSON.stringify({ kind, rows, bytes: bytes.length, out }) : `${out}: ${rows} ${kind}`,
  );
  return EXIT.done;
};
