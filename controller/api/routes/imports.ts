import { z } from 'zod';
import { importList, type ImportKind, type ImportReport } from '../../commands/import-list.ts';
import { importReport } from '../contract/proposals.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError, readersBusy } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';

/** Problems listed in one answer. */
const MOST_PROBLEMS = 500;
const flag = z.enum(['true', 'false']).default('false');
const query = z.strictObject({ dryRun: flag, goodRows: flag });
/** Any of these: what a file is, its first bytes tell. */
export const LIST_TYPES = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];

/** Lists: `?dryRun=true` reports every problem; without it all rows are registered, or none. */
export const importRoutes = (deps: ApiDeps): Route[] =>
  (['departments', 'people', 'documents'] as const).map((kind: ImportKind) =>
    route({
      method: 'post',
      path: `/import/${kind}`,
      tag: 'import',
      summary: `Register the ${kind} of a CSV file or Excel workbook: all of its rows, or none`,
      access: ['registrar'],
      rawBody: LIST_TYPES,
      query,
      answers: {
        ...{ status: 201, also: [200], schema: importReport },
        description: 'What was registered; 200 for a dry run: what would be',
      },
      async handler({ raw, query: { dryRun, goodRows }, by, remember, language }) {
        const read = await deps.fileReader.table(raw);
        if (!read.ok && read.fault.code === 'readers-busy') throw readersBusy();
        const options = { by, language, goodRows: goodRows === 'true' };
        if (dryRun === 'true')
          return ok(shortened(importList(deps, kind, read, { ...options, dryRun: true })));
        const made = importList(deps, kind, read, {
          ...{ ...options, dryRun: false },
          answer: (report) => remember(() => created(shortened(report))),
        });
        if (!made.imported) throw asProblem(made);
        return created(shortened(made));
      },
    }),
  );

const shortened = (report: ImportReport): z.output<typeof importReport> => ({
  ...report,
  problems: report.problems.slice(0, MOST_PROBLEMS),
  problemCount: report.problems.length,
});

/** Places are `/<row>/<column>`: rows counted as a spreadsheet counts them, the whole file when the row is 0. */
const asProblem = ({ problems }: ImportReport): ProblemError =>
  new ProblemError(422, 'import-problems', {
    values: { count: problems.length },
    errors: problems.slice(0, MOST_PROBLEMS).map(({ row, column, value, fix }) => ({
      path: row === 0 ? '' : `/${row}/${column}`,
      value: value ?? '',
      fix,
    })),
  });
