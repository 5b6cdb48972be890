import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginCommissioning,
  nextCommissioning,
  type Came,
  type Commissioning,
  type Say,
} from '#controller/devices/commissioning.ts';
import type { Wiring } from '#controller/devices/commissioning-verdict.ts';

const TERMINALS = 8;
/** What the carpenter really did. */
interface Cabinet {
  readonly setWhenClosed: boolean;
  /** Terminal → number of the door whose bolt it moves. */
  readonly coils: Readonly<Record<number, number>>;
  /** Number of the door → input its switch is wired to. */
  readonly switches: Readonly<Record<number, number>>;
  readonly echo?: boolean;
}
/** Doors 1 to 4 on terminals 1 to 4. */
const straight = { 1: 1, 2: 2, 3: 3, 4: 4 };
const sound: Cabinet = { setWhenClosed: true, coils: straight, switches: straight };

const wiringOf = (change: Partial<Wiring> = {}): Wiring => {
  const map = change.map ?? {};
  const doors = [1, 2, 3, 4].map((n) => ({ number: n, channel: n, terminal: map[n] ?? n }));
  return {
    ...{ device: 'board', terminal: 1, feedback: 'closed_when_set', echo: false },
    ...{ disabled: [], free: [5, 6, 7, 8] },
    ...change,
    ...{ map, doors },
  };
};
const inputsOf = ({ setWhenClosed, switches }: Cabinet, open: number | null): boolean[] =>
  Array.from({ length: TERMINALS }, (_, at) => {
    const door = Object.entries(switches).find(([, input]) => input === at + 1)?.[0];
    return door !== undefined && (Number(door) !== open) === setWhenClosed;
  });

/** Runs it with somebody who does what is asked and tells what can be seen. */
const commission = (cabinet: Cabinet, wiring: Wiring) => {
  let state = beginCommissioning(wiring);
  let open: number | null = null;
  let pulses = 0;
  const take = (input: Say | Came): void => {
    const [next, effect] = nextCommissioning(state, input);
    state = next;
    if (effect === 'read')
      take({ came: 'read', inputs: inputsOf(cabinet, open), echo: cabinet.echo ?? false });
    if (effect === 'pulse') {
      pulses += 1;
      open = cabinet.coils[wiring.terminal] ?? null;
      take({ came: 'pulsed' });
    }
  };
  const answers: Partial<Record<Commissioning['step'], () => Say>> = {
    close: () => ({ say: 'closed' }),
    permit: () => ({ say: 'open' }),
    which: () => ({ say: 'door', number: open ?? 0 }),
    'close-again': () => {
      open = null;
      return { say: 'closed' };
    },
  };
  while (state.step !== 'done') take(answers[state.step]?.() ?? { say: 'stop' });
  return { ...state, pulses };
};
const codes = (state: Pick<Commissioning, 'findings'>) => state.findings.map(({ code }) => code);

describe('one closing, opening and closing', () => {
  test('finds a sound lock in order, with one pulse', () => {
    const run = commission(sound, wiringOf());
    expect(codes(run)).toEqual(['in-order']);
    expect(run.pulses).toBe(1);
  });

  test('finds the polarity, and proposes the line', () => {
    const run = commission({ ...sound, setWhenClosed: false }, wiringOf());
    expect(run.findings).toEqual([
      {
        ...{ code: 'polarity', values: { input: 1, found: 'open_when_set' } },
        change: { setting: 'feedback', value: 'open_when_set' },
      },
    ]);
  });

  test('finds an echo that is not configured, and one that is and does not come', () => {
    expect(commission({ ...sound, echo: true }, wiringOf()).findings[0]).toMatchObject({
      code: 'echo',
      change: { setting: 'echo', value: true },
    });
    expect(commission(sound, wiringOf({ echo: true })).findings[0]).toMatchObject({
      code: 'no-echo',
      change: { setting: 'echo', value: false },
    });
  });

  test('proposes a map when the lock of a door hangs on another terminal', () => {
    const moved = { ...sound, coils: { 6: 1, 2: 2, 3: 3, 4: 4 }, switches: { 1: 6, 2: 2, 3: 3, 4: 4 } };
    expect(codes(commission(moved, wiringOf()))).toEqual(['dead-output']);
    const { findings } = commission(moved, wiringOf({ terminal: 6 }));
    expect(findings).toMatchObject([{ code: 'other-door', change: { setting: 'map', value: { 1: 6 } } }]);
  });

  test('tells the wires apart: dead output, stuck door, dead switch, crossed switch, foreign door', () => {
    expect(commission({ ...sound, coils: {} }, wiringOf()).findings).toMatchObject([
      { code: 'dead-output', values: { terminal: 1, spare: 5 }, change: { setting: 'map', value: { 1: 5 } } },
    ]);
    const noSwitch = { ...sound, switches: { 2: 2, 3: 3, 4: 4 } };
    expect(codes(commission(noSwitch, wiringOf()))).toEqual(['dead-switch']);
    const crossed = commission({ ...sound, switches: { 1: 2, 2: 1, 3: 3, 4: 4 } }, wiringOf());
    expect(crossed.findings).toMatchObject([
      { code: 'crossed', values: { door: 1, terminal: 1, input: 2 }, change: null },
    ]);
    expect(codes(commission({ ...sound, coils: { 1: 9 } }, wiringOf()))).toEqual(['unknown-door']);
  });

  test('a closed door that reads open is told without a pulse when the board will not be asked', () => {
    const inverted = { ...sound, setWhenClosed: false };
    let [state] = nextCommissioning(beginCommissioning(wiringOf()), { say: 'closed' });
    [state] = nextCommissioning(state, { came: 'read', inputs: inputsOf(inverted, null), echo: null });
    [state] = nextCommissioning(state, { say: 'open' });
    [state] = nextCommissioning(state, { came: 'failed', why: 'door-open' });
    expect(state).toMatchObject({
      step: 'done',
      findings: [{ code: 'failed' }, { code: 'reads-open', change: { value: 'open_when_set' } }],
    });
  });

  test('an input that stays changed after closing is named', () => {
    let [state] = nextCommissioning(beginCommissioning(wiringOf()), { say: 'closed' });
    const read = (open: number | null): Came => ({
      came: 'read',
      inputs: inputsOf(sound, open),
      echo: false,
    });
    const inputs = [read(null), { say: 'open' }, { came: 'pulsed' }, read(1)] as const;
    for (const input of [...inputs, { say: 'door', number: 1 }, { say: 'closed' }, read(1)] as const)
      [state] = nextCommissioning(state, input);
    expect(codes(state)).toEqual(['not-back']);
  });
});

