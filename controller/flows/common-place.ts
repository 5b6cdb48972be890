import { berthFor } from '../domain/routing.ts';
import { berthOf } from './berths.ts';
import type { Draft } from './draft.ts';
import type { Place } from './facts.ts';

const placeFor = (draft: Draft, usage: 'returns' | 'outgoing'): Place | undefined => {
  const places = draft.facts.places().filter((place) => place.usage === usage);
  const berths = places.map((place) => berthOf(draft, place));
  const berth = berthFor(usage, draft.facts.station.cabinet, berths);
  return berth ? draft.place(berth.id) : undefined;
};

/** Where refused pieces, and those that come back, go at this cabinet. */
export const returnsPlace = (draft: Draft): Place | undefined => placeFor(draft, 'returns');
/** Where pieces that go out are left for the messenger at this cabinet. */
export const outgoingPlace = (draft: Draft): Place | undefined => placeFor(draft, 'outgoing');
