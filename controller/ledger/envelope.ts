import type { EventDraft } from '../domain/events.ts';
import type { StreamId } from '../domain/event.ts';
import type { AnyStoredEvent, AppendContext } from '../ports/ledger.ts';
import { canonicalString } from './canonical.ts';
import { checkStream, fitPayload, type Fitting } from './payloads.ts';

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

/** A draft that fits the catalogue, not yet placed. */
export interface FittingDraft extends Fitting {
  readonly type: EventDraft['type'];
}
/** Throws a TypeError when the payload or the stream do not fit the catalogue. */
export const checkDraft = (stream: StreamId, { type, payload }: EventDraft): FittingDraft => {
  checkStream(type, stream);
  return { type, ...fitPayload(type, payload) };
};

export const placeEvent = (place: Place, draft: FittingDraft, context: AppendContext): AnyStoredEvent =>
  ({
    actor: context.actor,
    cause: context.cause,
    payload: draft.payload,
    schema: draft.schema,
    sequence: place.sequence,
    site: place.site,
    station: context.station,
    stream: place.stream,
    time: context.time,
    type: draft.type,
    version: place.version,
  }) as AnyStoredEvent;

/** RFC 8785 form of the whole envelope around a payload written so: its members stand in canonical order here. */
export const canonicalEvent = (event: AnyStoredEvent, payload: string): string =>
  `{"actor":${canonicalString(event.actor)}` +
  `,"cause":${canonicalString(event.cause)}` +
  `,"payload":${payload}` +
  `,"schema":${event.schema}` +
  `,"sequence":${event.sequence}` +
  `,"site":${canonicalString(event.site)}` +
  `,"station":${event.station === null ? 'null' : canonicalString(event.station)}` +
  `,"stream":${canonicalString(event.stream)}` +
  `,"time":"${event.time}"` +
  `,"type":"${event.type}"` +
  `,"version":${event.version}}`;
