import { writeFile } from 'node:fs/promises';
import { writeTable } from '#label-printer/lists/write.ts';
import type { Table, TableFormat } from '../../ports/table.ts';
import type { Input } from '../command.ts';
import { unwritable } from '../file-words.ts';
import { daysOf, oneOf } from './flags.ts';

const FORMATS = ['pdf', 'csv', 'xlsx'] as const;

/** What every table is asked for with. Throws UsageError naming the flag, what was given, and what to give. */
export const tableOptions = (input: Input) => {
  const out = input.value('out');
  const format = oneOf('format', input.optional('format') ?? out.split('.').at(-1) ?? '', FORMATS);
  const language = oneOf('language', input.value('language'), ['zh-CN', 'en'] as const);
  const { first, last, timeZone } = daysOf(input);
  return { out, format, language, timeZone, days: [first, last] as const };
};

/** Writes a table to a file that must not exist yet; answers how many bytes it has. */
export const writeTableFile = async (table: Table, format: TableFormat, out: string): Promise<number> => {
  const bytes = await writeTable(table, format);
  await writeFile(out, bytes, { flag: 'wx' }).catch((error: unknown) => {
    throw unwritable(out, error);
  });
  return bytes.length;
};
