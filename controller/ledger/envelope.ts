import type { EventDraft } from '../domain/events.ts';
import type { StreamId } from '../domain/event.ts';
import type { AnyStoredEvent, AppendContext } from '../ports/ledger.ts';
import { inOrder, written } from './canonical.ts';
import { checkPayload, checkStream, currentSchema } from './payloads.ts';

export interface Place {
  readonly site: string;
  readonly sequence: number;
  readonly stream: StreamId;
  readonly version: number;
}

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const short = (name: string, value: string): void => {
  if (typeof value !== 'string' || value.length === 0 || value.length > 128)
    throw new TypeError(`${name} of an append must be 1 to 128 characters`);
};

/** Throws a TypeError that names the field. */
export const checkContext = (context: AppendContext): void => {
  if (!instantForm.test(context.time))
    throw new TypeError(`time of an append must be UTC with milliseconds, got '${context.time}'`);
  short('actor', context.actor);
  short('cause', context.cause);
  if (context.station !== null) short('station', context.station);
};

/** A draft whose payload and stream fit the catalogue, not yet placed. Throws a TypeError otherwise. */
export const checkDraft = (stream: StreamId, draft: EventDraft): EventDraft => {
  checkStream(draft.type, stream);
  return { type: draft.type, payload: inOrder(checkPayload(draft.type, draft.payload)) } as EventDraft;
};

/** Members are listed, and payloads were put, in canonical order: see canonicalEvent. */
export const placeEvent = (place: Place, draft: EventDraft, context: AppendContext): AnyStoredEvent =>
  ({
    actor: context.actor,
    cause: context.cause,
    payload: draft.payload,
    schema: currentSchema(draft.type) ?? 1,
    sequence: place.sequence,
    site: place.site,
    station: context.station,
    stream: place.stream,
    time: context.time,
    type: draft.type,
    version: place.version,
  }) as AnyStoredEvent;

/** RFC 8785 form of a whole envelope made by placeEvent. */
export const canonicalEvent = (event: AnyStoredEvent): string => written(event);
