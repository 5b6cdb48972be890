import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holderOf } from '#controller/domain/consignment-state.ts';
import {
  consignment,
  type ConsignmentCommand,
  type ConsignmentState,
} from '#controller/domain/consignment.ts';
import type { Decider, Fact } from '#controller/domain/decider.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const at = { session: 's', intent: 'i' };
const desk = { compartment: null, session: null, intent: null };
const BOXES = ['A1', 'A2', 'R1'] as const;
const stops = ['bgs', 'fgw', 'wjw'].map((department) => ({ department, reader: null }));
const noted = { by: 'stock-take' as const, note: null };
const inBox = (compartment: string): ConsignmentCommand[] => [
  { type: 'Deposit', compartment, ...at, counted: 'sensor' },
  { type: 'Return', compartment, ...at },
  { type: 'TakeIn', compartment, ...at },
  { type: 'Recall', compartment, ...at },
  { type: 'Correct', compartment, ...at, registrar: '1', messenger: '2', reason: 'wrong box' },
  { type: 'Find', compartment, ...noted },
  ...['bgs', 'fgw', 'wjw'].map((department): ConsignmentCommand => ({
    type: 'Collect',
    compartment,
    ...at,
    signedBy: 'box',
    department,
  })),
  { type: 'HandIn', compartment, ...at, counted: 'sensor', department: 'bgs' },
  { type: 'Fetch', compartment, ...at, signedBy: 'box' },
];
const say: Record<string, ConsignmentCommand> = {
  register: { type: 'Register', document: 'd', department: 'bgs', copy: 1, copies: 3 },
  label: { type: 'Label', job: 'j' },
  refuse: { type: 'Refuse', session: 's', reason: 'other', note: null },
  withdraw: { type: 'Withdraw', reason: 'r' },
  reinstate: { type: 'Reinstate' },
  handle: { type: 'Handle', instruction: null, result: null },
  reopen: { type: 'Reopen', reason: 'r' },
  deskIn: { type: 'TakeIn', ...desk },
  callBack: { type: 'CallBack', recall: 'c' },
  deskRecall: { type: 'Recall', ...desk },
  destroy: { type: 'Destroy', destruction: 'x', by: '1', witness: '2' },
  miss: { type: 'Miss', ...noted },
  find: { type: 'Find', compartment: null, ...noted },
  route: { type: 'Route', stops },
  sendOn: { type: 'SendOn' },
  endRoute: { type: 'EndRoute', reason: 'r' },
  release: { type: 'Release', recall: 'c' },
  dispatch: { type: 'Dispatch', compartment: 'A1', session: 's', department: 'bgs' },
};
const all = [...Object.values(say), ...BOXES.flatMap(inBox)];

type Subject = Pick<Decider<ConsignmentCommand, ConsignmentState>, 'decide'>;
const time = '2026-06-18T01:00:00.000Z';
/** The events of a story, each with the state before it. */
const play = (story: readonly ConsignmentCommand[], { decide }: Subject = consignment) => {
  let state = consignment.initialState();
  const facts: { readonly event: Fact; readonly before: ConsignmentState }[] = [];
  for (const command of story) {
    const decision = decide(command, state);
    for (const draft of decision.ok ? decision.events : []) {
      const event: Fact = { ...draft, time };
      facts.push({ event, before: state });
      state = consignment.evolve(state, event);
    }
  }
  return { facts, state };
};
const after = (...story: (ConsignmentCommand | undefined)[]): ConsignmentState =>
  play(story.filter((command) => command !== undefined)).state;
const code = (state: ConsignmentState, command: ConsignmentCommand | undefined): string => {
  const decision = command && consignment.decide(command, state);
  return decision === undefined || decision.ok ? 'ok' : decision.refusal.code;
};

/**
 * Where the paper is, followed by hand from the events alone: `hand:` somebody’s hands, `box:` a compartment, or gone.
 * Each event says where it takes the paper from; the first that takes it from where it is not is what is wrong.
 */
