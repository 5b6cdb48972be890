import { compartment as decider, type OpenAnswer } from '../domain/compartment.ts';
import type { Actuator, OpenOrder } from '../ports/actuator.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { DoorState } from '../ports/read-models.ts';
import type { BoardUnit } from './board-unit.ts';
import { longestPulseMs, pulsed, restOf, tailOf, type CoilHistory } from './coils.ts';
import type { Recorder } from './doors.ts';
import type { Guard } from './guard.ts';
import type { Places } from './places.ts';
import { supplyQueue, type Turn } from './supply-queue.ts';

/** Longest an order waits for its coil to rest; a longer rest means it is not sent, ms. */
export const longestRestMs = 2000;
/** Time for two reads after a reply that says "closed", ms. */
export const confirmMs = 1000;

/** From an open frame until its bolt has certainly moved, if it is going to, ms. */
export const boltMs = 1500;

export interface ActuatorParts {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly guard: Guard;
  readonly recorder: Recorder;
  readonly places: Places;
  readonly unit: (device: string) => BoardUnit | undefined;
  /** Why this board may be another one than it seems; null when it is itself. */
  readonly distrust: (device: string) => string | null;
  /** Records what the unit's doors show now. */
  readonly observe: (unit: BoardUnit) => void;
  /** How long an intent explains an opening door; an order is sent in its first half or not at all, ms. */
  readonly openWindowMs: number;
  /** Pulses of the last minute, from before this start: `device/channel` → ms since 1970. */
  readonly history: ReadonlyMap<string, CoilHistory>;
}
export interface Pulses extends Pick<Actuator, 'pulse'> {
  /** Whether an order waits or is under way. */
  busy(): boolean;
  /** Resolves when nothing sent is without its outcome. */
  idle(): Promise<void>;
  stop(): void;
  counters(): Readonly<Record<string, number>>;
}

