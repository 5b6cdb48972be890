import { compartment, type CompartmentCommand, type OpenAnswer } from '#controller/domain/compartment.ts';
import { consignment } from '#controller/domain/consignment.ts';
import type { Evolver, Fact } from '#controller/domain/decider.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { session } from '#controller/domain/session.ts';
import type { Facts, Piece, Place } from '#controller/flows/facts.ts';
import type { Input } from '#controller/flows/inputs.ts';
import { next } from '#controller/flows/next.ts';
import { initialStation, type Effect, type StationState, type Step } from '#controller/flows/state.ts';
import { standing } from '#controller/flows/alarms.ts';

export type Pulse = Extract<Effect, { type: 'pulse' }>;
export interface Entry {
  readonly stream: StreamId;
  readonly event: Fact;
  /** Written by the flow, not by the shell around the boards. */
  readonly byFlow: boolean;
}
/** What is under test, and what may be planted in it. */
export interface Subject {
  readonly next: typeof next;
  /** What the flow is told, in place of the truth. */
  readonly lens: (facts: Facts) => Facts;
}
export const honest: Subject = { next, lens: (facts) => facts };

export const BOXES = ['A1', 'A2', 'A3', 'A5', 'A6'] as const;
const USAGES = { A1: 'department', A2: 'department', A3: 'pooled', A5: 'returns', A6: 'outgoing' } as const;
export const DOCKETS = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7'] as const;
const DUE: Record<string, string> = {
  ...{ D1: 'bgs', D2: 'bgs', D3: 'fgw', D4: 'fgw', D5: 'wjw', D6: 'wjw' },
  D7: 'outside',
};
/** A bag with pieces for two boxes. */
export const BAG = { code: 'BAG', members: ['D1', 'D2', 'D3'] } as const;
const person = {
  ...{ number: '100', name: 'P', roles: ['messenger' as const, 'collector' as const, 'registrar' as const] },
  ...{ departments: ['bgs', 'fgw'], standsInFor: ['wjw'] },
};
const second = {
  ...{ number: '200', name: 'W', roles: ['messenger' as const] },
  ...{ departments: ['bgs'], standsInFor: [] },
};
const TIMINGS = {
  ...{ nothingDropped: 15, doorNotClosed: 30, message: 3, idleSignOut: 60, absoluteSignOut: 300 },
  ...{ openWindow: 30, retryCoolDown: 3, binSettle: 1 },
};

/** By what a piece is put somewhere, and by what it is taken over. */
const PROOFS: Readonly<Record<'drop' | 'pickup', readonly Fact['type'][]>> = {
  drop: ['ConsignmentDeposited', 'ConsignmentHandedIn'],
  pickup: ['ConsignmentCollected', 'ConsignmentFetched', 'ConsignmentDispatched'],
};

/** One station in a world of plain arrays: a ledger, doors, bins and slots, without any shell. */
export class FlowModel {
  readonly ledger: Entry[] = [];
  readonly steps: Step[] = [];
  readonly pulses: Pulse[] = [];
  /** Where something may have passed uncounted, and how long the ledger was then. */
  readonly doubts: { readonly compartment: string; readonly at: number }[] = [];
  /** Pulses whose outcome nobody knows. */
  outstanding: Pulse[] = [];
  now = Date.parse('2026-06-18T01:00:00.000Z');
  state: StationState = initialStation();
  readonly #subject: Subject;
  readonly #live = new Map<string, 'open' | 'closed'>();
  #deadline: number | null = null;
  #ids = 0;

