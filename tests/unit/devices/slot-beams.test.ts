import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  initialSlot,
  nextSlot,
  slotFault,
  slotLimits,
  type Sample,
  type SlotLimits,
  type SlotOutcome,
  type SlotState,
} from '#controller/devices/slot-beams.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const limits: SlotLimits = { ...slotLimits, blockedMs: 5000 };
type Machine = typeof nextSlot;
/** What the machine says of these samples. */
const run = (samples: readonly Sample[], next: Machine = nextSlot, given = limits) => {
  let state: SlotState = initialSlot;
  const outcomes: SlotOutcome[] = [];
  for (const sample of samples) {
    const [after, found] = next(state, sample, given);
    state = after;
    outcomes.push(...found);
  }
  return { state, outcomes };
};
/** Samples of both beams every `every` ms, of what is broken when. */
const sampled = (until: number, every: number, outer: Spans, inner: Spans): Sample[] => {
  const within = (spans: Spans, at: number): boolean => spans.some(([from, to]) => at >= from && at < to);
  return Array.from({ length: Math.floor(until / every) + 1 }, (_, n) => ({
    ...{ at: n * every, outer: within(outer, n * every), inner: within(inner, n * every) },
  }));
};
type Spans = readonly (readonly [from: number, to: number])[];
const pieces = (outcomes: readonly SlotOutcome[]): string[] =>
  outcomes.map((outcome) => (outcome.is === 'piece' ? outcome.direction : outcome.is));

/** A piece on its way: when it reaches the first beam, how long from beam to beam, how long it covers one. */
const passage = fc
  .record({
    inwards: fc.boolean(),
    apart: fc.integer({ min: 45, max: 400 }),
    covers: fc.integer({ min: 100, max: 1500 }),
    rest: fc.integer({ min: 80, max: 1000 }),
    reversed: fc.boolean(),
  })
  .filter(({ apart, covers }) => covers > apart + 45);
const spansOf = (passages: readonly (typeof passage extends fc.Arbitrary<infer P> ? P : never)[]) => {
  let at = 200;
  const outer: [number, number][] = [];
  const inner: [number, number][] = [];
  const truth: string[] = [];
  for (const { inwards, apart, covers, rest, reversed } of passages) {
    const [first, second] = inwards ? [outer, inner] : [inner, outer];
    if (reversed) {
      // Pushed in as far as both beams, and pulled out again by the side it came from.
      first.push([at, at + 2 * apart + covers]);
      second.push([at + apart, at + apart + covers]);
      at += 2 * apart + covers + rest;
      continue;
    }
    first.push([at, at + covers]);
    second.push([at + apart, at + apart + covers]);
    truth.push(inwards ? 'in' : 'out');
    at += apart + covers + rest;
  }
  return { outer, inner, truth, until: at + 500 };
};
const countsRight = (next: Machine) =>
  fc.property(fc.array(passage, { maxLength: 6 }), fc.integer({ min: 5, max: 40 }), (passages, every) => {
    const { outer, inner, truth, until } = spansOf(passages);
    expect(pieces(run(sampled(until, every, outer, inner), next).outcomes)).toEqual(truth);
  });
