import { compartment, type OpenAnswer } from '#controller/domain/compartment.ts';
import type {
  Actuator,
  BinSeen,
  DoorSeen,
  DoorSide,
  OpenOrder,
  OpenOutcome,
} from '#controller/ports/actuator.ts';
import { instantOf, type Clock } from '#controller/ports/clock.ts';
import type { Desk } from '#controller/ports/desk.ts';
import type { DoorState } from '#controller/ports/read-models.ts';

const by = { actor: 'system', station: null, cause: 'device' };

/** Doors and bins moved by a test's hand; what they do is in the ledger before anybody is told. */
export class FakeActuator implements Actuator {
  readonly orders: OpenOrder[] = [];
  readonly offline = new Set<string>();
  watched: readonly string[] = [];
  readonly #desk: Desk;
  readonly #clock: Clock;
  readonly #doors = new Map<string, DoorState>();
  readonly #onDoor = new Set<(seen: DoorSeen) => void>();
  readonly #onBin = new Set<(seen: BinSeen) => void>();
  readonly #onOutcome = new Set<(outcome: OpenOutcome) => void>();
  /** Called inside `pulse`, before it returns. */
  onPulse: ((order: OpenOrder) => void) | null = null;

  constructor(desk: Desk, clock: Clock) {
    this.#desk = desk;
    this.#clock = clock;
  }

  pulse(order: OpenOrder): void {
    this.orders.push(order);
    this.onPulse?.(order);
  }
  urgent(compartments: readonly string[]): void {
    this.watched = compartments;
  }
  door(id: string, door: DoorSide): DoorState {
    return this.#doors.get(`${id}/${door}`) ?? 'unknown';
  }
  online(device: string): boolean {
    return !this.offline.has(device);
  }
  readonly full = new Set<string>();
  /** Compartments whose bin sensor cannot be relied on. */
  readonly blind = new Set<string>();
  sensesBin(id: string): boolean {
    return !this.blind.has(id);
  }
  isFull(id: string): boolean {
    return this.full.has(id);
  }
  onDoor(listener: (seen: DoorSeen) => void): () => void {
    this.#onDoor.add(listener);
    return () => void this.#onDoor.delete(listener);
  }
  onBin(listener: (seen: BinSeen) => void): () => void {
    this.#onBin.add(listener);
    return () => void this.#onBin.delete(listener);
  }
  onOutcome(listener: (outcome: OpenOutcome) => void): () => void {
    this.#onOutcome.add(listener);
    return () => void this.#onOutcome.delete(listener);
  }
  get listeners(): number {
    return this.#onDoor.size + this.#onBin.size + this.#onOutcome.size;
  }

  /** The door's sensor reads `reading` twice in a row. */
  read(id: string, reading: 'open' | 'closed', door: DoorSide = 'front'): void {
    this.#doors.set(`${id}/${door}`, reading);
    const command = { type: 'ObserveDoor', door, reading, at: instantOf(this.#clock), openWindowMs: 30_000 };
    const decided = this.#desk.decide(compartment, id, command as never, by);
    if (!decided.ok) return;
    for (const event of decided.events) {
      if (event.type !== 'DoorSeenOpen' && event.type !== 'DoorSeenClosed') continue;
      const forced = decided.events.some((other) => other.type === 'DoorForced');
      const { intent } = event.payload;
      this.#onDoor.forEach((tell) => tell({ compartment: id, door, seen: reading, intent, forced }));
    }
  }
  bin(id: string, seen: 'occupied' | 'empty'): void {
    const decided = this.#desk.decide(compartment, id, { type: 'ObserveBin', reading: seen }, by);
    if (decided.ok && decided.events.length > 0)
      this.#onBin.forEach((tell) => tell({ compartment: id, seen }));
  }
  /** What the board answered to the last order. */
  answer(reply: OpenAnswer, confirmedClosed = false): void {
    const order = this.orders.at(-1);
    if (!order) throw new Error('nothing was ordered');
    const { compartment: id, door, intent, attempt } = order;
    const command = { type: 'RecordReply', intent, attempt, reply, confirmedClosed } as const;
    const decided = this.#desk.decide(compartment, id, command, by);
    for (const event of decided.ok ? decided.events : []) {
      const outcome =
        event.type === 'OpenAcknowledged'
          ? 'acknowledged'
          : event.type === 'OpenFailed'
            ? 'failed'
            : 'unanswered';
      const why = event.type === 'OpenFailed' || event.type === 'OpenUnanswered' ? event.payload.why : null;
      this.#onOutcome.forEach((tell) => tell({ compartment: id, door, intent, attempt, outcome, why }));
    }
  }
  /** The bolt moves and the door springs open. */
  opens(): void {
    const order = this.orders.at(-1);
    this.answer({ kind: 'opened', raw: '8a010100' });
    if (order) this.read(order.compartment, 'open', order.door);
  }
  /** The bolt does not move, and a read confirms it. */
  jams(): void {
    this.answer({ kind: 'still-closed', raw: '8a010111' }, true);
  }
  silent(): void {
    this.answer({ kind: 'unknown', why: 'silent', sent: 'yes', raw: null });
  }
}
