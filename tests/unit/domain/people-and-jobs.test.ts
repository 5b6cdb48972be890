import { describe, expect, it } from 'vitest';
import { dropRefusal, flowsFor, pickupDepartments, signInMethodsFor } from '#controller/domain/access.ts';
import type { Decider } from '#controller/domain/decider.ts';
import { department } from '#controller/domain/department.ts';
import { document, type DocumentCommand } from '#controller/domain/document.ts';
import { isLocked, person, type PersonCommand, type Role } from '#controller/domain/person.ts';
import { printJob, type PrintJobCommand } from '#controller/domain/print-job.ts';

/** Follows commands from the start: the state, and each command's refusal or number of events. */
const play = <C, S>(decider: Decider<C, S>, ...commands: readonly C[]) => {
  let state = decider.initialState();
  const answers = commands.map((command) => {
    const decision = decider.decide(command, state);
    if (!decision.ok) return decision.refusal.code;
    for (const event of decision.events) state = decider.evolve(state, { ...event, time: NOW });
    return decision.events.map((event) => event.type).join('+');
  });
  return { state, answers };
};
const NOW = '2026-06-18T01:00:00.000Z';
const LATER = '2026-06-18T01:15:00.000Z';

describe('access', () => {
  const may = (roles: Role[], departments: string[] = ['bgs'], standsInFor: string[] = []) => ({
    ...{ roles, departments, standsInFor },
  });
  it.each([
    [['messenger'], ['bgs'], null],
    [['messenger'], [], 'not-from-registered-office'],
    [['collector'], ['bgs'], 'not-allowed'],
    [['registrar'], [], null],
    [['technician'], [], null],
    [['auditor'], ['bgs'], 'not-allowed'],
  ] as const)('%s of %s may drop: %s', (roles, departments, expected) => {
    expect(dropRefusal(may([...roles], [...departments]))).toBe(expected);
  });
  it('lets collectors open their own boxes and those they stand in for', () => {
    expect(pickupDepartments(may(['collector'], ['bgs'], ['fgw', 'bgs']))).toEqual(['bgs', 'fgw']);
    expect(pickupDepartments(may(['messenger'], ['bgs'], ['fgw']))).toEqual([]);
    expect(flowsFor(may(['collector']), ['drop', 'pickup'])).toEqual(['pickup']);
  });
  it('takes any means that one of the roles may use', () => {
    const policy = { messenger: ['badge'], registrar: ['pin'] } as never;
    expect(signInMethodsFor(['messenger', 'registrar'], policy)).toEqual(['badge', 'pin']);
  });
});

describe('a person', () => {
  const register = {
    ...{ type: 'Register', name: 'n', roles: ['collector'], departments: ['bgs'], standsInFor: [] },
  } satisfies PersonCommand as PersonCommand;
  const wrong = {
    ...{ type: 'RefuseSignIn', at: NOW, station: 'front', method: 'pin', why: 'wrong-pin' },
    ...{ lockAfter: 3, lockForMs: 900_000 },
  } satisfies PersonCommand as PersonCommand;
  const right = (at: string): PersonCommand => ({
    type: 'SignIn',
    at,
    station: 'front',
    method: 'pin',
    allowed: ['pin'],
  });
  it('is locked after so many wrong PINs in a row, for so long', () => {
    const { state, answers } = play(person, register, wrong, wrong, wrong, right(NOW), right(LATER));
    expect(answers).toEqual([
      ...[
        'PersonRegistered',
        'SignInRefused',
        'SignInRefused',
        'SignInRefused+SignInLocked',
        'locked',
        'SignedIn',
      ],
    ]);
    expect([state.failures, isLocked(state, NOW)]).toEqual([0, false]);
  });
  it('starts counting anew after a good sign-in', () => {
    expect(play(person, register, wrong, wrong, right(NOW), wrong, wrong).state).toMatchObject({
      failures: 2,
      lockedUntil: null,
    });
  });
  it('once disabled signs in no more', () => {
    expect(play(person, register, { type: 'Disable', reason: 'left' }, right(NOW)).answers.at(-1)).toBe(
      'disabled',
    );
  });
  it('is registered once, and only then has credentials', () => {
    const card: PersonCommand = { type: 'SetCredential', method: 'card', fingerprint: 'ab' };
    expect(play(person, card, register, register, card).answers).toEqual([
      ...['not-registered', 'PersonRegistered', 'already-registered', 'CredentialSet'],
    ]);
  });
});