/** Turns a durable intent into at most one open frame, and its answer into a fact. */
export const createPulses = (parts: ActuatorParts): Pulses => {
  const { clock, desk, guard, recorder, places, openWindowMs } = parts;
  const coils = new Map(parts.history);
  /** Per door, the attempt last given to the board: one frame each, whatever is asked. */
  const sent = new Map<string, string>();
  const underWay = new Set<Promise<number>>();
  const counts = { pulses: 0, ordersIgnored: 0 };
  const queues = new Map<string, ReturnType<typeof supplyQueue>>();
  let stopped = false;

  const doorOf = ({ compartment, door }: OpenOrder): string => `${compartment}/${door}`;
  const attemptOf = ({ intent, attempt }: OpenOrder): string => `${intent}/${attempt}`;
  const coilOf = ({ device, channel }: OpenOrder): string => `${device}/${channel}`;

  /** When the durable intent for exactly this order was written and nothing is known of it yet; else null. */
  const intended = (order: OpenOrder): number | null => {
    const last = desk.state(decider, order.compartment).state.attempt;
    if (!last || last.outcome !== null || sent.get(doorOf(order)) === attemptOf(order)) return null;
    const same =
      last.intent === order.intent &&
      last.attempt === order.attempt &&
      last.door === order.door &&
      last.device === order.device &&
      last.channel === order.channel;
    return same ? Date.parse(last.requestedAt) : null;
  };
  const outcome = (order: OpenOrder, reply: OpenAnswer, confirmedClosed: boolean): void => {
    const { compartment, intent, attempt } = order;
    guard.attempt(
      () =>
        void recorder.record(
          compartment,
          { type: 'RecordReply', intent, attempt, reply, confirmedClosed },
          intent,
        ),
    );
  };
  const notSent = (order: OpenOrder, why: string): void => {
    sent.set(doorOf(order), attemptOf(order));
    outcome(order, { kind: 'not-sent', why }, false);
  };
  /** Why it may not be sent, for good; null when it may. */
  const obstacle = (order: OpenOrder, since: number, unit: BoardUnit | undefined): string | null => {
    const lock = places.lock(order.compartment, order.door);
    if (!unit?.locks || !lock) return `no lock board ${order.device}, or no such door`;
    if (lock.device !== order.device || lock.channel !== order.channel)
      return `${doorOf(order)} is ${lock.device} channel ${lock.channel}, not ${order.device} channel ${order.channel}`;
    if (places.isLamp(lock))
      return `channel ${lock.channel} of ${lock.device} is a lamp in the configuration`;
    if (stopped) return 'the devices are being stopped';
    if (!unit.online) return `${order.device} does not answer`;
    if (clock.now() - since > openWindowMs / 2) return 'it waited too long for its turn';
    return parts.distrust(order.device) ?? guard.halted();
  };

  /**
   * What the sensor says once the bolt has moved, if it is going to: an answer that settles nothing is judged with it.
   * Where the answer comes before the pulse is over, or never, the door is watched until the bolt rests.
   */
  const seenAfter = async (unit: BoardUnit, channel: number, restsAt: number): Promise<DoorState> => {
    while (unit.online && clock.now() < restsAt)
      if ((await unit.fresh(channel, restsAt - clock.now())) === 'open') return 'open';
    return unit.fresh(channel, confirmMs);
  };
  const settles = (reply: OpenAnswer): boolean =>
    reply.kind === 'opened' ||
    reply.kind === 'not-sent' ||
    (reply.kind === 'unknown' && reply.why === 'link-down');
  /** Sends the frame; resolves to the instant from which the coil is certainly off. */
  const fire = async (order: OpenOrder, unit: BoardUnit): Promise<number> => {
    const { channel } = order;
    const locks = unit.locks;
    if (!locks) return clock.now();
    sent.set(doorOf(order), attemptOf(order));
    const before = coils.get(coilOf(order)) ?? [];
    coils.set(coilOf(order), pulsed(before, clock.now() + longestPulseMs, clock.now()));
    counts.pulses += 1;
    const release = unit.hold(channel);
    unit.forget(channel);
    const reply = await locks.driver.open(channel);
    // The frame may have waited for the bus: the coil rests from the last moment its pulse can have ended.
    const now = clock.now();
    const offAt = now + tailOf(locks.config, reply);
    coils.set(coilOf(order), reply.kind === 'not-sent' ? before : pulsed(before, offAt, now));
    unit.forget(channel);
    if (reply.kind === 'unknown' && reply.why === 'link-down') unit.ignoreUntil(channel, now + boltMs);
    unit.readSoon();
    const restsAt = offAt > now ? now + boltMs : now;
    const seen = settles(reply) ? null : await seenAfter(unit, channel, restsAt);
    outcome(order, reply, seen === 'closed');
    release();
    // At once, so that nobody is told "not opened" of a door that is seen open already.
    parts.observe(unit);
    return offAt;
  };
  const turn = (order: OpenOrder): Turn => {
    try {
      return judge(order);
    } catch (error) {
      // The ledger cannot be asked: nothing is sent, and that is recorded when it can be.
      notSent(order, error instanceof Error ? error.message : String(error));
      return { done: null };
    }
  };
  /** Called when the supply is free: how long the order must still wait, or what it set off. */
  const judge = (order: OpenOrder): Turn => {
    const since = intended(order);
    if (since === null) {
      counts.ordersIgnored += 1;
      return { done: null };
    }
    const unit = parts.unit(order.device);
    const why = obstacle(order, since, unit);
    if (why !== null || !unit?.locks) {
      notSent(order, why ?? 'no such board');
      return { done: null };
    }
    const waitMs = restOf(coils.get(coilOf(order)) ?? [], unit.locks.config, clock.now());
    if (waitMs > longestRestMs) {
      notSent(order, `its coil must rest for another ${waitMs} ms`);
      return { done: null };
    }
    if (waitMs > 0) return { waitMs };
    const done = fire(order, unit).finally(() => underWay.delete(done));
    underWay.add(done);
    return { done };
  };

  return {
    pulse(order) {
      const supply = parts.unit(order.device)?.locks?.config.supply ?? '';
      let queue = queues.get(supply);
      if (!queue) queues.set(supply, (queue = supplyQueue(clock, turn)));
      queue.add(order);
    },
    busy: () => [...queues.values()].some((queue) => queue.busy),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop() {
      stopped = true;
      for (const queue of queues.values()) queue.flush();
    },
    counters: () => ({ ...counts }),
  };
};
