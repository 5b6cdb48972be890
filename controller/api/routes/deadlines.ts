import { z } from 'zod';
import { turnClock } from '../../commands/clocks.ts';
import { instantOf } from '../../ports/clock.ts';
import type { DeadlineRow } from '../../ports/deadlines.ts';
import { listOf } from '../answers.ts';
import { clock, deadlineView, pauseBody, type DeadlineView } from '../contract/clocks.ts';
import type { List } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { valueOf } from './listing.ts';

const READERS = ['registrar', 'supervisor', 'auditor'] as const;
const CHANGERS = ['registrar', 'supervisor'] as const;
/** How far ahead `soon` looks, ms. */
const SOON = 86_400_000;

const listQuery = z.strictObject({
  department: z.string().min(1).max(64).optional(),
  state: z.enum(['open', 'overdue', 'soon', 'paused']).default('overdue'),
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}(-[0-9]{1,15})?$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const clocksOf = z.object({ items: z.array(deadlineView) });

export const deadlineViewOf = ({ views }: Pick<ApiDeps, 'views'>, row: DeadlineRow): DeadlineView => ({
  ...row,
  departmentName: views.department(row.department)?.name ?? row.department,
});

/** What is due, and pauses. */
export const deadlineRoutes = (deps: ApiDeps): Route[] => {
  const turned = (docket: string) =>
    ok({ items: deps.views.deadlinesOf(docket).map((row) => deadlineViewOf(deps, row)) });
  return [
    route({
      method: 'get',
      path: '/deadlines',
      tag: 'clocks',
      summary:
        'Open deadlines: those `overdue`, or due `soon` (within a day), the first due first, those `paused`, or all `open` ones of a department',
      access: READERS,
      query: listQuery,
      answers: { status: 200, description: 'One page', schema: listOf(deadlineView) },
      handler: ({ query }) => ok(deadlinePage(deps, query)),
    }),
    route({
      method: 'get',
      path: '/consignments/:docket/deadlines',
      tag: 'clocks',
      summary: 'Every clock of a consignment, oldest first',
      access: READERS,
      answers: { status: 200, description: 'The clocks', schema: clocksOf },
      handler: ({ params: { docket = '' } }) => turned(pieceOf(deps, docket)),
    }),
    route({
      method: 'post',
      path: '/consignments/:docket/clocks/:clock/pause',
      tag: 'clocks',
      summary: 'Stop a clock, with the reason; its deadline moves by as long as it rests',
      access: CHANGERS,
      body: pauseBody,
      answers: { status: 200, description: 'The clocks', schema: clocksOf },
      handler({ params, body, by, remember }) {
        const docket = pieceOf(deps, params['docket']);
        const command = { type: 'Pause', clock: clockIn(params['clock']), ...body } as const;
        valueOf(
          turnClock(
            deps.desk,
            docket,
            command,
            by,
            remember(() => turned(docket)),
          ),
        );
        return turned(docket);
      },
    }),
    route({
      method: 'post',
      path: '/consignments/:docket/clocks/:clock/resume',
      tag: 'clocks',
      summary: 'Let a stopped clock go on',
      access: CHANGERS,
      answers: { status: 200, description: 'The clocks', schema: clocksOf },
      handler({ params, by, remember }) {
        const docket = pieceOf(deps, params['docket']);
        valueOf(
          turnClock(
            deps.desk,
            docket,
            { type: 'Resume', clock: clockIn(params['clock']) },
            by,
            remember(() => turned(docket)),
          ),
        );
        return turned(docket);
      },
    }),
  ];
};

const pieceOf = ({ views }: ApiDeps, docket = ''): string => {
  if (views.consignment(docket)) return docket;
  throw new ProblemError(404, 'no-such', { values: { what: 'consignment', id: docket } });
};
const clockIn = (name = ''): z.output<typeof clock> => {
  const known = clock.safeParse(name);
  if (known.success) return known.data;
  throw new ProblemError(404, 'no-such', { values: { what: 'clock', id: name } });
};

const deadlinePage = (
  deps: ApiDeps,
  { department, state, cursor = '0', limit }: z.output<typeof listQuery>,
): List<DeadlineView> => {
  const { views, clock: time } = deps;
  const view = (row: DeadlineRow): DeadlineView => deadlineViewOf(deps, row);
  const bySequence = (read: (limit: number, after: number) => DeadlineRow[]): List<DeadlineView> => {
    const rows = read(limit + 1, Number(cursor.split('-')[0]));
    const shown = rows.slice(0, limit);
    return { items: shown.map(view), next: rows.length > limit ? String(shown.at(-1)?.sequence) : null };
  };
  if (state === 'paused') return bySequence((most, after) => views.pausedDeadlines(most, after));
  if (state === 'open') {
    if (department === undefined)
      throw new ProblemError(422, 'invalid', {
        errors: [{ path: '/department', value: '', fix: 'state=open: department=…' }],
      });
    return bySequence((most, after) => views.openDeadlines(department, most, after));
  }
  const now = time.now();
  const range =
    state === 'overdue'
      ? { after: null, before: instantOf(time) }
      : { after: instantOf(time), before: new Date(now + SOON).toISOString() };
  const [at = 0, sequence] = cursor.split('-').map(Number);
  const from = sequence === undefined ? null : { at: new Date(at).toISOString(), sequence };
  const { rows, next } = views.deadlinesIn('due', range, limit, from);
  return {
    items: rows.filter((row) => department === undefined || row.department === department).map(view),
    next: next && `${Date.parse(next.at)}-${next.sequence}`,
  };
};
