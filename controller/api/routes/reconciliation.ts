import { z } from 'zod';
import { ACTIONS, settleDifference } from '../../commands/reconciliation.ts';
import type { DifferenceRow } from '../../ports/reconciliation.ts';
import { listOf } from '../answers.ts';
import { explain } from '../contract/difference-words.ts';
import {
  differenceKind,
  differenceView,
  reconciliationView,
  settleDifference as settleBody,
  type DifferenceView,
} from '../contract/reconciliation.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Language } from '../http/language.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { tableLanguage } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';

const query = pageQuery.extend({
  state: z.enum(['open', 'settled', 'gone', 'all']).default('open'),
  kind: differenceKind.optional(),
  department: z.string().min(1).max(64).optional(),
});

export const reconciliationRoutes = (deps: ApiDeps): Route[] => {
  const { views } = deps;
  const shown = (row: DifferenceRow, language: Language): DifferenceView => {
    const { facts: _, sequence: __, ...own } = row;
    const action = row.state === 'open' ? ACTIONS[row.kind] : undefined;
    return {
      ...own,
      explanation: explain(tableLanguage(language), row),
      departmentName: row.department && (views.department(row.department)?.name ?? null),
      number: row.document && (views.document(row.document)?.number ?? null),
      actions: row.state === 'open' ? ['acknowledged', ...(action ? [action] : [])] : [],
    };
  };
  return [
    route({
      method: 'get',
      path: '/reconciliation',
      tag: 'reconciliation',
      summary:
        'Differences between paper and record, newest first, each with its explanation; open ones unless asked',
      access: ['registrar', 'supervisor', 'auditor'],
      query,
      answers: { status: 200, description: 'One page', schema: listOf(differenceView) },
      handler({ query: { state, kind, department, ...page }, language }) {
        if (page.cursor === undefined) deps.lookForDifferences();
        const filter = { state: state === 'all' ? undefined : state, kind, department };
        return ok(listOfPage(views.differences(pageOf(page), filter), (row) => shown(row, language)));
      },
    }),
    route({
      method: 'get',
      path: '/reconciliation/summary',
      tag: 'reconciliation',
      summary: 'How many differences of each kind are open',
      access: ['registrar', 'supervisor', 'auditor'],
      answers: { status: 200, description: 'The numbers', schema: reconciliationView },
      handler() {
        const open = views.openDifferences();
        return ok({ open, total: open.reduce((sum, { count }) => sum + count, 0) });
      },
    }),
    route({
      method: 'post',
      path: '/reconciliation/:id/settle',
      tag: 'reconciliation',
      summary: 'Settle a difference, with the reason; `withdrawn` also withdraws its pieces',
      access: ['registrar', 'supervisor'],
      body: settleBody,
      answers: { status: 200, description: 'The difference', schema: differenceView },
      handler({ params: { id = '' }, body, who, by, language, remember }) {
        // A supervisor explains; whoever changes what becomes of pieces is a registrar.
        const registrar =
          who.kind === 'person' ? who.roles.includes('registrar') : 'role' in who && who.role === 'registrar';
        if (body.action !== 'acknowledged' && !registrar)
          throw new ProblemError(403, 'not-allowed', { values: { roles: 'registrar' } });
        const settled = (): DifferenceView => {
          const row = views.difference(id);
          if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'difference', id } });
          return shown(row, language);
        };
        valueOf(
          settleDifference(
            deps,
            id,
            body,
            by,
            remember(() => ok(settled())),
          ),
        );
        return ok(settled());
      },
    }),
  ];
};
