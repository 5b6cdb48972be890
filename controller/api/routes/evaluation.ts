import { z } from 'zod';
import { dayAt, startOfDay } from '../../domain/days.ts';
import { listOf } from '../answers.ts';
import { evaluationView, figureNames, figureRowView, type FigureRowView } from '../contract/evaluation.ts';
import { dayNumber, evaluationViewOf } from '../evaluation-view.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES, formatOf } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { evaluationTable } from '../tables/evaluation.ts';
import { formatQuery, inForm, tableLanguage } from './forms.ts';
import { listOfPage, pageOf, pageQuery } from './listing.ts';

/** A month before today when nothing is said; at most ten years. */
const DAYS_BEFORE = 30;
const MOST_DAYS = 3660;
const period = {
  /** First and last day on the site's calendar. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  department: z.string().min(1).max(64).optional(),
};

export const evaluationRoutes = (deps: ApiDeps): Route[] => {
  const { config, views, clock } = deps;
  const { timeZone, name: site } = config.site;
  const daysOf = (from: string | undefined, to: string | undefined): readonly [string, string] => {
    const last = to ?? dayAt(clock.now(), timeZone);
    const first = from ?? startOfDay(last, 'UTC', -DAYS_BEFORE).slice(0, 10);
    const wrong = (value: string, fix: string) =>
      new ProblemError(422, 'invalid', { errors: [{ path: '/to', value, fix }] });
    if (first > last) throw wrong(last, `≥ ${first}`);
    const furthest = startOfDay(first, 'UTC', MOST_DAYS).slice(0, 10);
    if (last > furthest) throw wrong(last, `≤ ${furthest}`);
    return [first, last];
  };
  return [
    route({
      method: 'get',
      path: '/evaluation',
      tag: 'evaluation',
      summary: 'What each department did in a period: in time, how long, refusals, visits, discrepancies',
      access: ['registrar', 'supervisor', 'auditor'],
      query: formatQuery.extend(period),
      answers: { status: 200, description: 'The figures', schema: evaluationView, files: FILE_TYPES },
      handler(call) {
        const { from, to, department, format } = call.query;
        const view = evaluationViewOf(views, { days: daysOf(from, to), now: clock.now(), department });
        const asked = { ...call, query: { format: formatOf(format, call.accept) } };
        const order = { language: tableLanguage(call.language), timeZone, site };
        return inForm(deps, asked, view, () => evaluationTable(view, order));
      },
    }),
    route({
      method: 'get',
      path: '/evaluation/rows',
      tag: 'evaluation',
      summary: 'What one figure counts, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery.extend({ ...period, figure: z.enum(figureNames) }),
      answers: { status: 200, description: 'One page', schema: listOf(figureRowView) },
      handler({ query: { figure, from, to, department, ...page } }) {
        const [first, last] = daysOf(from, to);
        const days = { first: dayNumber(first), last: dayNumber(last) };
        const found = views.figureRows({ figure, days, department, now: clock.now() }, pageOf(page));
        return ok(
          listOfPage(found, ({ sequence: _, ...row }): FigureRowView => ({
            ...row,
            departmentName: views.department(row.department)?.name ?? row.department,
          })),
        );
      },
    }),
  ];
};
