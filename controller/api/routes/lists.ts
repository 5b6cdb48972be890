import { issueList, reprintList } from '../../commands/lists.ts';
import { contentText } from '../../domain/list-book.ts';
import { startOfDay } from '../../domain/days.ts';
import type { PayloadOf } from '../../domain/events.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import type { ListRow } from '../../ports/read-models.ts';
import { sha256 } from '../../commands/lists.ts';
import { listOf } from '../answers.ts';
import {
  issueList as issueListBody,
  listDetailView,
  listView,
  reprintView,
  type ListView,
} from '../contract/registers.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { listTable } from '../tables/list.ts';
import { z } from 'zod';
import { formatQuery, inForm } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';

const copyQuery = formatQuery.extend({ copy: z.coerce.number().int().min(0).default(0) });

/** What a list says, from its own stream; throws when it is not what its hash vouches for. */
export const drawnUp = ({ ledger }: Pick<ApiDeps, 'ledger'>, { number, content }: ListRow) => {
  const drawn = ledger.stream(`list:${number}`).find((event) => event.type === 'ListDrawnUp')?.payload;
  if (!drawn || sha256(contentText(drawn)) !== content)
    throw new Error(`list ${number} is not what the book says of it: verify the ledger`);
  return drawn;
};

const listViewOf = (row: ListRow): ListView => {
  const { session: _, sequence: __, ...view } = row;
  return view;
};
/** From the events of its own append. */
const issuedViewOf = (events: readonly AnyStoredEvent[]): ListView => {
  const issued = events.find((event) => event.type === 'ListIssued');
  if (!issued) throw new TypeError('a list without ListIssued');
  const { session: _, ...payload } = issued.payload;
  return { ...payload, copies: 0, issuedBy: issued.actor };
};
const reprintOf = (events: readonly AnyStoredEvent[]): PayloadOf<'ListReprinted'> => {
  const event = events.find(({ type }) => type === 'ListReprinted');
  return event?.payload as PayloadOf<'ListReprinted'>;
};

export const listRoutes = (deps: ApiDeps): Route[] => {
  const found = (number: string): ListRow => {
    const row = deps.views.list(number);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'list', id: number } });
    return row;
  };
  return [
    route({
      method: 'get',
      path: '/lists',
      tag: 'lists',
      summary: 'Lists issued, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(listView) },
      handler: ({ query }) => ok(listOfPage(deps.views.lists(pageOf(query)), listViewOf)),
    }),
    route({
      method: 'post',
      path: '/lists',
      tag: 'lists',
      summary: 'Issue a list of what moved in a time, under the next number of the year',
      access: ['registrar'],
      body: issueListBody,
      answers: { status: 201, description: 'The list; its files are had under its number', schema: listView },
      handler({ body: { kind, from, to, department }, by, remember }) {
        const { timeZone } = deps.config.site;
        const range = { from: startOfDay(from, timeZone), to: startOfDay(to, timeZone, 1) };
        const answer = remember((events) => created(issuedViewOf(events)));
        return created(issuedViewOf(valueOf(issueList(deps, { kind, range, department }, by, answer))));
      },
    }),
    route({
      method: 'get',
      path: '/lists/:number',
      tag: 'lists',
      summary:
        'One list as it was issued; the same bytes every time. ?copy=n: its n-th repetition, which says so',
      access: ['registrar', 'supervisor', 'auditor'],
      query: copyQuery,
      answers: { status: 200, description: 'The list', schema: listDetailView, files: FILE_TYPES },
      handler({ params: { number = '' }, ...call }) {
        const row = found(number);
        const { copy } = call.query;
        if (copy > row.copies)
          throw new ProblemError(404, 'no-such', { values: { what: 'list', id: `${number}, copy ${copy}` } });
        const drawn = drawnUp(deps, row);
        return inForm(deps, call, { ...drawn, ...listViewOf(row) }, () =>
          listTable(drawn, row.content, copy),
        );
      },
    }),
    route({
      method: 'post',
      path: '/lists/:number/reprint',
      tag: 'lists',
      summary: 'Record that a list is printed once more; the answer says which copy to fetch',
      access: ['registrar'],
      answers: { status: 201, description: 'The copy', schema: reprintView },
      handler({ params: { number = '' }, by, remember }) {
        found(number);
        const answer = remember((events) => created(reprintOf(events)));
        return created(reprintOf(valueOf(reprintList(deps, number, by, answer))));
      },
    }),
  ];
};
