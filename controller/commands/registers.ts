import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { done, refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;

/** Writes into the receiving register how a document is handled; replaces what stood there. Refused: `no-such`. */
export const noteHandling = (
  { desk, views }: Deps,
  document: string,
  handling: PayloadOf<'HandlingNoted'>,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!views.document(document)) return refused('no-such', { what: 'document', id: document });
  const events = [{ type: 'HandlingNoted' as const, payload: handling }];
  return done(desk.append([{ stream: `document:${document}`, events }], by, answer).events);
};

/** Saves a dispatch catalogue, a new one or over an old one. Refused: `no-such` for a document that is not there. */
export const saveCatalogue = (
  { desk, views }: Deps,
  id: string,
  { title, documents }: PayloadOf<'DispatchCatalogueSaved'>,
  by: By,
  answer?: AnswerOf,
): Events => {
  const distinct = [...new Set(documents)];
  const absent = distinct.find((document) => !views.document(document));
  if (absent !== undefined) return refused('no-such', { what: 'document', id: absent });
  const events = [{ type: 'DispatchCatalogueSaved' as const, payload: { title, documents: distinct } }];
  return done(desk.append([{ stream: `dispatch-catalogue:${id}`, events }], by, answer).events);
};

/** Refused: `no-such`. */
export const discardCatalogue = ({ desk, views }: Deps, id: string, by: By, answer?: AnswerOf): Events => {
  if (!views.dispatchCatalogue(id)) return refused('no-such', { what: 'dispatch catalogue', id });
  const events = [{ type: 'DispatchCatalogueDiscarded' as const, payload: {} }];
  return done(desk.append([{ stream: `dispatch-catalogue:${id}`, events }], by, answer).events);
};
