import { z } from 'zod';
import { SearchBehind, type SearchHit, type SearchRequest } from '../../ports/search.ts';
import type { DocumentRow } from '../../ports/read-models.ts';
import { consignmentView, documentView, listOf } from '../answers.ts';
import {
  searchHitView,
  suggestionView,
  type SearchHitView,
  type SuggestionView,
} from '../contract/search.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { pageOf, pageQuery } from './listing.ts';

const words = z.string().max(200).default('');
const query = pageQuery.extend({
  q: words,
  /** First and last day of registration on the site's calendar. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  state: consignmentView.shape.state.optional(),
  department: z.string().min(1).max(64).optional(),
  urgency: documentView.shape.urgency.optional(),
});
const suggestionQuery = z.strictObject({ q: words });
const MOST_PIECES = 8;
const BEHIND = { status: 503, retryAfterSeconds: 2 } as const;

export const searchRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/search',
    tag: 'search',
    summary:
      'Documents by number, title, issuer, recipient, docket code or date, newest first; a page may hold fewer than `limit` and still have a next one',
    access: ['registrar', 'supervisor', 'auditor'],
    query,
    answers: { status: 200, description: 'One page', schema: listOf(searchHitView) },
    async handler({ query: { q, cursor, limit, ...filters } }) {
      const { from, to } = filters;
      if (from !== undefined && to !== undefined && from > to)
        throw new ProblemError(422, 'invalid', { errors: [{ path: '/to', value: to, fix: `≥ ${from}` }] });
      const request: SearchRequest = { words: q, ...filters, ...pageOf({ cursor, limit }) };
      const { hits, next } = await ready(deps.search.find(request));
      return ok({
        items: hits.flatMap((hit) => hitView(hit, request, deps)),
        next: next === null ? null : String(next),
      });
    },
  }),
  route({
    method: 'get',
    path: '/search/suggestions',
    tag: 'search',
    summary: 'What may be meant by words not typed to their end: departments, docket codes, documents',
    access: ['registrar', 'supervisor', 'auditor'],
    query: suggestionQuery,
    answers: { status: 200, description: 'At most twelve', schema: listOf(suggestionView) },
    async handler({ query: { q } }) {
      const found = await ready(deps.search.suggest(q));
      const items = found.flatMap((one): SuggestionView[] => {
        if (one.kind !== 'document') return [one];
        const row = deps.views.document(one.hit.document);
        if (!row) return [];
        const { document, number, title } = one.hit;
        const marks = { number: spans(number), title: spans(title) };
        return [{ kind: 'document', document, number: row.number, title: row.title, marks }];
      });
      return ok({ items, next: null });
    },
  }),
];

const ready = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof SearchBehind)) throw error;
    throw new ProblemError(BEHIND.status, error.code, {
      values: { percent: error.percent },
      headers: { 'Retry-After': String(BEHIND.retryAfterSeconds) },
    });
  }
};

const spans = (marks: SearchHit['title']): [number, number][] => marks.map(([start, end]) => [start, end]);

const hitView = (hit: SearchHit, request: SearchRequest, { views }: ApiDeps): SearchHitView[] => {
  const row: DocumentRow | undefined = views.document(hit.document);
  if (!row) return [];
  const pieces = views.consignmentsOf(hit.document);
  const meant = pieces.filter(
    ({ docket, department, state }) =>
      hit.dockets.includes(docket) ||
      hit.departments.includes(department) ||
      department === request.department ||
      state === request.state,
  );
  const states = Map.groupBy(pieces, ({ state }) => state);
  return [
    {
      ...{ document: row.id, number: row.number, title: row.title, issuers: [...row.issuers] },
      ...{ kind: row.kind, urgency: row.urgency, writtenOn: row.writtenOn, registeredAt: row.registeredAt },
      marks: { number: spans(hit.number), title: spans(hit.title), issuers: hit.issuers.map(spans) },
      states: [...states].map(([state, each]) => ({ state, pieces: each.length })),
      pieces: meant.slice(0, MOST_PIECES).map(({ docket, department, state }) => ({
        ...{ docket, department, state },
        departmentName: views.department(department)?.name ?? department,
      })),
    },
  ];
};
