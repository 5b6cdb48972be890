import { setImmediate as breathe } from 'node:timers/promises';
import type { RegisterRow, TimeRange } from '../../ports/read-models.ts';
import type { Table } from '../../ports/table.ts';
import { localMinute, plainTable } from './shared.ts';
import { registers, type Books, type Entry, type RegisterName } from './registers.ts';
import { tableWords, type TableLanguage } from './words.ts';

/** Documents of one file; a longer time is asked for in parts. */
export const MOST_DOCUMENTS = 20_000;
/** Documents read between two breaths, so that a door is never kept waiting by a long register. */
const AT_ONCE = 100;

export interface RegisterOrder {
  readonly name: RegisterName;
  /** First and last day as asked for, yyyy-MM-dd. */
  readonly days: readonly [string, string];
  readonly range: TimeRange;
  readonly language: TableLanguage;
  readonly timeZone: string;
  readonly site: string;
  /** UTC instant of the asking. */
  readonly now: string;
}

/** A register over a time, oldest first. Null when it has more than 20,000 documents. */
export const registerTable = async (books: Books, order: RegisterOrder): Promise<Table | null> => {
  const { name, range, language, timeZone, site, now, days } = order;
  const register = registers[name];
  const words = tableWords(language);
  const entries: Entry[] = [];
  let documents = 0;
  for (let after = 0; ;) {
    const rows: readonly RegisterRow[] = books.views.registerFrom(range, after, AT_ONCE, register.circulated);
    for (const row of rows) entries.push(...register.entries(row, books, words));
    documents += rows.length;
    if (documents > MOST_DOCUMENTS) return null;
    if (rows.length < AT_ONCE) break;
    after = rows.at(-1)?.sequence ?? 0;
    await breathe();
  }
  const columns = register.columns(words);
  return {
    ...plainTable,
    name: `${name}-${days.join('-')}`,
    ...{ title: words(name), unit: site, language, timeZone, made: now, columns },
    facts: [
      [words('period'), days.join(' – ')],
      [words('printedAt'), localMinute(now, timeZone)],
    ],
    group: register.group === undefined ? null : words(register.group),
    sections: register.sections(entries, words, language),
    totals: `${words('total')} ${words('documents', { n: documents })}`,
    sign: [words('registrar')],
  };
};
