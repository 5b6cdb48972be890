import type { Berth } from '../domain/routing.ts';
import { takesOut } from '../domain/session.ts';
import type { Draft } from './draft.ts';
import type { Place } from './facts.ts';

/** A compartment as routing sees it, with the pieces this visit is putting in. */
export const berthOf = (draft: Draft, place: Place): Berth => {
  const { id, number, cabinet, usage, department, capacity, state } = place;
  const side = draft.facts.station.door;
  const visit = draft.visit;
  const coming = visit?.compartment === id && !takesOut(visit.reason) ? visit.pieces : [];
  return {
    ...{ id, number, cabinet, usage, department, capacity, service: state.service },
    faulty: state.faulty || state.front.forced || state.rear.forced,
    online: place.online(side),
    binFull: place.full,
    occupied: state.bin === 'occupied',
    inside: [...draft.contents(id), ...coming.map((docket) => draft.piece(docket)?.department ?? '')],
  };
};

/** The berths a piece for this department could go to: its own boxes, else the pooled ones. */
export const berthsFor = (draft: Draft, department: string): Berth[] => {
  const places = draft.facts.places();
  const own = places.filter((p) => p.usage === 'department' && p.department === department);
  const candidates = own.length > 0 ? own : places.filter((p) => p.usage === 'pooled');
  return candidates.map((place) => berthOf(draft, place));
};
