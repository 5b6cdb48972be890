import { z } from 'zod';
import { dayAt, startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FORMATS } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { fileAnswer, route, type Route } from '../http/route.ts';
import { MOST_ROWS } from '../../commands/import/grid.ts';
import { importTable } from '../tables/import-tables.ts';
import { tableLanguage } from './forms.ts';

/** Before any document of this system. */
const FIRST_DAY = '2000-01-01';
const query = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') });
const days = { from: z.iso.date().optional(), to: z.iso.date().optional() };

/** What a site has, as the files its imports take. */
export const exportRoutes = ({ views, config, clock, writeTable }: ApiDeps): Route[] =>
  (['departments', 'people', 'documents'] as const).map((kind) =>
    route({
      method: 'get',
      path: `/export/${kind}`,
      tag: 'import',
      summary: `The ${kind} as a file in the form that the import takes${kind === 'documents' ? ', by the days they were registered' : ''}`,
      access: ['registrar'],
      query: kind === 'documents' ? query.extend(days) : query,
      answers: { status: 200, description: 'The file', files: [FORMATS.csv, FORMATS.xlsx] },
      async handler({ query: asked, language }) {
        const {
          format,
          from = FIRST_DAY,
          to,
        } = asked as z.output<typeof query> & { from?: string; to?: string };
        const { timeZone } = config.site;
        const last = to ?? dayAt(clock.now(), timeZone);
        const range = { from: startOfDay(from, timeZone), to: startOfDay(last, timeZone, 1) };
        const table = await importTable(views, {
          ...{ kind, range, language: tableLanguage(language), timeZone, now: instantOf(clock) },
        });
        if (!table) throw new ProblemError(422, 'too-many-lines', { values: { limit: MOST_ROWS } });
        const type = format === 'csv' ? `${FORMATS.csv}; charset=utf-8` : FORMATS.xlsx;
        return fileAnswer({ type, name: `${table.name}.${format}`, bytes: await writeTable(table, format) });
      },
    }),
  );
