import { compartment, type CompartmentState, type RequestOpen } from '../domain/compartment.ts';
import { consignment, type ConsignmentCommand, type ConsignmentState } from '../domain/consignment.ts';
import type { Refusal } from '../domain/decider.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft } from '../domain/events.ts';
import { session, type SessionState, type Visit } from '../domain/session.ts';
import type { Facts, Piece, Place } from './facts.ts';
import { phaseOf, type Phase } from './phase.ts';
import type { Effect, Live, Message, StationState, Write } from './state.ts';

/**
 * One step in the making: writes and effects gathered, and the state as it will be once they are durable, so that
 * the second half of a step sees what the first half decided.
 */
export class Draft {
  readonly facts: Facts;
  readonly effects: Effect[] = [];
  refusal: Refusal | null = null;
  state: StationState;
  readonly #writes = new Map<StreamId, EventDraft[]>();
  readonly #pieces = new Map<string, ConsignmentState>();
  readonly #compartments = new Map<string, CompartmentState>();
  #ids = 0;

  constructor(state: StationState, facts: Facts) {
    this.state = state;
    this.facts = facts;
  }

  get writes(): Write[] {
    return [...this.#writes].map(([stream, events]) => ({ stream, events }));
  }
  /** Whether this step hands a piece over: its proof has no sequence yet. */
  get moves(): boolean {
    return [...this.#writes.keys()].some((stream) => stream.startsWith('consignment:'));
  }
  get session(): { readonly id: string; readonly fold: SessionState } | null {
    return this.state.session;
  }
  get visit(): Visit | null {
    return this.session?.fold.visit ?? null;
  }

  id(): string {
    const n = this.#ids++;
    return n === 0 ? this.facts.step : `${this.facts.step}-${n}`;
  }
  write(stream: StreamId, ...events: readonly EventDraft[]): void {
    const already = this.#writes.get(stream);
    if (already) already.push(...events);
    else this.#writes.set(stream, [...events]);
  }
  live(change: Partial<Live>): void {
    this.state = { ...this.state, live: { ...this.state.live, ...change } };
  }
  say(code: string, tone: Message['tone'], values: Message['values'] = {}): void {
    this.live({ message: { code, tone, values, until: this.facts.now + this.facts.timings.message * 1000 } });
  }
  refuse(code: string, values: Refusal['values'] = {}): void {
    this.refusal = { code, values };
  }

  begin(id: string, fold = session.initialState()): void {
    this.state = { ...this.state, session: { id, fold } };
  }
  /** Adds to the running session's stream and folds it. */
  record(...events: readonly EventDraft[]): void {
    const running = this.session;
    if (!running) throw new Error(`no session takes ${events.map((event) => event.type).join(', ')}`);
    this.write(`session:${running.id}`, ...events);
    const fold = events.reduce((state, event) => session.evolve(state, this.#fact(event)), running.fold);
    this.state = { ...this.state, session: { id: running.id, fold } };
  }

  piece(docket: string): Piece | undefined {
    const piece = this.facts.piece(docket);
    return piece && this.#asNow(piece);
  }
  #asNow(piece: Piece): Piece {
    const state = this.#pieces.get(piece.docket);
    return state ? { ...piece, state } : piece;
  }
  /** Deposited pieces for these departments, urgent first, then oldest first. */
  waiting(departments: readonly string[]): readonly Piece[] {
    return this.facts
      .waiting(departments)
      .map((piece) => this.#asNow(piece))
      .filter((piece) => piece.state.state === 'deposited');
  }
  inside(id: string): readonly Piece[] {
    return this.facts
      .inside(id)
      .map((piece) => this.#asNow(piece))
      .filter((piece) => piece.state.compartment === id);
  }
  /** The departments whose pieces lie in the compartment, one entry a piece. */
  contents(id: string): readonly string[] {
    return this.facts
      .contents(id)
      .filter(({ docket }) => {
        const moved = this.#pieces.get(docket);
        return !moved || moved.compartment === id;
      })
      .map(({ department }) => department);
  }
  /** Moves a piece one legal step on; false when the piece is no longer where this step starts. */
  move(docket: string, command: ConsignmentCommand): boolean {
    const state = this.piece(docket)?.state ?? consignment.initialState();
    const decision = consignment.decide(command, state);
    if (!decision.ok) return false;
    this.write(`consignment:${docket}`, ...decision.events);
    this.#pieces.set(
      docket,
      decision.events.reduce((s, event) => consignment.evolve(s, this.#fact(event)), state),
    );
    return true;
  }

  place(id: string): Place | undefined {
    const place = this.facts.place(id);
    const state = this.#compartments.get(id);
    return place && state ? { ...place, state } : place;
  }
  /** Writes the intent, or says why the door may not be opened. */
  request(place: Place, command: Omit<RequestOpen, 'type'>): Refusal | null {
    const decision = compartment.decide({ type: 'RequestOpen', ...command }, place.state);
    if (!decision.ok) return decision.refusal;
    this.write(`compartment:${place.id}`, ...decision.events);
    this.#compartments.set(
      place.id,
      decision.events.reduce((s, event) => compartment.evolve(s, this.#fact(event)), place.state),
    );
    return null;
  }
  phase(visit: Visit): Phase {
    const state = this.place(visit.compartment)?.state ?? compartment.initialState();
    const { openWindow, retryCoolDown } = this.facts.timings;
    return phaseOf(visit, state, this.facts.now, {
      openMs: openWindow * 1000,
      coolDownMs: retryCoolDown * 1000,
    });
  }

  get time(): string {
    return new Date(this.facts.now).toISOString();
  }
  #fact(event: EventDraft): EventDraft & { time: string } {
    return { ...event, time: this.time };
  }
}