const wrongIn = (facts: readonly { readonly event: Fact }[]): string | null => {
  let where = 'nowhere';
  let due = '';
  const from = (places: (place: string) => boolean, to: string, type: string): string | null => {
    const was = where;
    where = to;
    return places(was) ? null : `${type} while it was ${was}`;
  };
  const office = (place: string) => place === 'hand:office';
  const messenger = (place: string) => place === 'hand:messenger';
  const department = (place: string) => place.startsWith('hand:department');
  for (const { event } of facts) {
    const wrong = ((): string | null => {
      switch (event.type) {
        case 'ConsignmentRegistered':
          due = event.payload.department;
          return from((place) => place === 'nowhere', 'hand:office', event.type);
        case 'ConsignmentDeposited':
          return from(
            (place) => office(place) || messenger(place),
            `box:${event.payload.compartment}`,
            event.type,
          );
        case 'ConsignmentHandedIn':
          return from(office, `box:${event.payload.compartment}`, event.type);
        case 'ConsignmentFetched':
          return from((place) => place === `box:${event.payload.compartment}`, 'hand:messenger', event.type);
        case 'ConsignmentDispatched':
          return from(messenger, 'hand:outside', event.type);
        case 'ConsignmentCorrected':
          return from((place) => place === `box:${event.payload.compartment}`, 'hand:office', event.type);
        case 'ConsignmentCollected':
          if (event.payload.department !== due)
            return `collected by ${event.payload.department}, due to ${due}`;
          return from(
            (place) => place === `box:${event.payload.compartment}`,
            `hand:department ${due}`,
            event.type,
          );
        case 'ConsignmentRefused':
          return from(
            (place) => department(place) || place.startsWith('box:'),
            `hand:department ${due}`,
            event.type,
          );
        case 'ConsignmentReturned':
          return from(department, `box:${event.payload.compartment}`, event.type);
        case 'ConsignmentRecalled': {
          const { compartment } = event.payload;
          const to = compartment === null ? 'hand:office' : `box:${compartment}`;
          return from((place) => department(place) || office(place), to, event.type);
        }
        case 'ConsignmentTakenIn': {
          const { compartment } = event.payload;
          const carried = (place: string) => messenger(place) || place === 'hand:outside';
          const fits = (place: string) =>
            compartment === null ? department(place) || carried(place) : place === `box:${compartment}`;
          return from(fits, 'hand:office', event.type);
        }
        case 'CirculationSentOn':
          due = event.payload.department;
          return from(office, 'hand:office', event.type);
        case 'CirculationEnded':
        case 'CirculationRouted':
          due = event.payload.stops[event.payload.at]?.department ?? due;
          return null;
        case 'ConsignmentDestroyed':
          return from(office, 'gone', event.type);
        case 'ConsignmentMissing':
          return from((place) => place !== 'gone' && place !== 'lost', 'lost', event.type);
        case 'ConsignmentFound': {
          const { compartment, state } = event.payload;
          const held = state === 'collected' || state === 'handled' || state === 'refused';
          const free = state === 'carried' ? 'hand:messenger' : 'hand:office';
          const hand = held ? `hand:department ${due}` : free;
          return from(
            (place) => place === 'lost',
            compartment === null ? hand : `box:${compartment}`,
            event.type,
          );
        }
        default:
          return null;
      }
    })();
    if (wrong !== null) return wrong;
  }
  return null;
};
/** What was asked and may follow, so that stories get far. */
const stories = fc.array(
  fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...all) }, { weight: 3, arbitrary: fc.nat(1000) }),
  { minLength: 5, maxLength: 60, size: 'max' },
);
const told = (story: readonly (ConsignmentCommand | number)[]): ConsignmentCommand[] => {
  const commands: ConsignmentCommand[] = [say['register']].filter((c) => c !== undefined);
  for (const one of story) {
    if (typeof one !== 'number') {
      commands.push(one);
      continue;
    }
    const { state } = play(commands);
    const open = all.filter((command) => {
      const decision = consignment.decide(command, state);
      return decision.ok && decision.events.length > 0;
    });
    const next = open[one % Math.max(1, open.length)];
    if (next) commands.push(next);
  }
  return commands;
};
const holds = (
  subject: Subject,
  check: (story: ConsignmentCommand[]) => boolean,
  numRuns = 300,
  seed?: number,
) =>
  fc.check(
    fc.property(stories, (story) => check(told(story))),
    { numRuns, endOnFailure: true, ...(seed === undefined ? {} : { seed }) },
  );
