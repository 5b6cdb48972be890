import { z } from 'zod';
import type { CommissioningDesk, CommissioningOutcome, CommissioningRun } from '../../ports/commissioning.ts';
import {
  beginCommissioning,
  commissioningSay,
  type CommissioningRunView,
  type CommissioningView,
} from '../contract/commissioning.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { problemFor } from './listing.ts';

const text = z.string();
const door = z.enum(['front', 'rear']);
const place = { compartment: text, door, number: z.int() };
const runView = z.object({
  ...place,
  device: text,
  step: z.enum(['close', 'permit', 'which', 'close-again', 'working', 'done']),
  pulses: z.int(),
  findings: z.array(
    z.object({
      code: text,
      values: z.record(text, z.union([text, z.number()])),
      change: text.nullable(),
    }),
  ),
}) satisfies z.ZodType<CommissioningRunView>;
const view = z.object({
  doors: z.array(z.object(place)),
  run: runView.nullable(),
}) satisfies z.ZodType<CommissioningView>;

/** How a lock is wired is found out by opening it once; only technicians may. */
export const commissioningRoutes = (deps: ApiDeps): Route[] => {
  const desk = (device: string): CommissioningDesk => {
    if (deps.commissioning && deps.commissioning.doors(device).length > 0) return deps.commissioning;
    throw new ProblemError(404, 'no-such', { values: { what: 'lock board', id: device } });
  };
  const runOf = (outcome: CommissioningOutcome): CommissioningRun => {
    if (!outcome.ok) throw problemFor(outcome.refusal);
    return outcome.run;
  };
  return [
    route({
      method: 'get',
      path: '/devices/:id/commissioning',
      tag: 'box',
      summary: 'Doors of a lock board, and how far its commissioning is',
      access: ['technician'],
      answers: { status: 200, description: 'Doors and run', schema: view },
      handler: ({ params: { id = '' } }) => ok({ doors: desk(id).doors(id), run: desk(id).now(id) }),
    }),
    route({
      method: 'post',
      path: '/devices/:id/commissioning',
      tag: 'box',
      summary:
        'Begin to find out how one lock is wired; its compartment must be out of service. Opens nothing yet',
      access: ['technician'],
      body: beginCommissioning,
      answers: { status: 201, description: 'The run', schema: runView },
      handler: ({ params: { id = '' }, body }) =>
        created(runOf(desk(id).begin(id, body.compartment, body.door))),
    }),
    route({
      method: 'post',
      path: '/devices/:id/commissioning/say',
      tag: 'box',
      summary: 'Say what was asked: closed, open (sends one pulse), which door came open, or stop',
      access: ['technician'],
      body: commissioningSay,
      answers: { status: 200, description: 'The run, when its next question stands', schema: runView },
      handler: async ({ params: { id = '' }, body, by }) => ok(runOf(await desk(id).say(id, body, by.actor))),
    }),
  ];
};
