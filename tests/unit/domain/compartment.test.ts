import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compartment, type CompartmentCommand, type RequestOpen } from '#controller/domain/compartment.ts';
import type { Decider, Decision, Fact } from '#controller/domain/decider.ts';
import type { CompartmentState } from '#controller/domain/compartment.ts';

const START = Date.parse('2026-06-18T01:00:00.000Z');
const at = (ms: number): string => new Date(START + ms).toISOString();
const openMs = { openWindowMs: 30_000 };
const request = (more: Partial<RequestOpen> = {}): RequestOpen => ({
  ...{ type: 'RequestOpen', intent: 'i1', attempt: 1, door: 'front', session: 's', person: '100' },
  ...{ reason: 'drop', device: 'board', channel: 1, at: at(0), coolDownMs: 3000 },
  ...{ permitted: true, online: true, full: false },
  ...more,
});
const see = (reading: 'open' | 'closed', ms = 0): CompartmentCommand => ({
  ...{ type: 'ObserveDoor', door: 'front', reading, at: at(ms), ...openMs },
});
const reply = (
  kind: 'opened' | 'still-closed' | 'silent' | 'proves-nothing' | 'not-sent',
  confirmedClosed = false,
  attempt = 1,
): CompartmentCommand => ({
  ...{ type: 'RecordReply', intent: 'i1', attempt, confirmedClosed },
  reply:
    kind === 'opened' || kind === 'still-closed'
      ? { kind, raw: '8a' }
      : kind === 'not-sent'
        ? { kind, why: 'no board' }
        : { kind: 'unknown', why: kind, sent: 'yes', raw: null },
});

/** A compartment and what happened to it; `ms` is the time of the next event. */
class Given {
  state = compartment.initialState();
  readonly events: Fact[] = [];
  ms = 0;
  do(command: CompartmentCommand, ms = this.ms): Decision {
    this.ms = ms;
    const decision = compartment.decide(command, this.state);
    for (const event of decision.ok ? decision.events : []) {
      const fact = { ...event, time: at(ms) };
      this.events.push(fact);
      this.state = compartment.evolve(this.state, fact);
    }
    return decision;
  }
  get last(): string | undefined {
    return this.events.at(-1)?.type;
  }
}
const given = (...commands: CompartmentCommand[]): Given => {
  const compartmentIs = new Given();
  compartmentIs.do(see('closed'));
  for (const command of commands) compartmentIs.do(command);
  return compartmentIs;
};
const code = (decision: Decision): string => (decision.ok ? 'ok' : decision.refusal.code);

describe('a first attempt', () => {
  it.each<[string, Given, Partial<RequestOpen>, string]>([
    ['a closed door', given(), {}, 'ok'],
    ['a door nobody has read', new Given(), {}, 'door-unknown'],
    ['an open door', given(see('open')), {}, 'door-forced'],
    ['a lost door', given({ type: 'LoseDoor', door: 'front' }), {}, 'door-unknown'],
    ['an offline board', given(), { online: false }, 'offline'],
    ['no permission', given(), { permitted: false }, 'not-permitted'],
    ['a full box', given(), { full: true }, 'full'],
    ['a full box that is to be emptied', given(), { full: true, reason: 'pickup' }, 'ok'],
    ['an outstanding attempt', given(request()), { intent: 'i2' }, 'attempt-outstanding'],
    ['an unanswered attempt', given(request(), reply('silent')), { intent: 'i2' }, 'door-unknown'],
  ])('at %s', (_what, state, more, expected) => {
    expect(code(state.do(request(more)))).toBe(expected);
  });

  it.each([
    ['away', 'drop', 'away'],
    ['away', 'pickup', 'ok'],
    ['out-of-service', 'drop', 'out-of-service'],
    ['out-of-service', 'pickup', 'out-of-service'],
    ['out-of-service', 'maintenance', 'ok'],
  ] as const)('of a compartment that is %s, for a %s: %s', (service, reason, expected) => {
    const box = given({ type: 'ChangeService', service, reason: 'why' });
    expect(code(box.do(request({ reason })))).toBe(expected);
  });
});