/** Whatever is seen, a count needs one beam alone first, then both, then the other one alone, without a gap. */
const neverGuesses = (next: Machine) =>
  fc.property(
    fc.array(
      fc.record({
        pause: fc.oneof(fc.integer({ min: 5, max: 120 }), fc.integer({ min: 151, max: 900 })),
        outer: fc.boolean(),
        inner: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
    (steps) => {
      let at = 0;
      let state: SlotState = initialSlot;
      let since: Sample[] = [];
      for (const { pause, outer, inner } of steps) {
        at += pause;
        const sample = { at, outer, inner };
        const [after, found] = next(state, sample, limits);
        state = after;
        since.push(sample);
        const piece = found.find((outcome) => outcome.is === 'piece');
        if (piece) {
          const alone = since
            .filter((one) => one.outer !== one.inner)
            .map((one) => (one.outer ? 'outer' : 'inner'));
          const [from, to] = piece.direction === 'in' ? ['outer', 'inner'] : ['inner', 'outer'];
          expect(alone).toContain(from);
          expect(alone.at(-1)).toBe(to);
          expect(since.some((one) => one.outer && one.inner)).toBe(true);
          const gaps = since.slice(1).map((one, n) => one.at - (since[n]?.at ?? one.at));
          expect(Math.max(...gaps)).toBeLessThanOrEqual(limits.unseenMs);
        }
        if (!outer && !inner && state.outer.broken === null && state.inner.broken === null) since = [sample];
      }
    },
  );

describe('a pair of beams in a slot', () => {
  it('counts pieces in and out by which beam is broken first and cleared last', () => {
    fc.assert(countsRight(nextSlot), { numRuns: 300 });
  });
  it('counts nothing that it did not see whole, whatever comes', () => {
    fc.assert(neverGuesses(nextSlot), { numRuns: 500 });
  });

  it('a beam broken for less than 20 ms is noise', () => {
    expect(run(sampled(1000, 5, [[200, 215]], [[205, 218]])).outcomes).toEqual([]);
  });
  it('a piece held in the slot for more than 3 s is a doubt', () => {
    expect(pieces(run(sampled(6000, 20, [[200, 3300]], [[260, 3400]])).outcomes)).toEqual(['doubt']);
  });
  it('both beams at once both ways is a doubt: nobody saw the direction', () => {
    expect(pieces(run(sampled(1000, 20, [[200, 400]], [[200, 400]])).outcomes)).toEqual(['doubt']);
  });
  it('a pause in which something may have passed is a doubt', () => {
    const samples = sampled(1000, 20, [], []).filter(({ at }) => at < 300 || at > 600);
    expect(pieces(run(samples).outcomes)).toEqual(['doubt']);
  });
  it('a beam broken for longer than an item takes blocks the slot, once, until it is clear', () => {
    const { state, outcomes } = run(sampled(9000, 20, [[200, 20_000]], []));
    expect(pieces(outcomes)).toEqual(['blocked']);
    expect(state.blocked).toBe(true);
    const after = run(sampled(9000, 20, [[200, 7000]], []));
    expect(after.state.blocked).toBe(false);
  });
  it('a beam broken for a minute is stuck; an inner beam broken three times alone shows a blind outer one', () => {
    expect(slotFault(run(sampled(70_000, 50, [[200, 90_000]], [])).state, limits)).toEqual({
      beam: 'outer',
      is: 'stuck',
    });
    const alone: Spans = [
      [200, 400],
      [1000, 1200],
      [2000, 2200],
    ];
    expect(slotFault(run(sampled(3000, 20, [], alone)).state, limits)).toEqual({
      beam: 'outer',
      is: 'blind',
    });
    // A hand in the mouth of the slot is no fault.
    expect(slotFault(run(sampled(3000, 20, alone, [])).state, limits)).toBeNull();
  });

  const turned: Machine = (state, { at, outer, inner }, given) =>
    nextSlot(state, { at, outer: inner, inner: outer }, given);
  it.each<[string, Machine]>([
    ['the beams are exchanged', turned],
    [
      'an edge of one beam is a piece',
      (state, sample, given) => [
        ...([nextSlot(state, sample, given)[0]] as const),
        sample.outer && state.last?.outer === false ? [{ is: 'piece', direction: 'in' }] : [],
      ],
    ],
    ['noise counts', (state, sample, given) => nextSlot(state, sample, { ...given, leastMs: 400 })],
  ])('planted mutant: %s is caught', (_, mutant) => {
    expect(() => fc.assert(countsRight(mutant), { seed: MUTANT_SEED, numRuns: 300 })).toThrow(
      'Property failed',
    );
  });
  it.each<[string, Machine]>([
    ['gaps do not matter', (state, sample, given) => nextSlot(state, sample, { ...given, unseenMs: 1e9 })],
    [
      'together does not matter',
      (state, sample, given) => nextSlot({ ...state, together: true }, sample, given),
    ],
  ])('planted mutant: %s is caught by what may never be counted', (_, mutant) => {
    expect(() => fc.assert(neverGuesses(mutant), { seed: MUTANT_SEED, numRuns: 20_000 })).toThrow(
      'Property failed',
    );
  });
});