const inOnePlace = (subject: Subject, seed?: number) =>
  holds(subject, (story) => wrongIn(play(story, subject).facts) === null, 300, seed);

const [, , takeInR1] = inBox('R1');
const [depositA1, returnR1, , , correctA1] = [
  ...inBox('A1').slice(0, 1),
  ...inBox('R1').slice(1, 4),
  inBox('A1')[4],
];
const [handInA1, fetchA1] = inBox('A1').slice(-2);
const takeBy = (department: string) =>
  inBox('A1').find((command) => command.type === 'Collect' && command.department === department);
const collected = [say['register'], depositA1, takeBy('bgs')];
const circulating = [say['register'], say['route'], depositA1, takeBy('bgs')];

describe('A piece', () => {
  it('is in one place at a time and never vanishes, whatever is asked in whatever order', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(stories, (story) => {
        const { facts } = play(told(story));
        for (const { event } of facts) reached.add(event.type);
        expect(wrongIn(facts)).toBeNull();
      }),
      // The rarest event comes in one story of twenty.
      { numRuns: 300 },
    );
    expect(reached.size, [...reached].join()).toBe(24);
  });

  it('always has exactly one holder, who is where its events leave it', () => {
    for (const [state, holder] of [
      [after(say['register']), { kind: 'office' }],
      [after(say['register'], depositA1), { kind: 'compartment', compartment: 'A1' }],
      [after(...collected), { kind: 'department', department: 'bgs' }],
      [after(...collected, say['handle']), { kind: 'department', department: 'bgs' }],
      [after(say['register'], depositA1, correctA1), { kind: 'messenger' }],
      [after(...circulating, returnR1, takeInR1), { kind: 'office' }],
      [after(say['register'], handInA1), { kind: 'compartment', compartment: 'A1' }],
      [after(say['register'], handInA1, fetchA1), { kind: 'messenger' }],
      [after(say['register'], handInA1, fetchA1, say['dispatch']), { kind: 'outside' }],
      [after(...collected, say['miss']), { kind: 'unknown' }],
    ] as const)
      expect(holderOf(state)).toEqual(holder);
  });

  it.each([
    ['struck off once it was collected', collected, say['handle'], 'ok'],
    ['not struck off in its box', [say['register'], depositA1], say['handle'], 'not-collected'],
    ['taken up again after it was struck off', [...collected, say['handle']], say['reopen'], 'ok'],
    ['dropped again after a correction', [say['register'], depositA1, correctA1], depositA1, 'ok'],
    ['not destroyed while a department has it', collected, say['destroy'], 'not-in-office'],
    ['destroyed once it is back', [...collected, say['callBack'], say['deskRecall']], say['destroy'], 'ok'],
    ['not taken back unless it was asked for', collected, say['deskRecall'], 'not-called-back'],
    ['let go by the recall that asked for it', [...collected, say['callBack']], say['release'], 'ok'],
    ['asked back by another', [...collected, say['callBack'], say['release']], say['callBack'], 'ok'],
    ['not let go twice', [...collected, say['callBack'], say['release']], say['release'], 'not-called-back'],
    ['asked back once', [...collected, say['callBack']], say['callBack'], 'called-back'],
    ['reinstated before its label', [say['register'], say['withdraw']], say['reinstate'], 'ok'],
    [
      'not reinstated after it',
      [say['register'], say['label'], say['withdraw']],
      say['reinstate'],
      'label-printed',
    ],
    ['not dropped out of the outgoing compartment', [say['register'], handInA1], depositA1, 'handed-in'],
    ['not withdrawn once it was handed in', [say['register'], handInA1], say['withdraw'], 'handed-in'],
    ['not fetched before it was handed in', [say['register']], fetchA1, 'not-handed-in'],
    ['fetched out of the box it lies in', [say['register'], handInA1], inBox('A2').at(-1), 'not-in-this-box'],
    ['dropped once it was fetched', [say['register'], handInA1, fetchA1], depositA1, 'ok'],
    [
      'dropped no more once it left the house',
      [say['register'], handInA1, fetchA1, say['dispatch']],
      depositA1,
      'dispatched',
    ],
    [
      'brought back to the office undelivered',
      [say['register'], handInA1, fetchA1, say['dispatch']],
      say['deskIn'],
      'ok',
    ],
    ['not dropped while it is missing', [say['register'], depositA1, say['miss']], depositA1, 'missing'],
    [
      'dropped again once found in hand',
      [say['register'], depositA1, say['miss'], say['find']],
      depositA1,
      'ok',
    ],
  ] as const)('is %s', (_what, story, command, expected) => {
    expect(code(after(...story), command)).toBe(expected);
  });

  it('is corrected by two people, and out of the box it lies in', () => {
    const dropped = after(say['register'], depositA1);
    const alone = { ...correctA1, messenger: '1' } as ConsignmentCommand;
    expect(code(dropped, alone)).toBe('two-people');
    expect(code(dropped, inBox('A2')[4])).toBe('not-in-this-box');
    expect(code(dropped, { type: 'Destroy', destruction: 'x', by: '1', witness: '1' })).toBe('not-in-office');
  });
});

