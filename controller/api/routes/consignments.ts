import { consignmentView, listOf } from '../answers.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { consignmentViewOf } from '../views-of.ts';
import { listOfPage, pageOf, pageQuery } from './listing.ts';

const query = pageQuery.extend({
  department: consignmentView.shape.department.min(1).max(64).optional(),
  state: consignmentView.shape.state.optional(),
});

export const consignmentRoutes = (deps: ApiDeps): Route[] => {
  const { views } = deps;
  const viewOf = (docket: string) => {
    const row = views.consignment(docket);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'consignment', id: docket } });
    return consignmentViewOf(row, views);
  };
  return [
    route({
      method: 'get',
      path: '/consignments',
      tag: 'consignments',
      summary: 'Consignments, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query,
      answers: { status: 200, description: 'One page', schema: listOf(consignmentView) },
      handler({ query: { department, state, ...page } }) {
        const filter = {
          ...(department === undefined ? {} : { department }),
          ...(state === undefined ? {} : { state }),
        };
        return ok(
          listOfPage(views.consignments(pageOf(page), filter), (row) => consignmentViewOf(row, views)),
        );
      },
    }),
    route({
      method: 'get',
      path: '/consignments/:docket',
      tag: 'consignments',
      summary: 'One consignment',
      access: ['registrar', 'supervisor', 'auditor'],
      answers: { status: 200, description: 'The consignment', schema: consignmentView },
      handler: ({ params: { docket = '' } }) => ok(viewOf(docket)),
    }),
  ];
};
