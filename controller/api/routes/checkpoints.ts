import { latestCheckpoint } from '../../commands/checkpoints/issue.ts';
import { logKey } from '../../commands/checkpoints/log-key.ts';
import { writeKey } from '../../commands/checkpoints/note.ts';
import { listOf } from '../answers.ts';
import { checkpointView } from '../contract/checkpoints.ts';
import type { ApiDeps } from '../http/deps.ts';
import { fileAnswer, ok, route, type Answer, type Route } from '../http/route.ts';
import { listOfPage, pageOf, pageQuery } from './listing.ts';

const textAnswer = (name: string, text: string): Answer =>
  fileAnswer({ type: 'text/plain; charset=utf-8', name, bytes: Buffer.from(text), inline: true });

export const checkpointRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/checkpoints',
    tag: 'evidence',
    summary: 'Signed checkpoints that were handed out, newest first; the first page begins with one of now',
    access: ['registrar', 'supervisor', 'auditor'],
    query: pageQuery,
    answers: { status: 200, description: 'One page', schema: listOf(checkpointView) },
    handler({ query, by }) {
      // A ledger that cannot be written still shows what was handed out before.
      if (query.cursor === undefined && deps.ledger.health().ok) latestCheckpoint(deps, 'asked', by);
      return ok(listOfPage(deps.views.checkpoints(pageOf(query)), (row) => row));
    },
  }),
  route({
    method: 'get',
    path: '/checkpoints/latest',
    tag: 'evidence',
    summary: 'The signed note of now, as text: for `docketbox verify --checkpoint FILE`',
    access: ['registrar', 'supervisor', 'auditor'],
    answers: { status: 200, description: 'The note', files: ['text/plain'] },
    handler: ({ by }) => textAnswer('checkpoint.txt', latestCheckpoint(deps, 'asked', by).note),
  }),
  route({
    method: 'get',
    path: '/checkpoints/key',
    tag: 'evidence',
    summary: 'The public key that checkpoints are verified with (C2SP verifier key)',
    access: 'public',
    answers: { status: 200, description: 'One line', files: ['text/plain'] },
    handler: () =>
      textAnswer('checkpoint-key.txt', `${writeKey(logKey(deps.siteKey, deps.config.site.id))}\n`),
  }),
];
