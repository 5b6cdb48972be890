import { z } from 'zod';
import type { ApiDeps } from '../http/deps.ts';
import { ok, route, type Route } from '../http/route.ts';

const query = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const event = z.object({
  site: z.string(),
  sequence: z.int(),
  stream: z.string(),
  version: z.int(),
  type: z.string(),
  schema: z.int(),
  time: z.string(),
  actor: z.string(),
  station: z.string().nullable(),
  cause: z.string(),
  payload: z.record(z.string(), z.unknown()),
});

export const eventRoutes = ({ ledger }: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/events',
    tag: 'ledger',
    summary: 'The ledger from a sequence on, oldest first; pass `next` back as `?after=`',
    access: ['registrar', 'auditor'],
    query,
    answers: {
      status: 200,
      description: 'Events, the sequence to go on from, and the head of the ledger',
      schema: z.object({
        items: z.array(event),
        next: z.int(),
        head: z.object({ sequence: z.int(), root: z.string() }),
      }),
    },
    handler({ query: { after, limit } }) {
      const items = ledger.read(after, limit);
      return ok({ items, next: items.at(-1)?.sequence ?? after, head: ledger.head() });
    },
  }),
];
