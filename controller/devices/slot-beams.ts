/** Limits of a pair of beams in a slot, ms. */
export interface SlotLimits {
  /** A beam broken for less is noise. */
  readonly leastMs: number;
  /** A piece that takes longer is held by a hand: it is not counted. */
  readonly mostMs: number;
  /** A beam broken for longer blocks the slot. */
  readonly blockedMs: number;
  /** A beam broken for longer is broken itself. */
  readonly stuckMs: number;
  /** Longest pause between two samples within which nothing can have passed unseen. */
  readonly unseenMs: number;
  /** So many times in a row only the inner beam was broken: the outer one does not see. */
  readonly blindTimes: number;
}
export const slotLimits: Omit<SlotLimits, 'blockedMs'> = {
  leastMs: 20,
  mostMs: 3000,
  stuckMs: 60_000,
  unseenMs: 150,
  blindTimes: 3,
};

/** One look at both beams; true: broken. `at`: ms since 1970. */
export interface Sample {
  readonly at: number;
  readonly outer: boolean;
  readonly inner: boolean;
}
type Beam = 'outer' | 'inner';
/** What one beam did during the passage under way. */
interface Passage {
  /** First broken at; null: not yet, or only by noise. */
  readonly broken: number | null;
  /** Last cleared at; null: not yet. */
  readonly cleared: number | null;
  /** Broken since; null while it is clear. */
  readonly since: number | null;
}
const untouched: Passage = { broken: null, cleared: null, since: null };

export interface SlotState {
  readonly last: Sample | null;
  readonly outer: Passage;
  readonly inner: Passage;
  /** Both were seen broken at once: something longer than the way between them, as paper is. */
  readonly together: boolean;
  /** Something may have been missed since the passage began. */
  readonly unsure: boolean;
  readonly blocked: boolean;
  /** The inner beam alone, so many times in a row. */
  readonly alone: number;
}
export const initialSlot: SlotState = {
  last: null,
  ...{ outer: untouched, inner: untouched },
  ...{ together: false, unsure: false, blocked: false, alone: 0 },
};
export type SlotOutcome =
  | { readonly is: 'piece'; readonly direction: 'in' | 'out' }
  /** Something may have passed, and nobody knows which way: what was counted so far is not to be relied on. */
  | { readonly is: 'doubt' }
  | { readonly is: 'blocked' };
export type SlotStep = readonly [SlotState, readonly SlotOutcome[]];

/**
 * Takes one sample. A piece is counted when one beam alone was broken first and the other alone cleared last, both
 * together in between, no longer than a piece may take, and every sample came soon enough after the one before.
 * What is less than that and could still be a piece is a doubt, never a count. Pure.
 */
export const nextSlot = (state: SlotState, sample: Sample, limits: SlotLimits): SlotStep => {
  const gap = state.last === null || sample.at - state.last.at > limits.unseenMs;
  // Nothing is known of the time between: a passage under way, or a whole one, may have ended unseen.
  const seen: SlotState = gap ? { ...state, unsure: true } : state;
  const missed: SlotOutcome[] = gap && state.last !== null ? [{ is: 'doubt' }] : [];
  const outer = nextPassage(seen.outer, sample.outer, sample.at, limits);
  const inner = nextPassage(seen.inner, sample.inner, sample.at, limits);
  const together = seen.together || (sample.outer && sample.inner);
  const moved: SlotState = { ...seen, last: sample, outer, inner, together };
  if (!sample.outer && !sample.inner) return over(moved, sample.at, gap, missed, limits);
  const longest = Math.max(heldFor(outer, sample.at), heldFor(inner, sample.at));
  if (longest < limits.blockedMs || state.blocked) return [moved, missed];
  return [{ ...moved, blocked: true }, [...missed, { is: 'blocked' }]];
};

const nextPassage = (beam: Passage, broken: boolean, at: number, { leastMs }: SlotLimits): Passage => {
  if (broken) return beam.since === null ? { ...beam, since: at } : beam;
  if (beam.since === null) return beam;
  if (at - beam.since < leastMs) return { ...beam, since: null };
  return { broken: beam.broken ?? beam.since, cleared: at, since: null };
};
const heldFor = ({ since }: Passage, at: number): number => (since === null ? 0 : at - since);

/** Both beams are clear: once for long enough, the passage is judged. */
const over = (
  state: SlotState,
  at: number,
  gap: boolean,
  missed: readonly SlotOutcome[],
  limits: SlotLimits,
): SlotStep => {
  const { outer, inner } = state;
  const lastCleared = Math.max(outer.cleared ?? -Infinity, inner.cleared ?? -Infinity);
  if (!gap && at - lastCleared < limits.leastMs) return [state, missed];
  const fresh: SlotState = { ...initialSlot, last: state.last, alone: state.alone };
  if (outer.broken === null && inner.broken === null) return [fresh, missed];
  if (outer.broken === null) return [{ ...fresh, alone: state.alone + 1 }, missed];
  if (inner.broken === null) return [{ ...fresh, alone: 0 }, missed];
  return [{ ...fresh, alone: 0 }, [...missed, ...judged(state, limits)]];
};

const judged = (
  { outer, inner, together, unsure, blocked }: SlotState,
  limits: SlotLimits,
): SlotOutcome[] => {
  const [began, beganInner] = [outer.broken ?? 0, inner.broken ?? 0];
  const [ended, endedInner] = [outer.cleared ?? 0, inner.cleared ?? 0];
  const took = Math.max(ended, endedInner) - Math.min(began, beganInner);
  const doubtful = unsure || blocked || !together || took > limits.mostMs;
  if (doubtful || began === beganInner || ended === endedInner) return [{ is: 'doubt' }];
  const [from, to]: [Beam, Beam] = [
    began < beganInner ? 'outer' : 'inner',
    ended < endedInner ? 'inner' : 'outer',
  ];
  // In and out again by the same side: nothing passed.
  if (from === to) return [];
  return [{ is: 'piece', direction: from === 'outer' ? 'in' : 'out' }];
};

/** Why the beams cannot be relied on; null when they can. Pure. */
export const slotFault = (
  { outer, inner, alone, last }: SlotState,
  { stuckMs, blindTimes }: SlotLimits,
): { readonly beam: Beam; readonly is: 'stuck' | 'blind' } | null => {
  const at = last?.at ?? 0;
  if (heldFor(outer, at) >= stuckMs) return { beam: 'outer', is: 'stuck' };
  if (heldFor(inner, at) >= stuckMs) return { beam: 'inner', is: 'stuck' };
  return alone >= blindTimes ? { beam: 'outer', is: 'blind' } : null;
};
