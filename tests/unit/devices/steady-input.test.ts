import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binLimits } from '#controller/devices/bins.ts';
import { nextFilter, settled, type InputFilter } from '#controller/devices/input-filter.ts';
import { flutters, nextSteady, noInput, type SteadyInput } from '#controller/devices/steady-input.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const limits = binLimits.full;
/** A settled reading every so often. */
const readings = fc.array(fc.record({ pause: fc.integer({ min: 20, max: 1500 }), level: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});
type Steady = typeof nextSteady;
type Flutters = typeof flutters;
/** A level is believed only after it held; a sensor that changed too often lately is not believed at all. */
const believesOnlyWhatHolds = (next: Steady, fluttering: Flutters) =>
  fc.property(readings, (steps) => {
    let state: SteadyInput = noInput;
    let at = 0;
    const seen: { at: number; level: boolean }[] = [];
    const changes: number[] = [];
    for (const { pause, level } of steps) {
      at += pause;
      seen.push({ at, level });
      const before = state.level;
      state = next(state, level, at, limits);
      if (state.level !== before && before !== null) {
        changes.push(at);
        const held = seen
          .filter((one) => at - one.at <= limits.steadyMs)
          .every((one) => one.level === state.level);
        const since = seen.slice(seen.findLastIndex((one) => one.level !== state.level) + 1)[0]?.at ?? at;
        expect([state.level, held, at - since >= limits.steadyMs]).toEqual([level, true, true]);
      }
      const often =
        changes.filter((change) => at - change < limits.flutterMs).length >= limits.flutterChanges;
      expect(fluttering(state, at, limits)).toBe(often);
    }
  });
/** The same of the sensor of what lies inside, which is believed at once. */
const tellsFlutter = (next: Steady, fluttering: Flutters) =>
  fc.property(fc.array(fc.integer({ min: 50, max: 2000 }), { minLength: 20, maxLength: 40 }), (pauses) => {
    let state: SteadyInput = noInput;
    let at = 0;
    const changes: number[] = [];
    for (const [n, pause] of pauses.entries()) {
      at += pause;
      state = next(state, n % 2 === 0, at, binLimits.bin);
      if (n > 0) changes.push(at);
      const lately = changes.filter((change) => at - change < binLimits.bin.flutterMs);
      expect(fluttering(state, at, binLimits.bin)).toBe(lately.length >= binLimits.bin.flutterChanges);
      // Once it is quiet it is believed again, also before the next read.
      expect(fluttering(state, at + binLimits.bin.flutterMs, binLimits.bin)).toBe(false);
    }
  });

describe('a bin sensor', () => {
  it('is believed once its level held for so long, and not at all while it flutters', () => {
    fc.assert(believesOnlyWhatHolds(nextSteady, flutters), { numRuns: 300 });
    fc.assert(tellsFlutter(nextSteady, flutters), { numRuns: 100 });
  });
  it.each<[string, Steady]>([
    [
      'believes the first look',
      (state, level, at, given) => nextSteady(state, level, at, { ...given, steadyMs: 0 }),
    ],
    [
      'adds up what did not hold in one go',
      (state, level, at, given) => {
        const after = nextSteady(state, level, at, given);
        return { ...after, coming: after.coming ?? state.coming };
      },
    ],
  ])('planted mutant: one that %s is caught', (_, mutant) => {
    expect(() =>
      fc.assert(believesOnlyWhatHolds(mutant, flutters), { seed: MUTANT_SEED, numRuns: 2000 }),
    ).toThrow('Property failed');
  });
  it.each<[string, Steady, Flutters]>([
    ['forgets its changes', (...given) => ({ ...nextSteady(...given), changes: [] }), flutters],
    [
      'counts changes of any age',
      nextSteady,
      ({ changes }, _, given) => changes.length >= given.flutterChanges,
    ],
  ])('planted mutant: one that %s is caught', (_, next, fluttering) => {
    expect(() => fc.assert(tellsFlutter(next, fluttering), { seed: MUTANT_SEED, numRuns: 2000 })).toThrow(
      'Property failed',
    );
  });
});

type Filter = typeof nextFilter;
/** An input is a fact only when two reads in a row agree and nothing was unknown in between. */
const needsTwoReads = (next: Filter) =>
  fc.property(
    fc.array(fc.record({ input: fc.boolean(), unknown: fc.boolean() }), { minLength: 1, maxLength: 30 }),
    (reads) => {
      let filter: InputFilter = [];
      for (const [n, { input, unknown }] of reads.entries()) {
        filter = next(filter, [input], unknown ? [1] : []);
        const before = reads[n - 1];
        const agree = !unknown && before !== undefined && !before.unknown && before.input === input;
        expect(settled(filter, 1)).toBe(agree ? input : null);
      }
    },
  );
describe('an input', () => {
  it('is a fact when two reads in a row agree', () => fc.assert(needsTwoReads(nextFilter), { numRuns: 300 }));
  it.each<[string, Filter]>([
    ['believes one read', (_, inputs) => inputs.map((input) => ({ input, times: 2 }))],
    ['believes what is unknown', (filter, inputs) => nextFilter(filter, inputs)],
    [
      'keeps what it once believed',
      (filter, inputs, unknown) =>
        nextFilter(filter, inputs, unknown).map((seen, at) => (filter[at]?.times === 2 ? filter[at] : seen)),
    ],
  ])('planted mutant: one that %s is caught', (_, mutant) => {
    expect(() => fc.assert(needsTwoReads(mutant), { seed: MUTANT_SEED, numRuns: 2000 })).toThrow(
      'Property failed',
    );
  });
});
