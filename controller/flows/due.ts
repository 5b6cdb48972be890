import type { Visit } from '../domain/session.ts';
import { leftOpenAt, nothingDroppedAt, raise } from './alarms.ts';
import { openNextOfBundle } from './bundles.ts';
import type { Draft } from './draft.ts';
import { end } from './ending.ts';
import type { Phase } from './phase.ts';
import { goOn, openNext } from './pickup.ts';
import { settleAt, settleClosed } from './settle.ts';

/** Something with a time: ms since 1970, and what happens then. */
interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** Does everything that is due now, in order, and tells when to look again (ms since 1970, null: never). */
export const runDue = (draft: Draft): number | null => {
  for (let rounds = 0; rounds < 50; rounds++) {
    const next = earliest(draft);
    if (!next || next.at > draft.facts.now) return next?.at ?? null;
    // A hand-over and the receipt for it cannot be one append: come back at once.
    if (draft.moves && endsAt(draft) !== null && draft.facts.now >= (endsAt(draft) ?? 0)) return next.at;
    next.run();
  }
  return draft.facts.now + 1000;
};

const earliest = (draft: Draft): Due | undefined =>
  [...screenDues(draft), ...visitDues(draft), ...sessionDues(draft)].sort((a, b) => a.at - b.at)[0];

const screenDues = (draft: Draft): Due[] => {
  const { message, goodbye } = draft.state.live;
  return [
    ...(message ? [{ at: message.until, run: () => draft.live({ message: null }) }] : []),
    ...(goodbye ? [{ at: goodbye.until, run: () => draft.live({ goodbye: null }) }] : []),
  ];
};

const visitDues = (draft: Draft): Due[] => {
  const visit = draft.visit;
  const place = visit && draft.place(visit.compartment);
  if (!visit || !place) return [];
  const phase = draft.phase(visit);
  switch (phase.name) {
    case 'opening':
      // Nothing to do but to show that nobody knows: the phase follows from the time.
      return [{ at: phase.until, run: () => undefined }];
    case 'open': {
      const nothing = nothingDroppedAt(draft, visit, place, phase);
      const left = leftOpenAt(draft, visit, phase);
      return [
        ...alarm(draft, 'nothing-dropped', visit, nothing),
        ...alarm(draft, 'door-left-open', visit, left),
      ];
    }
    case 'closed':
      return [{ at: settleAt(draft, visit, phase.at), run: () => settle(draft, visit) }];
    default:
      return [];
  }
};

const alarm = (
  draft: Draft,
  kind: 'nothing-dropped' | 'door-left-open',
  visit: Visit,
  at: number | null,
): Due[] => (at === null ? [] : [{ at, run: () => raise(draft, kind, visit.compartment) }]);

const settle = (draft: Draft, visit: Visit): void => {
  settleClosed(draft, visit);
  const ends = endsAt(draft);
  if (ends === null || draft.facts.now < ends) goOn(draft, visit);
};

const sessionDues = (draft: Draft): Due[] => {
  const fold = draft.session?.fold;
  const ends = endsAt(draft);
  if (!fold || ends === null || attended(draft)) return [];
  const visit = draft.visit;
  if (!visit && fold.queue.length > 0 && draft.facts.now < ends)
    return [{ at: draft.facts.now, run: () => void openNext(draft) }];
  if (!visit && (fold.bag?.left.length ?? 0) > 0 && draft.facts.now < ends)
    return [{ at: draft.facts.now, run: () => void openNextOfBundle(draft) }];
  const absolute = draft.facts.now >= absoluteAt(draft);
  const reason = draft.state.live.late ? 'restart' : absolute ? 'absolute' : 'idle';
  return [{ at: ends, run: () => end(draft, reason, 'none') }];
};

const attendedPhases: ReadonlySet<Phase['name']> = new Set(['opening', 'open', 'closed']);
/** A door of this session is moving: the session is not over before it is settled, whatever the time. */
export const attended = (draft: Draft): boolean =>
  draft.visit !== null && attendedPhases.has(draft.phase(draft.visit).name);

/** Without a sign of life, and at the latest; ms since 1970. */
export const idleAt = (draft: Draft): number =>
  draft.state.live.activityAt + draft.facts.timings.idleSignOut * 1000;
export const absoluteAt = (draft: Draft): number =>
  Date.parse(draft.session?.fold.started?.at ?? draft.time) + draft.facts.timings.absoluteSignOut * 1000;
const endsAt = (draft: Draft): number | null => {
  if (!draft.session) return null;
  return draft.state.live.late ? 0 : Math.min(idleAt(draft), absoluteAt(draft));
};
