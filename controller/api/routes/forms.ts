import { z } from 'zod';
import type { Table } from '../../ports/table.ts';
import type { ApiDeps } from '../http/deps.ts';
import { formatOf, FORMATS } from '../http/formats.ts';
import type { Language } from '../http/language.ts';
import { fileAnswer, ok, type Answer, type Call } from '../http/route.ts';
import type { TableLanguage } from '../tables/words.ts';

/** `?format=` of whatever can be had as a file too. */
export const formatQuery = z.strictObject({ format: z.enum(['json', 'pdf', 'csv', 'xlsx']).optional() });

export const tableLanguage = (language: Language): TableLanguage => (language === 'en' ? 'en' : 'zh-CN');

/** The answer as JSON, or its table as the file that was asked for. The table is made only when it is. */
export const inForm = async (
  { writeTable }: Pick<ApiDeps, 'writeTable'>,
  { query, accept }: { readonly query: z.output<typeof formatQuery> } & Pick<Call, 'accept'>,
  json: unknown,
  table: () => Table | Promise<Table>,
): Promise<Answer> => {
  const format = formatOf(query.format, accept);
  if (format === 'json') return ok(json);
  const made = await table();
  const type = format === 'csv' ? `${FORMATS.csv}; charset=utf-8` : FORMATS[format];
  return fileAnswer({ type, name: `${made.name}.${format}`, bytes: await writeTable(made, format) });
};
