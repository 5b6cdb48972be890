import { changeService as changeServiceCommand } from '../../commands/consignments.ts';
import { compartmentStateView, deviceView, listOf, recordView } from '../answers.ts';
import { changeService } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { compartmentViews } from '../views-of.ts';

export const boxRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/compartments',
    tag: 'box',
    summary: 'Every compartment: doors, bin, service, pieces inside',
    access: ['registrar', 'supervisor', 'technician', 'auditor'],
    answers: { status: 200, description: 'All of them, on one page', schema: listOf(compartmentStateView) },
    handler: () => ok({ items: compartmentViews(deps.config, deps.views), next: null }),
  }),
  route({
    method: 'post',
    path: '/compartments/:id/service',
    tag: 'box',
    summary: 'Put a compartment in service, mark it away, or take it out of service',
    access: ['registrar', 'technician'],
    body: changeService,
    answers: { status: 200, description: 'The compartment', schema: compartmentStateView },
    handler({ params: { id = '' }, body, by, remember }) {
      const now = compartmentViews(deps.config, deps.views).find((compartment) => compartment.id === id);
      if (!now) throw new ProblemError(404, 'no-such', { values: { what: 'compartment', id } });
      const answer = ok({ ...now, service: body.service, serviceReason: body.reason });
      changeServiceCommand(
        deps,
        id,
        body,
        by,
        remember(() => answer),
      );
      return answer;
    },
  }),
  route({
    method: 'get',
    path: '/devices',
    tag: 'box',
    summary: 'Every device: state, what is wrong and what to do, counters',
    access: ['registrar', 'supervisor', 'technician', 'auditor'],
    answers: { status: 200, description: 'All of them, on one page', schema: listOf(deviceView) },
    handler: () => ok({ items: deps.devices(), next: null }),
  }),
  route({
    method: 'get',
    path: '/record',
    tag: 'box',
    summary: 'Whether the record is whole: walks over the ledger, the last, the one under way, the next',
    access: ['registrar', 'supervisor', 'technician', 'auditor'],
    answers: { status: 200, description: 'The walks', schema: recordView },
    handler: () => ok(deps.record()),
  }),
];