describe('what a board’s answer proves', () => {
  it.each([
    ['opened', false, 'OpenAcknowledged'],
    ['still-closed', true, 'OpenFailed'],
    ['still-closed', false, 'OpenUnanswered'],
    ['proves-nothing', true, 'OpenFailed'],
    ['proves-nothing', false, 'OpenUnanswered'],
    ['silent', true, 'OpenUnanswered'],
    ['not-sent', false, 'OpenFailed'],
  ] as const)('%s, a read confirmed closed: %s → %s', (kind, confirmed, event) => {
    expect(given(request(), reply(kind, confirmed)).last).toBe(event);
  });
  it('is recorded once, and only for the attempt it answers', () => {
    const box = given(request(), reply('silent'));
    expect(code(box.do(reply('opened')))).toBe('outcome-known');
    expect(code(box.do(reply('opened', false, 2)))).toBe('no-such-attempt');
  });
  it('is in doubt after a restart, once', () => {
    const box = given(request());
    box.do({ type: 'DoubtAfterRestart' });
    expect(box.events.at(-1)).toMatchObject({
      type: 'OpenUnanswered',
      payload: { why: 'restart', sent: 'unknown' },
    });
    expect(box.do({ type: 'DoubtAfterRestart' })).toEqual({ ok: true, events: [] });
  });
});

describe('an opening door', () => {
  it('is explained by the intent within its window', () => {
    const box = given(request(), reply('opened'));
    box.do(see('open', 30_000), 30_000);
    expect(box.events.at(-1)).toMatchObject({ type: 'DoorSeenOpen', payload: { intent: 'i1' } });
  });
  it.each<[string, CompartmentCommand[], number]>([
    ['after the window', [request(), reply('opened')], 30_001],
    ['after the attempt certainly failed', [request(), reply('still-closed', true)], 100],
    ['after the door was closed again', [request(), reply('opened'), see('open'), see('closed')], 100],
    ['without any intent', [], 100],
  ])('is forced %s', (_when, commands, ms) => {
    const box = given(...commands);
    box.do(see('open', ms), ms);
    expect(box.events.slice(-2).map((event) => event.type)).toEqual(['DoorForced', 'DoorSeenOpen']);
    expect(box.state.front).toMatchObject({ seen: 'open', forced: true, under: null });
    box.do(see('closed', ms), ms);
    expect(box.state.front.forced).toBe(false);
  });
  it('lost from sight and still open is the same opening, not a second one', () => {
    const box = given(request(), reply('opened'), see('open'), { type: 'LoseDoor', door: 'front' });
    box.do(see('open', 90_000), 90_000);
    expect(box.events.at(-1)).toMatchObject({ type: 'DoorSeenOpen', payload: { intent: 'i1' } });
    box.do(see('closed', 91_000), 91_000);
    expect(box.state.attempt?.closedAt).toBe(at(91_000));
  });
  it('read closed before it sprang open is open until it is read closed again', () => {
    const box = given(request(), reply('opened'), see('closed'), see('open'));
    expect(box.state.attempt).toMatchObject({ openedAt: at(0), closedAt: null });
  });
});

describe('three pulses that moved nothing', () => {
  const jammed = (): Given => {
    const box = given(request(), reply('still-closed', true));
    for (const attempt of [2, 3]) {
      const ms = attempt * 5000;
      expect(code(box.do(request({ attempt, at: at(ms) }), ms))).toBe('ok');
      box.do(reply('still-closed', true, attempt), ms);
    }
    return box;
  };
  it('make the compartment faulty, until it is serviced', () => {
    const box = jammed();
    expect(code(box.do(request({ intent: 'i2', at: at(99_000) })))).toBe('faulty');
    box.do({ type: 'ChangeService', service: 'in-service', reason: null });
    expect(code(box.do(request({ intent: 'i2', at: at(99_000) })))).toBe('ok');
  });
  it('leave no fourth', () => {
    expect(code(jammed().do(request({ attempt: 4, at: at(99_000), reason: 'maintenance' })))).toBe(
      'too-many-attempts',
    );
  });
});

// Whatever is asked, answered and read, in any order: the rules of actuation, checked on the events alone.
const anyCommand = (ms: number): fc.Arbitrary<CompartmentCommand> =>
  fc.oneof(
    fc
      .record({ intent: fc.constantFrom('i1', 'i2'), attempt: fc.integer({ min: 1, max: 4 }) })
      .map((more) => request({ ...more, at: at(ms) })),
    fc
      .tuple(
        fc.constantFrom('opened', 'still-closed', 'silent', 'proves-nothing', 'not-sent'),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('i1', 'i2'),
      )
      .map(
        ([kind, sure, attempt, intent]) =>
          ({ ...reply(kind as 'opened', sure, attempt), intent }) as CompartmentCommand,
      ),
    fc.constantFrom('open' as const, 'closed' as const).map((reading) => see(reading, ms)),
    fc.constantFrom<CompartmentCommand>(
      { type: 'LoseDoor', door: 'front' },
      { type: 'DoubtAfterRestart' },
      { type: 'ObserveBin', reading: 'occupied' },
    ),
  );
