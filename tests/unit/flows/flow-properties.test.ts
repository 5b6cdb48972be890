import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { next } from '#controller/flows/next.ts';
import type { Place } from '#controller/flows/facts.ts';
import * as checks from '#tests/support/flow-checks.ts';
import { BOXES, DOCKETS, FlowModel, honest, type Subject } from '#tests/support/flow-model.ts';

const box = fc.constantFrom(...BOXES);
const docket = fc.constantFrom(...DOCKETS);
type Action = (model: FlowModel) => void;
const visited = (model: FlowModel): string => model.state.session?.fold.visit?.compartment ?? 'A1';
const act = (weight: number, arbitrary: fc.Arbitrary<Action>) => ({ weight, arbitrary });
const always = (weight: number, action: Action) => act(weight, fc.constant(action));

/** What a person at the station would most likely do next; the paper is not always moved. */
const sensible =
  (pick: number): Action =>
  (m) => {
    const fold = m.state.session?.fold;
    if (!fold) return m.signIn();
    const { visit } = fold;
    if (visit?.question) return m.take({ type: 'confirm-count', dockets: visit.pieces });
    if (visit && m.outstanding.length > 0) return m.answer('opened');
    if (visit && pick % 3 === 0)
      return m.observeBin(visit.compartment, visit.reason === 'pickup' ? 'empty' : 'occupied');
    if (visit) return m.read(visit.compartment, pick % 2 === 0 ? 'open' : 'closed');
    const full = BOXES.filter((id) => id !== 'A5' && m.inside(id).length > 0);
    if (fold.flow === null || pick % 5 === 0)
      return m.take({ type: 'choose-flow', flow: full.length > 0 ? 'pickup' : 'drop' });
    const [taken] = fold.collected;
    if (taken !== undefined && pick % 2 === 0)
      return m.take({ type: 'refuse', docket: taken, reason: 'other', note: null });
    if (fold.flow === 'pickup') return m.take({ type: 'open-boxes', compartments: full });
    const code = DOCKETS[pick % DOCKETS.length] ?? 'D1';
    m.take({ type: 'scan', scanned: { kind: 'docket', docket: code } });
  };

/** People, paper and boards in any order. */
const action = fc.oneof(
  act(60, fc.nat(1000).map(sensible)),
  always(4, (model) => model.signIn()),
  act(
    3,
    fc
      .constantFrom('drop' as const, 'pickup' as const)
      .map((flow) => (m) => m.take({ type: 'choose-flow', flow })),
  ),
  act(
    10,
    docket.map((code) => (m) => m.take({ type: 'scan', scanned: { kind: 'docket', docket: code } })),
  ),
  act(
    8,
    fc
      .constantFrom('opened' as const, 'opened' as const, 'still-closed' as const, 'silent' as const)
      .map((kind) => (m) => m.answer(kind)),
  ),
  always(9, (m) => m.read(visited(m), 'open')),
  always(9, (m) => m.read(visited(m), 'closed')),
  act(
    1,
    fc.tuple(box, fc.constantFrom('open' as const, 'closed' as const)).map(
      ([id, reading]) =>
        (m) =>
          m.read(id, reading),
    ),
  ),
  act(
    6,
    fc
      .constantFrom('occupied' as const, 'empty' as const)
      .map((seen) => (m) => m.observeBin(visited(m), seen)),
  ),
  act(
    4,
    fc
      .constantFrom('in' as const, 'out' as const)
      .map((direction) => (m) => m.take({ type: 'count', compartment: visited(m), direction })),
  ),
  always(2, (m) => m.doubtCount(visited(m))),
  act(
    6,
    fc.subarray([...DOCKETS], { minLength: 1 }).map(
      (some) => (m) =>
        m.take({
          type: 'confirm-count',
          dockets: some.filter((d) => m.state.session?.fold.visit?.pieces.includes(d)),
        }),
    ),
  ),
  always(3, (m) => m.take({ type: 'retry-open' })),
  always(2, (m) => m.take({ type: 'give-up-open' })),
  act(
    6,
    fc
      .subarray([...BOXES], { minLength: 1 })
      .map(
        (some) => (m) =>
          m.take({ type: 'open-boxes', compartments: some.filter((id) => m.inside(id).length > 0) }),
      ),
  ),
  act(
    2,
    docket.map((code) => (m) => m.take({ type: 'refuse', docket: code, reason: 'other', note: null })),
  ),
  always(2, (m) => {
    const [alarm] = [...m.state.alarms, ...(m.state.session?.fold.alarms ?? [])];
    m.take({ type: 'acknowledge-alarm', alarm: alarm?.alarm ?? 'none' });
  }),
  always(1, (m) => m.take({ type: 'finish', print: 'both' })),
  act(
    6,
    fc.constantFrom(500, 3000, 16_000, 31_000, 61_000, 301_000).map((ms) => (m) => m.pass(ms)),
  ),
  always(1, (m) => m.restart()),
);

const story = fc.array(action, { minLength: 10, maxLength: 90, size: 'max' });
const names = Object.keys(checks) as (keyof typeof checks)[];
const wrongIn = (model: FlowModel, name: keyof typeof checks): string | null => checks[name](model);

