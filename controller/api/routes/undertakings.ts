import { z } from 'zod';
import * as commands from '../../commands/undertakings.ts';
import type { Outcome } from '../../commands/outcome.ts';
import { startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import { listOf } from '../answers.ts';
import * as contract from '../contract/custody.ts';
import * as show from '../custody-views.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Call, type Route } from '../http/route.ts';
import { destructionTable, recallTable } from '../tables/custody.ts';
import { keyOf } from '../views-of.ts';
import { formatQuery, inForm, tableLanguage } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';
import { printerFor } from './printer-choice.ts';

const READERS = ['registrar', 'supervisor', 'auditor'] as const;
/** From before any document of this system to after all. */
const EVER = { from: '2000-01-01T00:00:00.000Z', to: '9999-01-01T00:00:00.000Z' };
const nothing = z.strictObject({}).prefault({});

/** What concerns many pieces at once: recalls, destructions, bags. */
export const undertakingRoutes = (deps: ApiDeps): Route[] => {
  const { views, config } = deps;
  const { timeZone, name: unit } = config.site;
  const found = <Row>(row: Row | undefined, what: string, id: string): Row => {
    if (row === undefined) throw new ProblemError(404, 'no-such', { values: { what, id } });
    return row;
  };
  const recallOf = (id: string) => found(views.recall(id), 'recall', id);
  const destructionOf = (id: string) => found(views.destruction(id), 'destruction', id);
  const bundleOf = (code: string) => show.bundleViewOf(views, found(views.bundle(code), 'bundle', code));
  const about = (call: Call) => ({
    ...{ unit, timeZone, made: instantOf(deps.clock), language: tableLanguage(call.language) },
  });
  const yearOf = (year: number | null) =>
    year === null
      ? EVER
      : { from: startOfDay(`${year}-01-01`, timeZone), to: startOfDay(`${year}-12-31`, timeZone, 1) };
  const named = (number: string): string => views.person(number)?.name ?? number;
  /** Two people are two people: a token is none. */
  const person = ({ who }: Call<unknown, unknown>): void => {
    if (who.kind !== 'person') throw new ProblemError(409, 'people-only');
  };
  /** The key of the stream that the first of these events began, shown by `view`; the same answer is remembered. */
  const made = (
    type: AnyStoredEvent['type'],
    view: (id: string) => unknown,
    call: Pick<Call, 'remember'>,
    follow: (answer: ReturnType<Call['remember']>) => Outcome<readonly AnyStoredEvent[]>,
  ) => {
    const answer = (events: readonly AnyStoredEvent[]) =>
      created(view(keyOf(events.find((event) => event.type === type)?.stream ?? '')));
    return answer(valueOf(follow(call.remember(answer))));
  };
  const changed = (
    view: () => unknown,
    call: Pick<Call, 'remember'>,
    follow: (answer: ReturnType<Call['remember']>) => Outcome<unknown>,
  ) => {
    const answer = () => ok(view());
    valueOf(follow(call.remember(answer)));
    return answer();
  };
  return [
    route({
      ...{ method: 'get', path: '/recalls', tag: 'recalls', access: READERS, query: pageQuery },
      summary: 'Recalls, the latest first, with how many pieces are still out',
      answers: { status: 200, description: 'One page', schema: listOf(contract.recallView) },
      handler: ({ query }) =>
        ok(listOfPage(views.recalls(pageOf(query)), (row) => show.recallViewOf(views, row))),
    }),
    route({
      ...{
        method: 'post',
        path: '/recalls',
        tag: 'recalls',
        access: ['registrar'],
        body: contract.orderRecall,
      },
      summary: 'Ask pieces back that departments hold, by year of registration, kind and department',
      answers: { status: 201, description: 'The recall', schema: contract.recallView },
      handler(call) {
        const range = yearOf(call.body.year);
        return made(
          'RecallOrdered',
          (id) => show.recallViewOf(views, recallOf(id)),
          call,
          (answer) => commands.orderRecall(deps, { ...call.body, range }, call.by, answer),
        );
      },
    }),
    route({
      ...{ method: 'get', path: '/recallable', tag: 'recalls', access: ['registrar'] },
      query: contract.recallQuery,
      summary: 'What a recall would ask back, and of whom: nothing is asked yet',
      answers: { status: 200, description: 'The pieces, by department', schema: contract.recallableView },
      handler({ query: { year = null, kind = null, department = null } }) {
        const wish = { range: yearOf(year), kind, department };
        return ok(show.recallableViewOf(views, valueOf(commands.recallable(deps, wish))));
      },
    }),
    route({
      ...{ method: 'get', path: '/recalls/:id', tag: 'recalls', access: READERS, query: formatQuery },
      summary: 'One recall: every piece, what is still out first, and who holds it',
      answers: { status: 200, description: 'The list', schema: contract.recallDetail, files: FILE_TYPES },
      handler(call) {
        const detail = show.recallDetailOf(views, recallOf(call.params['id'] ?? ''));
        return inForm(deps, call, detail, () => recallTable(detail, about(call as Call)));
      },
    }),
    route({
      ...{ method: 'post', path: '/recalls/:id/close', tag: 'recalls', access: ['registrar'], body: nothing },
      summary: 'End a recall, whatever is still out',
      answers: { status: 200, description: 'The recall', schema: contract.recallView },
      handler(call) {
        const id = call.params['id'] ?? '';
        return changed(
          () => show.recallViewOf(views, recallOf(id)),
          call,
          (answer) => commands.closeRecall(deps, id, call.by, answer),
        );
      },
    }),
    route({
      ...{ method: 'get', path: '/destructions', tag: 'destructions', access: READERS, query: pageQuery },
      summary: 'Destructions proposed, carried out and given up, the latest first',
      answers: { status: 200, description: 'One page', schema: listOf(contract.destructionView) },
      handler: ({ query }) => ok(listOfPage(views.destructions(pageOf(query)), show.destructionViewOf)),
    }),
    route({
      ...{ method: 'post', path: '/destructions', tag: 'destructions', access: ['registrar'] },
      body: contract.proposeDestruction,
      summary: 'List papers in the office’s hands to be destroyed; a second person has to confirm it',
      answers: { status: 201, description: 'The destruction', schema: contract.destructionView },
      handler(call) {
        person(call);
        return made(
          'DestructionProposed',
          (id) => show.destructionViewOf(destructionOf(id)),
          call,
          (answer) => commands.proposeDestruction(deps, call.body, call.by, answer),
        );
      },
    }),
    route({
      ...{
        method: 'get',
        path: '/destructions/:id',
        tag: 'destructions',
        access: READERS,
        query: formatQuery,
      },
      summary: 'The register of one destruction',
      answers: { status: 200, description: 'It', schema: contract.destructionDetail, files: FILE_TYPES },
      handler(call) {
        const detail = show.destructionDetailOf(views, destructionOf(call.params['id'] ?? ''));
        const people = { by: named(detail.proposedBy), witness: detail.witness && named(detail.witness) };
        return inForm(deps, call, detail, () => destructionTable(detail, people, about(call as Call)));
      },
    }),
    route({
      ...{ method: 'post', path: '/destructions/:id/confirm', tag: 'destructions', body: nothing },
      access: ['registrar', 'supervisor'],
      summary: 'Confirm as the second person that the papers were destroyed',
      answers: { status: 200, description: 'The destruction', schema: contract.destructionView },
      handler(call) {
        person(call);
        const id = call.params['id'] ?? '';
        return changed(
          () => show.destructionViewOf(destructionOf(id)),
          call,
          (answer) => commands.carryOutDestruction(deps, id, call.by, answer),
        );
      },
    }),
    route({
      ...{ method: 'post', path: '/destructions/:id/drop', tag: 'destructions', body: nothing },
      access: ['registrar'],
      summary: 'Give a proposed destruction up',
      answers: { status: 200, description: 'The destruction', schema: contract.destructionView },
      handler(call) {
        const id = call.params['id'] ?? '';
        return changed(
          () => show.destructionViewOf(destructionOf(id)),
          call,
          (answer) => commands.dropDestruction(deps, id, call.by, answer),
        );
      },
    }),
    route({
      ...{ method: 'get', path: '/bundles', tag: 'bundles', access: READERS, query: pageQuery },
      summary: 'Bags, the latest first',
      answers: { status: 200, description: 'One page', schema: listOf(contract.bundleView) },
      handler: ({ query }) =>
        ok(listOfPage(views.bundles(pageOf(query)), (row) => show.bundleViewOf(views, row))),
    }),
    route({
      ...{
        method: 'post',
        path: '/bundles',
        tag: 'bundles',
        access: ['registrar'],
        body: contract.makeBundle,
      },
      summary: 'Put pieces into one bag: its code stands for all of them, its label is printed',
      answers: { status: 201, description: 'The bag', schema: contract.bundleView },
      handler(call) {
        const { dockets: members, printer } = call.body;
        const wish = { members, printer: printer === 'none' ? null : printerFor(config, 'label', printer) };
        return made('BundleMade', bundleOf, call, (answer) =>
          commands.makeBundle(deps, wish, call.by, answer),
        );
      },
    }),
    route({
      ...{ method: 'get', path: '/bundles/:code', tag: 'bundles', access: READERS },
      summary: 'One bag',
      answers: { status: 200, description: 'The bag', schema: contract.bundleView },
      handler: ({ params: { code = '' } }) => ok(bundleOf(code)),
    }),
    route({
      ...{
        method: 'post',
        path: '/bundles/:code/dissolve',
        tag: 'bundles',
        access: ['registrar'],
        body: nothing,
      },
      summary: 'Open a bag: its code stands for nothing any more',
      answers: { status: 200, description: 'The bag', schema: contract.bundleView },
      handler(call) {
        const code = call.params['code'] ?? '';
        return changed(
          () => bundleOf(code),
          call,
          (answer) => commands.dissolveBundle(deps, code, call.by, answer),
        );
      },
    }),
  ];
};
