import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consignment, type ConsignmentCommand } from '#controller/domain/consignment.ts';
import type { Fact } from '#controller/domain/decider.ts';

const place = { compartment: 'A1', session: 's', intent: 'i' };
const register = { type: 'Register', document: 'd', department: 'bgs', copy: 1, copies: 3 } as const;
const commands: readonly ConsignmentCommand[] = [
  register,
  { type: 'Label', job: 'j' },
  { type: 'Deposit', ...place, counted: 'person' },
  { type: 'Collect', ...place, signedBy: 'box', department: 'bgs' },
  { type: 'Collect', ...place, compartment: 'A2', signedBy: 'box', department: 'bgs' },
  { type: 'Collect', ...place, signedBy: 'box', department: 'fgw' },
  { type: 'Refuse', session: 's', reason: 'other', note: null },
  { type: 'Return', ...place },
  { type: 'Withdraw', reason: 'r' },
];
const play = (story: readonly ConsignmentCommand[]): string[] => {
  let state = consignment.initialState();
  const types: string[] = [];
  for (const command of story) {
    const decision = consignment.decide(command, state);
    for (const event of decision.ok ? decision.events : []) {
      const fact: Fact = { ...event, time: '2026-06-18T01:00:00.000Z' };
      state = consignment.evolve(state, fact);
      types.push(event.type.slice('Consignment'.length));
    }
  }
  return types;
};
const after = (...story: ConsignmentCommand[]) =>
  story.reduce((state, command) => {
    const decision = consignment.decide(command, state);
    const events = decision.ok ? decision.events : [];
    return events.reduce((s, e) => consignment.evolve(s, { ...e, time: '2026-06-18T01:00:00.000Z' }), state);
  }, consignment.initialState());
const [, label, deposit, collect, elsewhere, foreign, refuse, giveBack, withdraw] = commands;
const given = (...story: (ConsignmentCommand | undefined)[]) =>
  after(...story.filter((command) => command !== undefined));
const code = (state: ReturnType<typeof given>, command: ConsignmentCommand | undefined): string => {
  const decision = command && consignment.decide(command, state);
  return decision === undefined || decision.ok ? 'ok' : decision.refusal.code;
};

describe('a consignment', () => {
  it.each([
    ['deposited once', given(register, label, deposit), deposit, 'already-dropped'],
    ['not collected before it was dropped', given(register), collect, 'not-dropped'],
    ['collected from its own box only', given(register, deposit), elsewhere, 'not-in-this-box'],
    ['collected by its own department only', given(register, deposit), foreign, 'not-yours'],
    ['collected once', given(register, deposit, collect), collect, 'already-collected'],
    ['withdrawn only before its drop', given(register, deposit), withdraw, 'already-dropped'],
    ['not dropped once withdrawn', given(register, withdraw), deposit, 'withdrawn'],
    ['refused after collection', given(register, deposit, collect), refuse, 'ok'],
    ['refused after deposit', given(register, deposit), refuse, 'ok'],
    ['returned only when refused', given(register, deposit), giveBack, 'not-refused'],
    ['not dropped again once refused', given(register, deposit, refuse), deposit, 'refused-before'],
    ['dropped although its label is in doubt', given(register), deposit, 'ok'],
    ['registered once', given(register), register, 'already-registered'],
    ['registered within its copies', given(), { ...register, copy: 4 }, 'copy-beyond-copies'],
  ] as const)('is %s', (_what, state, command, expected) => {
    expect(code(state, command)).toBe(expected);
  });

  it('is labelled once, however often a label is printed', () => {
    expect(play([register, ...[label, label, deposit, label].filter((c) => c !== undefined)])).toEqual([
      'Registered',
      'Labelled',
      'Deposited',
    ]);
  });

  it('takes only the old paths while nothing new is asked', () => {
    const legal = /^(Registered( Labelled)?( Withdrawn| Deposited( Collected)?( Refused( Returned)?)?)?)?$/;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 40, size: 'max' }), (story) => {
        expect(play(story).join(' ')).toMatch(legal);
      }),
    );
  });
});