/** Plays a story, every check after every action; the first thing found wrong, or null. */
const play = (subject: Subject, actions: readonly Action[], which: readonly (keyof typeof checks)[]) => {
  const model = new FlowModel(subject);
  for (const one of actions) {
    one(model);
    for (const name of which) {
      const wrong = wrongIn(model, name);
      if (wrong !== null) return { name, wrong };
    }
  }
  return null;
};

describe('whatever people, boards and clocks do', () => {
  it('the flows keep every rule', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(story, (actions) => {
        const model = new FlowModel(honest);
        for (const one of actions) one(model);
        for (const { event } of model.ledger) reached.add(event.type);
        for (const name of names) expect(wrongIn(model, name), name).toBeNull();
      }),
      { numRuns: 200 },
    );
    // The stories must get to what the rules are about, or they prove nothing.
    for (const type of [
      'ConsignmentDeposited',
      'ConsignmentCollected',
      'ConsignmentReturned',
      'SessionEnded',
    ])
      expect(reached, 'a story reaches it').toContain(type);
  });
});

const seenThrough = (change: (place: Place) => Place): Subject => ({
  next,
  lens: (facts) => ({
    ...facts,
    places: () => facts.places().map(change),
    place: (id) => {
      const place = facts.place(id);
      return place && change(place);
    },
  }),
});
const altered = (change: (step: ReturnType<typeof next>) => ReturnType<typeof next>): Subject => ({
  next: (...args) => change(next(...args)),
  lens: (facts) => facts,
});

/** Each rule with a flow that breaks it: a check that lets its mutant pass is broken. */
const mutants: [keyof typeof checks, string, Subject][] = [
  [
    'everyPulseHasItsIntent',
    'acts without writing the intent',
    altered((step) => ({ ...step, writes: step.writes.filter((w) => !w.stream.startsWith('compartment:')) })),
  ],
  [
    'onePulsePerAttemptAndOneAtATime',
    'sends each pulse twice',
    altered((step) => ({ ...step, effects: [...step.effects, ...step.effects] })),
  ],
  [
    'oneVisitAtATime',
    'forgets the open door when something is scanned',
    {
      next: (state, input, facts) => {
        const { session } = state;
        const scan = input.type === 'scan' && session;
        return next(
          scan ? { ...state, session: { ...session, fold: { ...session.fold, visit: null } } } : state,
          input,
          facts,
        );
      },
      lens: (facts) => facts,
    },
  ],
  [
    'nothingMovesBehindAnUnseenDoor',
    'takes the board’s word for an opened and closed door',
    seenThrough((place) => {
      const attempt = place.state.attempt;
      if (attempt?.outcome !== 'acknowledged') return place;
      const at = attempt.outcomeAt;
      return { ...place, state: { ...place.state, attempt: { ...attempt, openedAt: at, closedAt: at } } };
    }),
  ],
  [
    'everyConsignmentIsLegal',
    'deposits what was dropped once more',
    altered((step) => ({
      ...step,
      writes: step.writes.map((write) =>
        write.stream.startsWith('consignment:')
          ? { ...write, events: [...write.events, ...write.events] }
          : write,
      ),
    })),
  ],
  [
    'noAlarmIsLost',
    'forgets its alarms when a session ends',
    altered((step) => (step.state.session ? step : { ...step, state: { ...step.state, alarms: [] } })),
  ],
  [
    'theSessionIsItsStream',
    'keeps a counted question in memory only',
    altered((step) => ({
      ...step,
      writes: step.writes.map((write) => ({
        ...write,
        events: write.events.filter((event) => event.type !== 'CountQuestioned'),
      })),
    })),
  ],
  [
    'noBlindRetry',
    'takes every door for closed and every rest for over',
    {
      next,
      lens: (facts) => ({
        ...seenThrough((place) => ({
          ...place,
          door: () => 'closed',
          state: { ...place.state, front: { ...place.state.front, seen: 'closed' } },
        })).lens(facts),
        timings: { ...facts.timings, retryCoolDown: 0 },
      }),
    },
  ],
  [
    'nobodySignsForWhatIsLeft',
    'does not look into the bin',
    seenThrough((place) => ({ ...place, hasBin: false })),
  ],
  [
    'noDoubtedCountSettles',
    'goes on counting whatever may have passed',
    {
      next: (state, input, facts) =>
        next(state, input.type === 'count-doubted' ? { type: 'tick' } : input, facts),
      lens: (facts) => facts,
    },
  ],
  [
    'noSessionEndsOverAnOpenDoor',
    'signs out without settling the visit',
    altered((step) => ({
      ...step,
      writes: step.writes.map((write) => ({
        ...write,
        events: write.events.some((event) => event.type === 'SessionEnded')
          ? write.events.filter((event) => event.type !== 'VisitSettled' && event.type !== 'OpenGivenUp')
          : write.events,
      })),
    })),
  ],
];

describe('a planted mutant is caught', () => {
  it('for every rule', () => {
    expect(mutants.map(([name]) => name).toSorted()).toEqual(names.toSorted());
  });
  it.each(mutants)('%s: a flow that %s', (name, _what, subject) => {
    const details = fc.check(
      fc.property(story, (actions) => play(subject, actions, [name]) === null),
      { numRuns: 1000, endOnFailure: true },
    );
    expect(details.failed).toBe(true);
  });
});
