import { dropRefusal } from '../domain/access.ts';
import { isToBeDropped } from '../domain/consignment-state.ts';
import { berthRefusal, route } from '../domain/routing.ts';
import { arm } from './arming.ts';
import { berthsFor } from './berths.ts';
import type { Draft } from './draft.ts';
import { verdictOf, who } from './drop.ts';
import { judge } from './words.ts';

/** A bag was scanned in a drop: its pieces that were not dropped yet go in, compartment by compartment. */
export const scanBundle = (
  draft: Draft,
  code: string,
  bag: { readonly members: readonly string[]; readonly dissolved: boolean },
): void => {
  const person = who(draft);
  const refusal = person ? dropRefusal(person) : 'not-allowed';
  if (refusal) return judge(draft, { verdict: refusal });
  if (draft.visit) return judge(draft, { verdict: 'finish-other-first' });
  if (bag.dissolved) return judge(draft, { verdict: 'bundle-dissolved' });
  const open = bag.members.filter((docket) => {
    const piece = draft.piece(docket);
    return piece && isToBeDropped(piece.state.state) && !draft.facts.isOutside(piece.department);
  });
  if (open.length === 0) return judge(draft, { verdict: 'already-dropped' });
  draft.record({ type: 'BundleOpened', payload: { bundle: code, dockets: open } });
  openNextOfBundle(draft);
};

/** The next compartment for what is left of a bag; what cannot go in anywhere now is named and left out. */
export const openNextOfBundle = (draft: Draft): boolean => {
  const { cabinet } = draft.facts.station;
  for (;;) {
    const { code = '', left = [] } = draft.session?.fold.bag ?? {};
    const [first] = left;
    const piece = first === undefined ? undefined : draft.piece(first);
    if (!piece) return false;
    const berths = berthsFor(draft, piece.department);
    const way = route(piece.department, cabinet, berths);
    const sameWay = left.filter((docket) => draft.piece(docket)?.department === piece.department);
    const place = way.kind === 'here' ? draft.place(way.compartment) : undefined;
    const berth = berths.find(({ id }) => id === place?.id);
    const room = berth && berthRefusal(berth) === null ? berth.capacity - berth.inside.length : 0;
    const pieces = sameWay.slice(0, room);
    if (way.kind === 'nowhere') judge(draft, { verdict: way.why, docket: piece.docket, ...way });
    const refusal = place ? arm(draft, { place, reason: 'drop', pieces, permitted: true }) : null;
    if (place && !refusal) {
      for (const docket of pieces) judge(draft, { verdict: 'accepted', docket, compartment: place.id });
      return true;
    }
    if (place && refusal)
      judge(draft, { ...verdictOf(refusal), docket: piece.docket, compartment: place.id });
    const rest = left.filter((docket) => !sameWay.includes(docket));
    draft.record({ type: 'BundleOpened', payload: { bundle: code, dockets: rest } });
  }
};
