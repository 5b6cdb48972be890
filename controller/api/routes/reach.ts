import { endStandIn, nameHead, nameStandIn, setContacts } from '../../commands/reach.ts';
import { startOfDay } from '../../domain/days.ts';
import { createContacts } from '../../ledger/contacts.ts';
import {
  nameHead as headBody,
  nameStandIn as standInBody,
  setContacts as contactsBody,
  type HeadView,
  type ReachView,
} from '../contract/messages.ts';
import { headView, reachView } from '../message-answers.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { valueOf } from './listing.ts';

/** How people are reached: their addresses, who stands in while they are away, who heads a department. */
export const reachRoutes = (deps: ApiDeps): Route[] => {
  const { views } = deps;
  const contacts = createContacts(deps.secrets);
  const reachOf = (number: string): ReachView => {
    if (!views.person(number))
      throw new ProblemError(404, 'no-such', { values: { what: 'person', id: number } });
    const away = views.standIns().find(({ person }) => person === number);
    return {
      ...{ email: contacts.of(number, 'email'), phone: contacts.of(number, 'phone') },
      standIn: away ? { person: away.standIn, from: away.from, until: away.until } : null,
    };
  };
  return [
    route({
      method: 'get',
      path: '/people/:number/reach',
      tag: 'people',
      summary: 'How a person is reached, and who stands in for them',
      access: ['registrar'],
      answers: { status: 200, description: 'Addresses and stand-in', schema: reachView },
      handler: ({ params: { number = '' } }) => ok(reachOf(number)),
    }),
    route({
      method: 'post',
      path: '/people/:number/contacts',
      tag: 'people',
      summary:
        'Set or forget a person’s e-mail address and telephone number; they are kept beside the ledger',
      access: ['registrar'],
      body: contactsBody,
      answers: { status: 200, description: 'Addresses and stand-in', schema: reachView },
      // Addresses are not kept with the remembered answer.
      replay: (_body, { params: { number = '' } }) => reachOf(number),
      handler({ params: { number = '' }, body, by, remember }) {
        const answer = remember(() => ok({ email: null, phone: null, standIn: null } satisfies ReachView));
        valueOf(setContacts({ ...deps, contacts }, number, body, by, answer));
        return ok(reachOf(number));
      },
    }),
    route({
      method: 'post',
      path: '/people/:number/stand-in',
      tag: 'people',
      summary: 'Name who stands in for a person for a time: is told, and may collect, in their place',
      access: ['registrar'],
      body: standInBody,
      answers: { status: 200, description: 'Addresses and stand-in', schema: reachView },
      replay: (_body, { params: { number = '' } }) => reachOf(number),
      handler({ params: { number = '' }, body: { person, from, until }, by, remember }) {
        const named = {
          standIn: person,
          from: startOfDay(from, deps.config.site.timeZone),
          until: startOfDay(until, deps.config.site.timeZone, 1),
        };
        const answer = remember(() => ok({ email: null, phone: null, standIn: null } satisfies ReachView));
        valueOf(nameStandIn(deps, number, named, by, answer));
        return ok(reachOf(number));
      },
    }),
    route({
      method: 'post',
      path: '/people/:number/stand-in/end',
      tag: 'people',
      summary: 'The person is back, or goes without a stand-in',
      access: ['registrar'],
      answers: { status: 200, description: 'Addresses and stand-in', schema: reachView },
      replay: (_body, { params: { number = '' } }) => reachOf(number),
      handler({ params: { number = '' }, by, remember }) {
        const answer = remember(() => ok({ email: null, phone: null, standIn: null } satisfies ReachView));
        valueOf(endStandIn(deps, number, by, answer));
        return ok(reachOf(number));
      },
    }),
    ...headRoutes(deps),
  ];
};

const headRoutes = (deps: ApiDeps): Route[] => {
  const headOf = (code: string): HeadView => {
    if (!deps.views.department(code))
      throw new ProblemError(404, 'no-such', { values: { what: 'department', id: code } });
    return { person: deps.views.headOf(code) };
  };
  return [
    route({
      method: 'get',
      path: '/departments/:code/head',
      tag: 'departments',
      summary: 'Who heads a department',
      access: ['registrar', 'supervisor', 'auditor'],
      answers: { status: 200, description: 'A number, or null', schema: headView },
      handler: ({ params: { code = '' } }) => ok(headOf(code)),
    }),
    route({
      method: 'post',
      path: '/departments/:code/head',
      tag: 'departments',
      summary: 'Name the head of a department, who is told of what is overdue there; null for none',
      access: ['registrar'],
      body: headBody,
      answers: { status: 200, description: 'A number, or null', schema: headView },
      handler({ params: { code = '' }, body: { person }, by, remember }) {
        const answer = ok({ person } satisfies HeadView);
        valueOf(
          nameHead(
            deps,
            code,
            person,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
  ];
};
