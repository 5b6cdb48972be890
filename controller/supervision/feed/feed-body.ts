import type { AnyStoredEvent } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';

type Views = Pick<ReadModels, 'consignment' | 'document'>;

/** Id of a message: the same for every attempt, every subscription and every replay. */
export const messageId = ({ site, sequence }: Pick<AnyStoredEvent, 'site' | 'sequence'>): string =>
  `evt_${site}_${sequence}`;

/** The document an event is about: what is sent of one document is sent in the ledger's order. */
export const documentOf = (event: AnyStoredEvent, views: Views): string => {
  const key = event.stream.slice(event.stream.indexOf(':') + 1);
  if (event.type === 'ConsignmentRegistered') return event.payload.document;
  return event.stream.startsWith('document:') ? key : (views.consignment(key)?.document ?? key);
};

/**
 * What is posted of an event, JSON: its name and time, the document by our id, number and the OA's id, the piece it is
 * about, and the event's own fields without any title.
 */
export const feedBody = (event: AnyStoredEvent, views: Views): string => {
  const document = documentOf(event, views);
  const row = views.document(document);
  const [kind, key = ''] = event.stream.split(':', 2);
  const piece = kind === 'consignment' ? views.consignment(key) : undefined;
  return JSON.stringify({
    type: event.type,
    timestamp: event.time,
    data: {
      sequence: event.sequence,
      document: { id: document, number: row?.number ?? null, oaId: row?.oaId ?? null },
      ...(kind === 'consignment'
        ? { consignment: { docket: key, department: piece?.department ?? null, copy: piece?.copy ?? null } }
        : {}),
      ...{ actor: event.actor, station: event.station, cause: event.cause },
      fields: withoutTitles(event.payload),
    },
  });
};

/** Titles may stand deeper: an amendment tells what was and what is. */
const withoutTitles = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutTitles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'title')
      .map(([name, one]) => [name, withoutTitles(one)]),
  );
};