describe('A circulating piece', () => {
  it('goes to the next reader only through the office', () => {
    const read = after(...circulating);
    expect(code(read, depositA1)).toBe('already-collected');
    const back = after(...circulating, returnR1);
    expect(code(back, depositA1)).toBe('refused-before');
    const next = after(...circulating, returnR1, takeInR1);
    expect(next).toMatchObject({ state: 'labelled', due: { department: 'fgw' }, route: { at: 1 } });
    const second = after(...circulating, returnR1, takeInR1, depositA1);
    expect(code(second, takeBy('bgs'))).toBe('not-yours');
    expect(code(second, takeBy('fgw'))).toBe('ok');
  });

  it('stays in the office after its last reader', () => {
    const round = (department: string) => [depositA1, takeBy(department), say['deskIn']];
    const done = after(say['register'], say['route'], ...['bgs', 'fgw', 'wjw'].flatMap(round));
    expect(done).toMatchObject({ state: 'returned', compartment: null, route: { at: 2 } });
    const longer = { type: 'Route', stops: [...stops, { department: 'jyj', reader: null }] } as const;
    expect(code(done, longer)).toBe('ok');
    expect(code(done, say['sendOn'])).toBe('not-in-office');
  });

  describe('whose circulation is ended', () => {
    const ended = (...story: Parameters<typeof after>) => after(...story, say['endRoute']);
    const office = { state: 'returned', compartment: null };

    it('is brought back by the reader who has it, and goes to nobody else', () => {
      const held = ended(...circulating);
      expect(held).toMatchObject({ state: 'collected', due: { department: 'bgs' } });
      expect(held.route).toEqual({ stops: stops.slice(0, 1), at: 0, ended: true });
      expect(code(held, say['handle'])).toBe('wanted-back');
      expect(code(held, say['route'])).toBe('circulation-over');
      expect(after(...circulating, say['endRoute'], returnR1, takeInR1)).toMatchObject(office);
      expect(after(...circulating, say['endRoute'], say['deskIn'])).toMatchObject(office);
      expect(after(...circulating, returnR1, say['endRoute'], takeInR1)).toMatchObject(office);
    });

    it('is in the office once two people took it out of the box of a reader who did not fetch it', () => {
      const boxed = [say['register'], say['route'], depositA1, say['endRoute']];
      expect(after(...boxed)).toMatchObject({ state: 'deposited', compartment: 'A1' });
      expect(after(...boxed, correctA1)).toMatchObject(office);
      expect(after(...boxed, say['miss'], say['find'])).toMatchObject(office);
      expect(code(after(...boxed), takeBy('bgs'))).toBe('ok');
      expect(ended(say['register'], say['route'], depositA1, correctA1)).toMatchObject(office);
    });

    it('stays in the office on its way to a reader who never got it', () => {
      const state = ended(...circulating, say['deskIn']);
      expect(state).toMatchObject({ ...office, due: { department: 'bgs' }, route: { at: 0 } });
      expect(code(state, depositA1)).toBe('refused-before');
    });

    it('is sent on again once it is back', () => {
      const story = [...circulating, say['endRoute'], say['deskIn'], say['route']];
      expect(after(...story)).toMatchObject({ state: 'returned', route: { at: 0, ended: false } });
      expect(after(...story, say['sendOn'])).toMatchObject({ state: 'labelled', due: { department: 'fgw' } });
    });

    it.each([
      ['does not circulate', collected, 'not-circulating'],
      ['was with nobody yet', [say['register'], say['route']], 'circulation-not-begun'],
      ['was ended before', [...circulating, say['endRoute']], 'circulation-over'],
      ['was struck off', [...circulating, say['handle']], 'already-collected'],
      ['is lost', [...circulating, say['miss']], 'missing'],
    ] as const)('is not one that %s', (_what, story, expected) => {
      expect(code(after(...story), say['endRoute'])).toBe(expected);
    });
  });

  it('never loses a reader it was with', () => {
    const state = after(...circulating);
    expect(code(state, { type: 'Route', stops: stops.slice(1) })).toBe('route-was-there');
    expect(code(state, { type: 'Route', stops: stops.slice(0, 1) })).toBe('ok');
  });
});

