import { z } from 'zod';
import { replayDead, replayMessage, testMessage } from '../../commands/messages.ts';
import type { ChannelConfig } from '../../config-schema.ts';
import type { MessageRow } from '../../ports/messages.ts';
import { listOf } from '../answers.ts';
import { replayAll, sendTest, type ChannelView, type MessageView } from '../contract/messages.ts';
import { channelView, messageView, replayedView } from '../message-answers.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';

const query = pageQuery.extend({ state: z.enum(['waiting', 'delivered', 'dropped', 'dead']).optional() });
const isPersonal = ({ kind }: ChannelConfig): boolean => kind === 'email' || kind === 'sms';

/** Channels, the outbox and its dead letters. */
export const messageRoutes = (deps: ApiDeps): Route[] => {
  const { views, config, desk } = deps;
  const viewOf = ({ about, person, sequence: _, occasion: __, ...row }: MessageRow): MessageView => ({
    ...row,
    departmentName:
      row.department === null ? null : (views.department(row.department)?.name ?? row.department),
    person: person === null ? null : { number: person, name: views.person(person)?.name ?? person },
    dockets: [...new Set(about.map(({ docket }) => docket))],
  });
  const found = (id: string): MessageView => {
    const row = views.message(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'message', id } });
    return viewOf(row);
  };
  return [
    route({
      method: 'get',
      path: '/channels',
      tag: 'messages',
      summary: 'Where messages go, and how each channel fares',
      access: ['registrar', 'supervisor', 'technician', 'auditor'],
      answers: { status: 200, description: 'All of them, on one page', schema: listOf(channelView) },
      handler: () => ok({ items: config.channels.map((channel) => stateOf(deps, channel)), next: null }),
    }),
    route({
      method: 'post',
      path: '/channels/:id/test',
      tag: 'messages',
      summary: 'Send a message that only shows that the channel works',
      access: ['registrar', 'supervisor', 'technician'],
      body: sendTest,
      answers: { status: 201, description: 'The message, on its way', schema: messageView },
      handler({ params: { id = '' }, body: { person = null }, by, remember }) {
        const channel = config.channels.find((one) => one.id === id);
        if (!channel) throw new ProblemError(404, 'no-such', { values: { what: 'channel', id } });
        if (isPersonal(channel) && (person === null || views.person(person)?.disabled !== false))
          throw new ProblemError(422, 'test-needs-person', { values: { channel: id } });
        const message = `msg_${deps.entropy.id()}`;
        const to = { channel: id, person: isPersonal(channel) ? person : null };
        const answer = remember(() => created(found(message)));
        valueOf(testMessage(desk, message, to, by, answer));
        return created(found(message));
      },
    }),
    route({
      method: 'get',
      path: '/messages',
      tag: 'messages',
      summary: 'Messages, the one decided last first: the outbox, what was sent, dead letters',
      access: ['registrar', 'supervisor', 'auditor'],
      query,
      answers: { status: 200, description: 'One page', schema: listOf(messageView) },
      handler: ({ query: { state, ...page } }) => ok(listOfPage(views.messages(pageOf(page), state), viewOf)),
    }),
    route({
      method: 'post',
      path: '/messages/replay-dead',
      tag: 'messages',
      summary: 'Send the dead letters of a channel, or of all, again: the oldest first, at most 500 at once',
      access: ['registrar', 'supervisor'],
      body: replayAll,
      answers: { status: 200, description: 'How many are on their way', schema: replayedView },
      handler({ body: { channel = null }, by, remember }) {
        if (channel !== null && !config.channels.some(({ id }) => id === channel))
          throw new ProblemError(404, 'no-such', { values: { what: 'channel', id: channel } });
        return ok(valueOf(replayDead(deps, channel, by, (counts) => remember(() => ok(counts)))));
      },
    }),
    route({
      method: 'post',
      path: '/messages/:id/replay',
      tag: 'messages',
      summary: 'Send a dead letter again, under its old id; what is done meanwhile is not said',
      access: ['registrar', 'supervisor'],
      answers: { status: 200, description: 'The message, on its way', schema: messageView },
      handler({ params: { id = '' }, by, remember }) {
        const answer = remember(() => ok(found(id)));
        valueOf(replayMessage(desk, id, by, answer));
        return ok(found(id));
      },
    }),
  ];
};

const stateOf = ({ views, channelRests }: ApiDeps, channel: ChannelConfig): ChannelView => {
  const { id, kind } = channel;
  const record = views.channelRecord(id);
  const rests = channelRests?.(id) ?? null;
  const { deliveredAt, failedAt } = record;
  const fails = failedAt !== null && (deliveredAt === null || failedAt > deliveredAt);
  const idle = deliveredAt === null && failedAt === null;
  return {
    ...{ id, kind, personal: isPersonal(channel), ...record },
    why: fails ? record.why : null,
    condition: rests !== null ? 'resting' : idle ? 'unused' : fails ? 'failing' : 'good',
    restsUntil: rests === null ? null : new Date(rests).toISOString(),
  };
};