  constructor(subject: Subject) {
    this.#subject = subject;
    for (const docket of DOCKETS)
      this.#add(`consignment:${docket}`, false, {
        type: 'ConsignmentRegistered',
        payload: { document: docket, department: DUE[docket] ?? '', copy: 1, copies: 1 },
      });
    for (const box of BOXES) {
      this.read(box, 'closed');
      this.observeBin(box, 'empty');
    }
  }

  /** The state of a stream, folded from the beginning. */
  fold<State>(evolver: Evolver<State>, key: string): State {
    return this.ledger
      .filter((entry) => entry.stream === `${evolver.kind}:${key}`)
      .reduce((state, entry) => evolver.evolve(state, entry.event), evolver.initialState());
  }
  piece(docket: string): Piece {
    const state = this.fold(consignment, docket);
    return { docket, document: docket, number: docket, department: DUE[docket] ?? '', state };
  }
  inside(box: string): Piece[] {
    return DOCKETS.map((docket) => this.piece(docket)).filter((piece) => piece.state.compartment === box);
  }

  take(input: Input): void {
    const facts = this.#subject.lens(this.facts());
    const step = this.#subject.next(this.state, input, facts);
    this.steps.push(step);
    for (const { stream, events } of step.writes) this.#add(stream, true, ...events);
    this.state = step.state;
    this.#deadline = step.deadline;
    for (const effect of step.effects)
      if (effect.type === 'pulse') {
        this.pulses.push(effect);
        this.outstanding.push(effect);
      }
  }
  doubtCount(box: string): void {
    this.doubts.push({ compartment: box, at: this.ledger.length });
    this.take({ type: 'count-doubted', compartment: box });
  }
  signIn(): void {
    this.take({ type: 'signed-in', session: `session-${++this.#ids}`, person, method: 'pin' });
  }
  /** Somebody else comes to the station. */
  secondSignsIn(): void {
    this.take({ type: 'signed-in', session: `session-${++this.#ids}`, person: second, method: 'pin' });
  }
  pass(ms: number): void {
    const end = this.now + ms;
    for (let ticks = 0; this.#deadline !== null && this.#deadline <= end && ticks < 100; ticks++) {
      this.now = Math.max(this.now, this.#deadline);
      this.take({ type: 'tick' });
    }
    this.now = end;
  }
  #device(box: string, command: CompartmentCommand): readonly EventDraft[] {
    const decision = compartment.decide(command, this.fold(compartment, box));
    if (!decision.ok) return [];
    this.#add(`compartment:${box}`, false, ...decision.events);
    return decision.events;
  }
  read(box: string, reading: 'open' | 'closed'): void {
    this.#live.set(box, reading);
    const at = new Date(this.now).toISOString();
    const events = this.#device(box, {
      type: 'ObserveDoor',
      door: 'front',
      reading,
      at,
      openWindowMs: 30_000,
    });
    const forced = events.some((event) => event.type === 'DoorForced');
    for (const event of events)
      if (event.type === 'DoorSeenOpen' || event.type === 'DoorSeenClosed')
        this.take({ type: 'door', compartment: box, seen: reading, intent: event.payload.intent, forced });
  }
  observeBin(box: string, seen: 'occupied' | 'empty'): void {
    if (this.#device(box, { type: 'ObserveBin', reading: seen }).length > 0)
      this.take({ type: 'bin', compartment: box, seen });
  }
  /** The board answers the oldest pulse it owes an answer. */
  answer(kind: 'opened' | 'still-closed' | 'silent'): void {
    const pulse = this.outstanding.shift();
    if (!pulse) return;
    const { compartment: box, intent, attempt } = pulse;
    const reply: OpenAnswer =
      kind === 'silent' ? { kind: 'unknown', why: 'silent', sent: 'yes', raw: null } : { kind, raw: '8a' };
    this.#device(box, {
      type: 'RecordReply',
      intent,
      attempt,
      reply,
      confirmedClosed: kind === 'still-closed',
    });
    this.take({ type: 'outcome', compartment: box, intent });
  }
  restart(): void {
    const running = this.state.session;
    const shown = standing(this.state);
    const own = running ? this.fold(session, running.id) : null;
    for (const { compartment: box } of this.outstanding) this.#device(box, { type: 'DoubtAfterRestart' });
    this.outstanding = [];
    this.#live.clear();
    this.state = {
      ...initialStation(),
      session: running && own ? { id: running.id, fold: own } : null,
      alarms: shown.filter(({ alarm }) => own?.alarms.every((one) => one.alarm !== alarm) ?? true),
    };
    this.take({ type: 'resume' });
  }

  facts(): Facts {
    const place = (id: (typeof BOXES)[number]): Place => ({
      ...{
        id,
        number: Number(id.slice(1)),
        cabinet: 'A',
        capacity: 100,
        counts: id === 'A2',
        hasBin: true,
        full: false,
      },
      usage: USAGES[id],
      department: id === 'A1' ? 'bgs' : id === 'A2' ? 'fgw' : null,
      lock: { front: { device: 'board', channel: Number(id.slice(1)) }, rear: null },
      state: this.fold(compartment, id),
      door: () => this.#live.get(id) ?? 'unknown',
      online: () => true,
    });
    const known = (id: string) => BOXES.find((box) => box === id);
    return {
      now: this.now,
      step: `step-${++this.#ids}`,
      station: {
        id: 'front',
        cabinet: 'A',
        door: 'front',
        flows: ['drop', 'pickup'],
        receiptPrinter: null,
        sheetPrinter: null,
      },
      timings: TIMINGS,
      places: () => BOXES.map(place),
      place: (id) => {
        const box = known(id);
        return box && place(box);
      },
      bundle: (code) => (code === BAG.code ? { members: BAG.members, dissolved: false } : undefined),
      piece: (docket) => (docket in DUE ? this.piece(docket) : undefined),
      inside: (box) => this.inside(box),
      contents: (box) => this.inside(box),
      waiting: (codes) =>
        DOCKETS.map((docket) => this.piece(docket)).filter(
          (piece) => piece.state.state === 'deposited' && codes.includes(piece.department),
        ),
      copies: () => null,
      person: () => person,
      elsewhere: () => null,
      attended: (intent) => this.state.session?.fold.visit?.intent === intent,
      minds: () => true,
      proof: (kind, docket, id) => this.#proof(kind, docket, id),
      list: () => null,
      listBook: () => ({ serial: 0 }),
      digest: () => '',
      head: () => ({ sequence: this.ledger.length, root: '' }),
      isOutside: (code) => code === 'outside',
      departmentName: (code) => code,
      cabinetName: (id) => id,
    };
  }
  #proof(kind: 'drop' | 'pickup', docket: string, id: string) {
    const at = this.ledger.findLastIndex(
      ({ stream, event }) =>
        stream === `consignment:${docket}` &&
        PROOFS[kind].includes(event.type) &&
        (event.payload as { session: string }).session === id,
    );
    const { compartment = '' } = (this.ledger[at]?.event.payload ?? {}) as { compartment?: string };
    return at < 0 ? undefined : { sequence: at + 1, compartment };
  }
  #add(stream: StreamId, byFlow: boolean, ...events: readonly EventDraft[]): void {
    const time = new Date(this.now).toISOString();
    for (const event of events) this.ledger.push({ stream, byFlow, event: { ...event, time } });
  }
}
