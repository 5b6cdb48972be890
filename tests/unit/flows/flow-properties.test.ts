import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { next } from '#controller/flows/next.ts';
import { takesOut } from '#controller/domain/session.ts';
import type { Place } from '#controller/flows/facts.ts';
import * as checks from '#tests/support/flow-checks.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';
import { BAG, BOXES, DOCKETS, FlowModel, honest, type Subject } from '#tests/support/flow-model.ts';

const box = fc.constantFrom(...BOXES);
const docket = fc.constantFrom(...DOCKETS);
type Action = (model: FlowModel) => void;
const visited = (model: FlowModel): string => model.state.session?.fold.visit?.compartment ?? 'A1';
const act = (weight: number, arbitrary: fc.Arbitrary<Action>) => ({ weight, arbitrary });
const always = (weight: number, action: Action) => act(weight, fc.constant(action));

const scanOf = (code: string) => ({ type: 'scan', scanned: { kind: 'docket', docket: code } }) as const;

/** What a person at the station would most likely do next; the paper is not always moved. */
const sensible =
  (pick: number): Action =>
  (m) => {
    const fold = m.state.session?.fold;
    if (!fold) return m.signIn();
    const { visit } = fold;
    if (visit?.question) return m.take({ type: 'confirm-count', dockets: visit.pieces });
    if (visit && m.outstanding.length > 0) return m.answer('opened');
    const [inside] = visit ? m.inside(visit.compartment) : [];
    if (visit?.reason === 'correct' && inside && pick % 4 === 0) return m.take(scanOf(inside.docket));
    if (visit?.compartment === 'A2' && pick % 4 === 1)
      return m.take({ type: 'count', compartment: 'A2', direction: takesOut(visit.reason) ? 'out' : 'in' });
    if (visit && pick % 3 === 0)
      return m.observeBin(visit.compartment, takesOut(visit.reason) ? 'empty' : 'occupied');
    if (visit) return m.read(visit.compartment, pick % 2 === 0 ? 'open' : 'closed');
    const full = BOXES.filter((id) => id !== 'A5' && id !== 'A6' && m.inside(id).length > 0);
    const out = m.inside('A6').length > 0;
    if (fold.flow === 'correct' && fold.witness === null) return m.secondSignsIn();
    if (fold.flow === null || pick % 5 === 0) {
      const ordinary = full.length > 0 ? 'pickup' : 'drop';
      return m.take({ type: 'choose-flow', flow: pick % 4 === 0 ? (out ? 'fetch' : 'send') : ordinary });
    }
    if (fold.flow === 'fetch' && out) return m.take({ type: 'open-boxes', compartments: ['A6'] });
    if (fold.flow === 'correct') return m.take({ type: 'open-boxes', compartments: full });
    const [taken] = fold.collected;
    if (taken !== undefined && pick % 2 === 0)
      return m.take({ type: 'refuse', docket: taken, reason: 'other', note: null });
    if (fold.flow === 'pickup') return m.take({ type: 'open-boxes', compartments: full });
    m.take(scanOf(pick % 11 === 0 ? BAG.code : (DOCKETS[pick % DOCKETS.length] ?? 'D1')));
  };