describe('a print job', () => {
  const queue: PrintJobCommand = {
    type: 'Queue',
    printer: 'p',
    artwork: 'label',
    subject: 's',
    reprintOf: null,
  };
  const start: PrintJobCommand = { type: 'Start', bytes: 1, digest: 'd' };
  const fail = (final: boolean): PrintJobCommand => ({ type: 'Fail', why: 'no paper', final });
  const settle = (settled: 'cancelled' | 'was-printed'): PrintJobCommand => ({ type: 'Settle', settled });
  it.each<[string, PrintJobCommand[], string[]]>([
    ['is not started twice', [queue, start, start], ['PrintJobStarted', 'not-waiting']],
    [
      'is started again once it certainly did not print',
      [queue, start, fail(false), start],
      ['PrintJobFailed', 'PrintJobStarted'],
    ],
    [
      'is not started again once refused for good',
      [queue, start, fail(true), start],
      ['PrintJobFailed', 'not-waiting'],
    ],
    [
      'in doubt waits for a person',
      [queue, start, { type: 'Doubt', why: 'cut off' }, start],
      ['PrintJobInDoubt', 'not-waiting'],
    ],
    [
      'in doubt is settled by a person',
      [queue, start, { type: 'Doubt', why: 'x' }, settle('was-printed')],
      ['PrintJobInDoubt', 'PrintJobCancelled'],
    ],
    [
      'waiting can be cancelled, not called printed',
      [queue, settle('was-printed'), settle('cancelled')],
      ['not-to-settle', 'PrintJobCancelled'],
    ],
    [
      'printed stays printed',
      [queue, start, { type: 'Print', evidence: 'status' }, start],
      ['PrintJobPrinted', 'not-waiting'],
    ],
  ])('%s', (_what, commands, last) => {
    expect(play(printJob, ...commands).answers.slice(-2)).toEqual(last);
  });
  it('counts its attempts', () => {
    expect(play(printJob, queue, start, fail(false), start).state).toMatchObject({
      state: 'started',
      attempts: 2,
    });
  });
});

describe('documents and departments', () => {
  const register: DocumentCommand = {
    ...{ type: 'Register', secrecy: 'none', number: 'n', title: 't', issuers: ['i'], kind: '通知' },
    ...{
      urgency: 'none',
      pages: null,
      writtenOn: null,
      barcode: null,
      oaId: null,
      way: 'form',
      oddities: [],
    },
  };
  it.each(['秘密', '机密10年', '', null, undefined, 'NONE?', 0])(
    'a document marked %s is refused first',
    (secrecy) => {
      expect(play(document, { ...register, secrecy }).answers).toEqual(['classified']);
    },
  );
  it('a document is registered once and keeps no secrecy mark', () => {
    const { state, answers } = play(document, register, register);
    expect(answers).toEqual(['DocumentRegistered', 'already-registered']);
    expect(state).not.toHaveProperty('secrecy');
  });
  it('a department changes only when something differs', () => {
    const name = (type: 'Register' | 'Change', aliases: string[]) => ({ type, name: 'n', aliases });
    expect(
      play(
        department,
        name('Change', []),
        name('Register', ['a', 'a', 'n']),
        name('Change', ['a']),
        name('Change', []),
      ).answers,
    ).toEqual(['not-registered', 'DepartmentRegistered', '', 'DepartmentChanged']);
  });
});
