import { z } from 'zod';
import { discardCatalogue, saveCatalogue } from '../../commands/registers.ts';
import { instantOf } from '../../ports/clock.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import type { DispatchCatalogueRow } from '../../ports/read-models.ts';
import { listOf } from '../answers.ts';
import {
  catalogueDetailView,
  catalogueView,
  saveCatalogue as saveCatalogueBody,
  type CatalogueView,
} from '../contract/registers.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { catalogueDetail, catalogueTable } from '../tables/catalogue.ts';
import { keyOf } from '../views-of.ts';
import { formatQuery, inForm, tableLanguage } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';

const viewOf = ({ sequence: _, ...row }: DispatchCatalogueRow): CatalogueView => row;
const savedView = (events: readonly AnyStoredEvent[]): CatalogueView => {
  const saved = events.find((event) => event.type === 'DispatchCatalogueSaved');
  if (!saved) throw new TypeError('a catalogue without DispatchCatalogueSaved');
  return { ...saved.payload, id: keyOf(saved.stream), savedAt: saved.time, savedBy: saved.actor };
};

/** Dispatch catalogues: a registrar's own selection of documents in an order of their own. */
export const catalogueRoutes = (deps: ApiDeps): Route[] => {
  const { views, config } = deps;
  const found = (id: string): DispatchCatalogueRow => {
    const row = views.dispatchCatalogue(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'dispatch catalogue', id } });
    return row;
  };
  return [
    route({
      method: 'get',
      path: '/registers/catalogues',
      tag: 'registers',
      summary: 'Dispatch catalogues, the one made last first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(catalogueView) },
      handler: ({ query }) => ok(listOfPage(views.dispatchCatalogues(pageOf(query)), viewOf)),
    }),
    route({
      method: 'post',
      path: '/registers/catalogues',
      tag: 'registers',
      summary: 'Save a new dispatch catalogue: documents in the order to be printed',
      access: ['registrar'],
      body: saveCatalogueBody,
      answers: { status: 201, description: 'The catalogue', schema: catalogueView },
      handler({ body, by, remember }) {
        const answer = remember((events) => created(savedView(events)));
        return created(savedView(valueOf(saveCatalogue(deps, deps.entropy.id(), body, by, answer))));
      },
    }),
    route({
      method: 'get',
      path: '/registers/catalogues/:id',
      tag: 'registers',
      summary: 'One dispatch catalogue with its documents as they stand now',
      access: ['registrar', 'supervisor', 'auditor'],
      query: formatQuery,
      answers: { status: 200, description: 'The catalogue', schema: catalogueDetailView, files: FILE_TYPES },
      handler({ params: { id = '' }, ...call }) {
        const detail = catalogueDetail(found(id), views);
        const { name: unit, timeZone } = config.site;
        const about = { unit, timeZone, made: instantOf(deps.clock), language: tableLanguage(call.language) };
        return inForm(deps, call, detail, () => catalogueTable(detail, about));
      },
    }),
    route({
      method: 'post',
      path: '/registers/catalogues/:id',
      tag: 'registers',
      summary: 'Save a dispatch catalogue over what it was',
      access: ['registrar'],
      body: saveCatalogueBody,
      answers: { status: 200, description: 'The catalogue', schema: catalogueView },
      handler({ params: { id = '' }, body, by, remember }) {
        found(id);
        const answer = remember((events) => ok(savedView(events)));
        return ok(savedView(valueOf(saveCatalogue(deps, id, body, by, answer))));
      },
    }),
    route({
      method: 'post',
      path: '/registers/catalogues/:id/discard',
      tag: 'registers',
      summary: 'Throw a dispatch catalogue away; the documents stay',
      access: ['registrar'],
      answers: { status: 200, description: 'Gone', schema: z.object({}) },
      handler({ params: { id = '' }, by, remember }) {
        valueOf(
          discardCatalogue(
            deps,
            id,
            by,
            remember(() => ok({})),
          ),
        );
        return ok({});
      },
    }),
  ];
};