describe('a planted mutant is caught', () => {
  const mutant = (
    change: (command: ConsignmentCommand, state: ConsignmentState) => ConsignmentState,
  ): Subject => ({
    decide: (command, state) => consignment.decide(command, change(command, state)),
  });
  it.each([
    [
      'a piece passed sideways: the next reader drops what nobody brought back',
      mutant((command, state) =>
        command.type === 'Deposit' && state.state === 'collected' ? { ...state, state: 'labelled' } : state,
      ),
    ],
    [
      'a piece in a box taken for one in the office when its circulation ends',
      mutant((command, state) =>
        command.type === 'Deposit' && state.route?.ended ? { ...state, state: 'labelled' } : state,
      ),
    ],
    [
      'a piece dropped twice',
      mutant((command, state) =>
        command.type === 'Deposit' && state.state === 'deposited' ? { ...state, state: 'labelled' } : state,
      ),
    ],
    [
      'a correction out of another box',
      mutant((command, state) =>
        command.type === 'Correct' ? { ...state, compartment: command.compartment } : state,
      ),
    ],
    [
      'a piece dropped that nobody fetched',
      mutant((command, state) =>
        command.type === 'Deposit' && state.state === 'outgoing' ? { ...state, state: 'carried' } : state,
      ),
    ],
    [
      'paper destroyed that lies in a box',
      mutant((command, state) => (command.type === 'Destroy' ? { ...state, compartment: null } : state)),
    ],
  ])('%s', (_what, subject) => {
    expect(inOnePlace(subject, MUTANT_SEED).failed).toBe(true);
  });
});
