import { z } from 'zod';
import * as commands from '../../commands/custody.ts';
import type { Outcome } from '../../commands/outcome.ts';
import type { AnswerOf } from '../../ports/ledger.ts';
import { consignmentView } from '../answers.ts';
import * as contract from '../contract/custody.ts';
import { withdraw } from '../contract/office.ts';
import { circulationViewOf } from '../custody-views.ts';
import type { Access } from '../http/access.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Call, type Route } from '../http/route.ts';
import { consignmentViewOf } from '../views-of.ts';
import { valueOf } from './listing.ts';

/** What the desk does with one piece; each answers with the piece as it is afterwards. */
export const custodyRoutes = (deps: ApiDeps): Route[] => {
  const { views, config } = deps;
  const rowOf = (docket: string) => {
    const row = views.consignment(docket);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'consignment', id: docket } });
    return row;
  };
  type Follow<B> = (docket: string, call: Call<B>, answer: AnswerOf) => Outcome<unknown>;
  const step = <B extends z.ZodType>(
    path: string,
    summary: string,
    body: B,
    follow: Follow<z.output<B>>,
    access: Access = ['registrar'],
  ): Route =>
    route({
      ...{
        method: 'post',
        path: `/consignments/:docket/${path}`,
        tag: 'consignments',
        summary,
        access,
        body,
      },
      answers: { status: 200, description: 'The consignment', schema: consignmentView },
      handler(call) {
        const { docket = '' } = call.params;
        rowOf(docket);
        const answer = () => ok(consignmentViewOf(rowOf(docket), views));
        valueOf(follow(docket, call as Call<z.output<B>>, call.remember(answer)));
        return answer();
      },
    });
  const nothing = z.strictObject({}).prefault({});
  const boxes = new Set(config.cabinets.flatMap((cabinet) => cabinet.compartments.map(({ id }) => id)));
  return [
    step(
      'withdraw',
      'Take a consignment back before its paper is dropped; its label leaves the line',
      withdraw,
      (docket, { body, by }, answer) => commands.withdrawConsignment(deps, docket, body.reason, by, answer),
    ),
    step(
      'reinstate',
      'Take a withdrawal back, as long as no label was printed',
      nothing,
      (docket, { by }, answer) => commands.takeStep(deps, docket, { type: 'Reinstate' }, by, answer),
    ),
    step(
      'handle',
      'Strike a collected piece off: the leader’s instruction and what came of it',
      contract.strikeOff,
      (docket, { body, by }, answer) =>
        commands.takeStep(deps, docket, { type: 'Handle', ...body }, by, answer),
      ['registrar', 'supervisor'],
    ),
    step(
      'reopen',
      'Take the striking off back: the piece is being handled again',
      contract.reopen,
      (docket, { body, by }, answer) =>
        commands.takeStep(deps, docket, { type: 'Reopen', ...body }, by, answer),
      ['registrar', 'supervisor'],
    ),
    step(
      'route',
      'Set the readers of a circulating piece in their order; those it was with stay',
      contract.routePiece,
      (docket, { body, by }, answer) => commands.routePiece(deps, docket, body.stops, by, answer),
    ),
    step(
      'end-circulation',
      'End a circulation early: no further reader is waited for, and the paper comes back to the office',
      contract.endCirculation,
      (docket, { body, by }, answer) =>
        commands.takeStep(deps, docket, { type: 'EndRoute', ...body }, by, answer),
    ),
    step(
      'take-in',
      'Record that the paper was handed over at the desk: refused, asked back, or read by its reader',
      nothing,
      (docket, { by }, answer) => commands.takeInAtDesk(deps, docket, by, answer),
    ),
    step(
      'missing',
      'Record that the paper is not where the record says',
      contract.reportMissing,
      (docket, { body, by }, answer) =>
        commands.takeStep(deps, docket, { type: 'Miss', by: 'desk', ...body }, by, answer),
    ),
    step(
      'found',
      'Record that a missing paper turned up, in a compartment or in hand',
      contract.reportFound,
      (docket, { body, by }, answer) => {
        const { compartment } = body;
        if (compartment !== null && !boxes.has(compartment))
          throw new ProblemError(404, 'no-such', { values: { what: 'compartment', id: compartment } });
        return commands.takeStep(deps, docket, { type: 'Find', by: 'desk', ...body }, by, answer);
      },
    ),
    route({
      method: 'get',
      path: '/consignments/:docket/circulation',
      tag: 'consignments',
      summary: 'Who has the paper since when, and the round of each of its readers',
      access: ['registrar', 'supervisor', 'auditor'],
      answers: { status: 200, description: 'The rounds', schema: contract.circulationView },
      handler: ({ params: { docket = '' } }) => ok(circulationViewOf(deps, rowOf(docket))),
    }),
  ];
};
