import { changeWebhook, subscribe, webhookSecretText } from '../../commands/webhooks.ts';
import { feedEvents, type WebhookCommand } from '../../domain/webhook.ts';
import type { WebhookRow } from '../../ports/read-models.ts';
import { listOf } from '../answers.ts';
import {
  disableBody,
  replayBody,
  subscribeBody,
  webhookChoices,
  webhookView,
  type WebhookChoices,
  type WebhookView,
} from '../contract/webhooks.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Call, type Route } from '../http/route.ts';
import { valueOf } from './listing.ts';

/** Subscriptions of programs to what happens to papers. */
export const webhookRoutes = (deps: ApiDeps): Route[] => {
  const { views, siteKey, config, ledger } = deps;
  const commands = { ...deps, allow: config.webhooks.allow };
  const shown = ({ from: _, ...row }: WebhookRow): WebhookView => ({
    ...{ ...row, events: [...row.events], secret: null },
    progress: deps.webhookProgress?.(row.id) ?? null,
    test: deps.webhookTest?.(row.id) ?? null,
  });
  /** Answers to writes leave out what moves by itself: a repetition is answered alike. */
  const still = { progress: null, test: null } as const;
  const known = (id: string): WebhookRow => {
    const row = views.webhook(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'webhook', id } });
    return row;
  };
  const change = (
    call: Pick<Call, 'params' | 'by' | 'remember'>,
    command: Exclude<WebhookCommand, { type: 'Subscribe' }>,
  ) => {
    const { id = '' } = call.params;
    const now = () => ok({ ...shown(known(id)), ...still });
    valueOf(changeWebhook(commands, id, command, call.by, call.remember(now)));
    return now();
  };
  const one = { status: 200, description: 'The subscription', schema: webhookView } as const;
  const access = ['registrar'] as const;
  return [
    route({
      ...{ method: 'get', path: '/webhooks', tag: 'webhooks', access },
      summary: 'Subscriptions, and how the sending stands',
      answers: { status: 200, description: 'All of them, on one page', schema: listOf(webhookView) },
      handler: () => ok({ items: views.webhooks().map(shown), next: null }),
    }),
    route({
      ...{ method: 'post', path: '/webhooks', tag: 'webhooks', access, body: subscribeBody },
      summary: `Subscribe a program; its signing secret is told once. Events: ${[...feedEvents].join(', ')}`,
      answers: { ...one, status: 201, description: 'The subscription with its secret' },
      replay: (body) => {
        const view = body as WebhookView;
        return { ...view, secret: webhookSecretText(siteKey, view.id) };
      },
      handler({ body: { after = ledger.head().sequence, ...body }, by, remember }) {
        const now = (id: string) => created({ ...shown(known(id)), ...still });
        const id = valueOf(subscribe(commands, { ...body, after }, by, (made) => remember(() => now(made))));
        return now(id);
      },
    }),
    route({
      ...{ method: 'get', path: '/webhook-choices', tag: 'webhooks', access },
      summary: 'Where may be posted to, and which events there are',
      answers: { status: 200, description: 'The choices', schema: webhookChoices },
      handler: () =>
        ok({
          ...{ origins: [...config.webhooks.allow], events: [...feedEvents].sort() },
          head: ledger.head().sequence,
        } satisfies WebhookChoices),
    }),
    route({
      ...{ method: 'get', path: '/webhooks/:id', tag: 'webhooks', access, answers: one },
      summary: 'One subscription',
      handler: ({ params: { id = '' } }) => ok(shown(known(id))),
    }),
    route({
      ...{
        method: 'post',
        path: '/webhooks/:id/replay',
        tag: 'webhooks',
        access,
        body: replayBody,
        answers: one,
      },
      summary: 'Send everything after a sequence again, under the ids it had',
      handler: (call) => change(call, { type: 'Replay', after: call.body.after }),
    }),
    route({
      ...{
        method: 'post',
        path: '/webhooks/:id/disable',
        tag: 'webhooks',
        access,
        body: disableBody,
        answers: one,
      },
      summary: 'Send nothing any more; its place is kept',
      handler: (call) => change(call, { type: 'Disable', reason: call.body.reason }),
    }),
    route({
      ...{ method: 'post', path: '/webhooks/:id/enable', tag: 'webhooks', access, answers: one },
      summary: 'Send again, from where it stood',
      handler: (call) => change(call, { type: 'Enable' }),
    }),
    route({
      ...{ method: 'post', path: '/webhooks/:id/test', tag: 'webhooks', access, answers: one },
      summary: 'Post one signed message of type webhook.test now; GET tells under "test" what became of it',
      handler: (call) => change(call, { type: 'Test' }),
    }),
    route({
      ...{ method: 'post', path: '/webhooks/:id/remove', tag: 'webhooks', access, answers: one },
      summary: 'End a subscription; its secret is void',
      handler(call) {
        const { id = '' } = call.params;
        const answer = ok({ ...shown(known(id)), ...still });
        valueOf(
          changeWebhook(
            commands,
            id,
            { type: 'Remove' },
            call.by,
            call.remember(() => answer),
          ),
        );
        return answer;
      },
    }),
  ];
};