test('whatever a carpenter did to polarity and terminals, the proposed line makes the next run in order', () => {
  const wired = fc.record({ setWhenClosed: fc.boolean(), terminal: fc.integer({ min: 1, max: TERMINALS }) });
  fc.assert(
    fc.property(wired, ({ setWhenClosed, terminal }) => {
      const cabinet = { setWhenClosed, coils: { [terminal]: 1 }, switches: { 1: terminal } };
      let wiring = wiringOf({ terminal });
      for (let rounds = 0; rounds < 3; rounds += 1) {
        for (const { change } of commission(cabinet, wiring).findings)
          if (change) wiring = wiringOf({ ...wiring, [change.setting]: change.value });
      }
      expect(codes(commission(cabinet, wiring))).toEqual(['in-order']);
    }),
  );
});

describe('a pulse', () => {
  const anything = fc.oneof(
    fc.constantFrom<Say>({ say: 'closed' }, { say: 'open' }, { say: 'stop' }),
    fc.integer({ min: 0, max: 5 }).map((number): Say => ({ say: 'door', number })),
    fc.constantFrom<Came>({ came: 'pulsed' }, { came: 'failed', why: 'x' }),
    fc.boolean().map((echo): Came => ({ came: 'read', inputs: inputsOf(sound, null), echo })),
  );
  /** Pulses sent without the word "open" said at that very moment, or more than one. */
  const unasked = (next: typeof nextCommissioning) => {
    const check = fc.property(fc.array(anything, { maxLength: 40 }), (inputs) => {
      let state = beginCommissioning(wiringOf());
      let pulses = 0;
      for (const input of inputs) {
        const [after, effect] = next(state, input);
        if (effect === 'pulse') {
          expect([state.step, input]).toEqual(['permit', { say: 'open' }]);
          pulses += 1;
        }
        state = after;
      }
      expect(pulses).toBeLessThanOrEqual(1);
    });
    return fc.check(check, { numRuns: 2000 });
  };

  test('is sent once, and only when a person has just said so', () => {
    const { failed, counterexample } = unasked(nextCommissioning);
    expect({ failed, counterexample }).toEqual({ failed: false, counterexample: null });
  });

  test.each<[string, typeof nextCommissioning]>([
    [
      'pulses again when asked twice',
      (state, input) =>
        'say' in input && input.say === 'open' && state.pulses > 0
          ? [state, 'pulse']
          : nextCommissioning(state, input),
    ],
    [
      'takes "closed" for a permission',
      (state, input) =>
        'say' in input && input.say === 'closed' && state.step === 'permit'
          ? nextCommissioning(state, { say: 'open' })
          : nextCommissioning(state, input),
    ],
    [
      'tries again after a failure',
      (state, input) =>
        'came' in input && input.came === 'failed' && state.step === 'pulsing'
          ? [state, 'pulse']
          : nextCommissioning(state, input),
    ],
  ])('planted mutant: one that %s is caught', (_, mutant) => expect(unasked(mutant).failed).toBe(true));
});