/** The door that was asked for opens and closes; now and then the paper stays where it was. */
const throughDoor = (m: FlowModel, pick: number): void => {
  m.answer('opened');
  const visit = m.state.session?.fold.visit;
  if (!visit) return;
  const { compartment, reason, pieces } = visit;
  m.read(compartment, 'open');
  if (reason === 'correct') m.take(scanOf(pieces[0] ?? ''));
  if (compartment === 'A2' && pick % 2 === 0) m.doubtCount(compartment);
  if (compartment === 'A2' && reason === 'drop')
    for (const _ of pieces) m.take({ type: 'count', compartment, direction: 'in' });
  if (pick % 3 > 0) m.observeBin(compartment, takesOut(reason) ? 'empty' : 'occupied');
  m.read(compartment, 'closed');
  m.pass(2000);
  if (m.state.session?.fold.visit?.question) m.take({ type: 'confirm-count', dockets: pieces });
};
/** One errand from beginning to end, so that stories get far. */
const errand =
  (pick: number): Action =>
  (m) => {
    if (!m.state.session) m.signIn();
    const flow = FLOWS[pick % FLOWS.length] ?? 'drop';
    m.take({ type: 'choose-flow', flow });
    if (flow === 'correct') m.secondSignsIn();
    const lying = BOXES.filter((id) => (id === 'A6') === (flow === 'fetch') && m.inside(id).length > 0);
    if (flow === 'drop' || flow === 'send') m.take(scanOf(DOCKETS[pick % DOCKETS.length] ?? 'D1'));
    else m.take({ type: 'open-boxes', compartments: lying.slice(0, 1) });
    throughDoor(m, pick);
    const [taken] = m.state.session?.fold.collected ?? [];
    if (flow !== 'pickup' || taken === undefined || pick % 2 > 0) return;
    m.take({ type: 'refuse', docket: taken, reason: 'other', note: null });
    throughDoor(m, pick);
  };
const FLOWS = ['drop', 'send', 'fetch', 'pickup', 'correct'] as const;

/** People, paper and boards in any order. */
const action = fc.oneof(
  act(12, fc.nat(1000).map(errand)),
  act(60, fc.nat(1000).map(sensible)),
  always(4, (model) => model.signIn()),
  act(
    3,
    fc.constantFrom(...FLOWS).map((flow) => (m) => m.take({ type: 'choose-flow', flow })),
  ),
  act(
    10,
    fc.constantFrom(...DOCKETS, BAG.code).map((code) => (m) => m.take(scanOf(code))),
  ),
  always(2, (m) => m.secondSignsIn()),
  act(
    8,
    fc
      .constantFrom('opened' as const, 'opened' as const, 'still-closed' as const, 'silent' as const)
      .map((kind) => (m) => m.answer(kind)),
  ),
  always(5, (m) => m.read(visited(m), 'open')),
  always(7, (m) => m.read(visited(m), 'closed')),
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
    fc.assert(
      fc.property(story, (actions) => {
        const model = told(actions);
        for (const name of names) expect(wrongIn(model, name), name).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('the stories get to what the rules are about, or they would prove nothing', () => {
    const stories = fc.sample(story, { seed: MUTANT_SEED, numRuns: 100 });
    const reached = new Set(stories.flatMap((one) => told(one).ledger.map(({ event }) => event.type)));
    for (const type of [
      ...['ConsignmentDeposited', 'ConsignmentCollected', 'ConsignmentReturned', 'ConsignmentCorrected'],
      ...['ConsignmentHandedIn', 'ConsignmentFetched', 'ConsignmentDispatched'],
      ...['BundleOpened', 'SessionEnded'],
    ])
      expect(reached).toContain(type);
  });
});
const told = (actions: readonly Action[]): FlowModel => {
  const model = new FlowModel(honest);
  for (const one of actions) one(model);
  return model;
};

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
    'nobodyFetchesWhatIsLeft',
    'signs for an outgoing piece that was left in the compartment',
    seenThrough((place) => (place.usage === 'outgoing' ? { ...place, hasBin: false } : place)),
  ],
  [
    'twoPeopleReverseADrop',
    'corrects with one person',
    {
      next: (state, input, facts) => {
        const { session } = state;
        const nobody = session && { ...session, fold: { ...session.fold, witness: 'nobody' } };
        return next(nobody ? { ...state, session: nobody } : state, input, facts);
      },
      lens: (facts) => facts,
    },
  ],
  [
    'noPieceOfABagGoesInTwice',
    'drops a bag’s piece that lies in a box already once more',
    {
      next,
      lens: (facts) => ({
        ...facts,
        piece: (docket) => {
          const piece = facts.piece(docket);
          return piece?.state.state === 'deposited'
            ? { ...piece, state: { ...piece.state, state: 'labelled', compartment: null } }
            : piece;
        },
      }),
    },
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
      { numRuns: 1000, endOnFailure: true, seed: MUTANT_SEED },
    );
    expect(details.failed).toBe(true);
  });
});
