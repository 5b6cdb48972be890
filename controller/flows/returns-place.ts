import { returnsBerth } from '../domain/routing.ts';
import { berthOf } from './berths.ts';
import type { Draft } from './draft.ts';
import type { Place } from './facts.ts';

/** Where refused pieces, and those that come back, go at this cabinet. */
export const returnsPlace = (draft: Draft): Place | undefined => {
  const places = draft.facts.places().filter((place) => place.usage === 'returns');
  const berth = returnsBerth(
    draft.facts.station.cabinet,
    places.map((place) => berthOf(draft, place)),
  );
  return berth ? draft.place(berth.id) : undefined;
};