const stories = fc
  .array(fc.tuple(fc.constantFrom(0, 500, 3000, 31_000), fc.nat()), { maxLength: 60, size: 'max' })
  .chain((gaps) => {
    let ms = 0;
    return fc.tuple(...gaps.map(([gap]) => anyCommand((ms += gap)).map((command) => ({ ms, command }))));
  });

type Subject = Decider<CompartmentCommand, CompartmentState>;
const broken = (
  subject: Subject,
  story: readonly { ms: number; command: CompartmentCommand }[],
): string | null => {
  const events: Fact[] = [];
  let state = subject.initialState();
  let ms = 0;
  for (const { command } of story) {
    if ('at' in command) ms = Math.max(ms, Date.parse(command.at) - START);
    const decision = subject.decide(command, state);
    for (const event of decision.ok ? decision.events : []) {
      const fact = { ...event, time: at(ms) };
      const wrong = rule(events, fact);
      if (wrong !== null) return wrong;
      events.push(fact);
      state = subject.evolve(state, fact);
    }
  }
  return null;
};
const rule = (past: readonly Fact[], event: Fact): string | null => {
  const asked = past.findLastIndex((e) => e.type === 'OpenRequested');
  const last = past[asked];
  const since = past.slice(asked + 1);
  if (event.type === 'OpenRequested') {
    const door = past.findLast((e) => /^Door(Seen|Lost)/.test(e.type))?.type;
    const doubt = since.findLastIndex((e) => e.type === 'OpenUnanswered' || e.type === 'OpenAcknowledged');
    const proven =
      doubt < 0 ||
      since.some((e) => e.type === 'DoorSeenOpen') ||
      since.slice(doubt).some((e) => e.type === 'DoorSeenClosed');
    if (door !== 'DoorSeenClosed' || !proven) return 'asked although the door was not proven closed';
    if (last?.type === 'OpenRequested' && !since.some((e) => e.type.startsWith('Open')))
      return 'two intents outstanding';
    const { intent, attempt } = event.payload;
    const before = last?.type === 'OpenRequested' ? last.payload : null;
    if (attempt > 3) return 'a fourth attempt';
    if (attempt > 1 && (before?.intent !== intent || before.attempt !== attempt - 1))
      return 'an attempt skipped';
  }
  if (event.type === 'DoorSeenOpen' && event.payload.intent === null) {
    const forced = past.some((e) => e.type === 'DoorForced');
    if (!forced) return 'opened by nobody without an alarm';
  }
  if (/^Open(Ack|Un|Fail)/.test(event.type) && since.some((e) => /^Open(Ack|Un|Fail)/.test(e.type)))
    return 'two outcomes of one attempt';
  return null;
};
const mutants: Record<string, Partial<Subject>> = {
  'asks while the door is unknown': {
    decide: (command, state) =>
      compartment.decide(command, { ...state, front: { ...state.front, seen: 'closed', forced: false } }),
  },
  'forgets the attempt before': {
    decide: (command, state) =>
      command.type === 'RequestOpen'
        ? compartment.decide(command, {
            ...state,
            attempt: state.attempt && { ...state.attempt, outcome: 'failed' },
          })
        : compartment.decide(command, state),
  },
  'raises no alarm for a forced door': {
    decide: (command, state) => {
      const decision = compartment.decide(command, state);
      return decision.ok
        ? { ok: true, events: decision.events.filter((e) => e.type !== 'DoorForced') }
        : decision;
    },
  },
};

describe('in any order of commands', () => {
  it('no attempt is made blindly, no outcome is told twice, no door opens unexplained', () => {
    fc.assert(
      fc.property(stories, (story) => {
        expect(broken(compartment, story)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
  it.each(Object.entries(mutants))('a decider that %s is caught', (_what, mutant) => {
    const subject = { ...compartment, ...mutant };
    const { failed } = fc.check(
      fc.property(stories, (story) => broken(subject, story) === null),
      { numRuns: 3000, endOnFailure: true },
    );
    expect(failed).toBe(true);
  });
});
