import { z } from 'zod';
import { importCsv, type ImportKind, type ImportReport } from '../../commands/import-csv.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';

const report = z.object({
  ok: z.boolean(),
  kind: z.enum(['departments', 'people', 'documents']),
  rows: z.int(),
  imported: z.boolean(),
  problems: z.array(
    z.object({ row: z.int(), column: z.string(), value: z.string().nullable(), fix: z.string() }),
  ),
}) satisfies z.ZodType<ImportReport>;
/** Problems listed in one answer. */
const MOST_PROBLEMS = 500;
const query = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') });

/** CSV files: `?dryRun=true` reports every problem; without it all rows are registered, or none. */
export const importRoutes = (deps: ApiDeps): Route[] =>
  (['departments', 'people', 'documents'] as const).map((kind: ImportKind) =>
    route({
      method: 'post',
      path: `/import/${kind}`,
      tag: 'import',
      summary: `Register the ${kind} of a CSV file: all of its rows, or none`,
      access: ['registrar'],
      rawBody: 'text/csv',
      query,
      answers: { status: 201, description: 'What was registered (200 for a dry run)', schema: report },
      handler({ raw, query: { dryRun }, by, remember }) {
        if (dryRun === 'true') return ok(importCsv(deps, kind, raw, { by, dryRun: true }));
        const answer = remember((events) => created(reportOf(kind, events)));
        const made = importCsv(deps, kind, raw, { by, dryRun: false, answer });
        if (!made.ok) throw asProblem(made);
        return created(made);
      },
    }),
  );

const MADE = {
  departments: 'DepartmentRegistered',
  people: 'PersonRegistered',
  documents: 'DocumentRegistered',
};
const reportOf = (kind: ImportKind, events: readonly AnyStoredEvent[]): ImportReport => ({
  ...{ ok: true, kind, imported: true, problems: [] },
  rows: events.filter((event) => event.type === MADE[kind]).length,
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
