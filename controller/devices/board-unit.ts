import type { BoardDriver, SensorDriver } from '#drivers/lock-boards/board-driver.ts';
import type { LockBoardConfig, SensorConfig } from '../config-schema.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import type { ReadReply } from '../ports/locks.ts';
import type { DoorState } from '../ports/read-models.ts';
import { faultOf } from './board-problem.ts';
import { forget, nextFilter, settled, unsettled, type InputFilter } from './input-filter.ts';

/**
 * Pauses between reads of a board, ms. `fast` leaves the pace to the line: as often as the bus allows; `brisk` is for
 * a door that stands open with nobody waiting. `lost` keeps the time-outs of a dead board from filling the line of
 * its neighbours.
 */
export const paces = { idle: 600, brisk: 120, again: 30, fast: 1, lost: 1500 } as const;
export type Pace = 'idle' | 'brisk' | 'fast';
/** Misses in a row after which a board is lost. */
export const missesUntilLost = 3;

export type Inputs = Extract<ReadReply, { kind: 'inputs' }>;
export interface BoardEvents {
  /** A read came in; settled inputs can be taken from the unit. */
  read(inputs: Inputs): void;
  /** It answered its probe: address and channels are as configured. */
  online(): void;
  lost(why: Fault): void;
}
/** One board on a bus and what is known of it right now. Channels are 1-based, as printed on it. */
export interface BoardUnit {
  readonly config: LockBoardConfig | SensorConfig;
  /** Its locks; null when it only has inputs. */
  readonly locks: { readonly driver: BoardDriver; readonly config: LockBoardConfig } | null;
  /** Whether it answers. */
  readonly online: boolean;
  /** The line came up, or is gone. */
  lineUp(): void;
  lineDown(why: Fault): void;
  stop(): void;
  /** Reads now instead of at the next turn. */
  readSoon(): void;
  /** Input as two reads in a row agree on, polarity not applied; null while they do not. */
  input(channel: number): boolean | null;
  /** The same of the board's own item sensor; null also where it has none. */
  item(channel: number): boolean | null;
  door(channel: number): DoorState;
  /** Earlier reads of the channel prove nothing any more: something was sent to it. */
  forget(channel: number): void;
  /** Reads of the channel count only from this instant on, ms since 1970: the bolt may still be about to move. */
  ignoreUntil(channel: number, instant: number): void;
  /** Keeps the channel's door out of the record until released: an answer about it is being confirmed. */
  hold(channel: number): () => void;
  held(channel: number): boolean;
  /** The door from reads made after this call; `unknown` when they do not agree in time. */
  fresh(channel: number, withinMs: number): Promise<DoorState>;
  counters(): Readonly<Record<string, number>>;
}
export type UnitOf =
  | { readonly config: LockBoardConfig; readonly driver: BoardDriver }
  | { readonly config: SensorConfig; readonly driver: SensorDriver };

interface Waiter {
  readonly channel: number;
  readonly done: () => void;
}

/** Polls a board for as long as its line is up. `pace`: how often, unless something is to be settled. */
export const boardUnit = (of: UnitOf, clock: Clock, pace: () => Pace, events: BoardEvents): BoardUnit => {
  const { config, driver } = of;
  let filter: InputFilter = [];
  let items: InputFilter = [];
  let online = false;
  let round = 0; // which opening of the line the reads belong to; 0 while it is down
  let rounds = 0;
  let reading = false;
  let again = false;
  let misses = 0;
  let prepared = false;
  let cancel: Cancel = () => undefined;
  const waiters = new Set<Waiter>();
  const ignored = new Map<number, number>();
  const holds = new Set<number>();
  const counts = { reads: 0, misses: 0, losses: 0 };

  const drop = (channel: number): void => {
    if (filter[channel - 1]) filter = forget(filter, channel);
  };
  const known = (channel: number): boolean | null => (online ? settled(filter, channel) : null);
  const next = (): number => {
    if (misses >= missesUntilLost) return paces.lost;
    if (misses > 0) return paces.again;
    const wanted = waiters.size > 0 ? 'fast' : pace();
    const open = again || unsettled(filter) || unsettled(items);
    return open ? Math.min(paces.again, paces[wanted]) : paces[wanted];
  };
  const schedule = (): void => {
    cancel();
    cancel = clock.after(next(), () => void read());
    again = false;
  };
  /** Before the first read after a silence, what the board must be told: relays all off. */
  const prepare = async (mine: number): Promise<boolean> => {
    if (prepared || !driver.atLineUp) return true;
    const took = await driver.atLineUp();
    if (mine === round) prepared = took;
    return took;
  };
  const read = async (): Promise<void> => {
    if (reading || round === 0) return;
    const mine = round;
    reading = true;
    const reply: ReadReply = (await prepare(mine))
      ? mine === round
        ? await driver.readAll()
        : { kind: 'silent' }
      : { kind: 'silent' };
    if (mine !== round) return;
    reading = false;
    took(reply);
    if (mine === round) schedule();
  };
  const took = (reply: ReadReply): void => {
    counts.reads += 1;
    const fault = faultOf(reply, config);
    if (fault === null && reply.kind === 'inputs') {
      misses = 0;
      filter = nextFilter(filter, reply.inputs, reply.unknown);
      items = nextFilter(items, reply.items ?? [], reply.unknown);
      for (const [channel, until] of ignored) {
        if (clock.now() < until) drop(channel);
        else ignored.delete(channel);
      }
      if (!online) {
        online = true;
        events.online();
      }
      for (const waiter of [...waiters]) if (known(waiter.channel) !== null) waiter.done();
      return events.read(reply);
    }
    counts.misses += 1;
    misses += 1;
    // Reads on both sides of a gap are not "in a row".
    filter = items = [];
    if (fault !== null && misses % missesUntilLost === 0) lose(fault);
  };
  const lose = (why: Fault): void => {
    filter = items = [];
    counts.losses += online ? 1 : 0;
    online = false;
    prepared = false;
    for (const waiter of [...waiters]) waiter.done();
    events.lost(why);
  };
  const end = (): void => {
    round = 0;
    reading = false;
    prepared = false;
    misses = 0;
    cancel();
  };
  const door = (channel: number): DoorState => {
    const input = known(channel);
    if (input === null || !('feedback' in config)) return 'unknown';
    return input === (config.feedback === 'closed_when_set') ? 'closed' : 'open';
  };

  return {
    config,
    locks: 'open' in of.driver && 'feedback' in of.config ? { driver: of.driver, config: of.config } : null,
    get online() {
      return online;
    },
    lineUp() {
      end();
      round = ++rounds;
      void read();
    },
    lineDown(why) {
      end();
      lose(why);
    },
    stop() {
      end();
      for (const waiter of [...waiters]) waiter.done();
    },
    readSoon() {
      if (round === 0) return;
      if (reading) again = true;
      else {
        cancel();
        void read();
      }
    },
    input: known,
    item: (channel) => (online ? settled(items, channel) : null),
    door,
    forget: drop,
    ignoreUntil: (channel, instant) => void ignored.set(channel, instant),
    hold(channel) {
      holds.add(channel);
      return () => void holds.delete(channel);
    },
    held: (channel) => holds.has(channel),
    fresh(channel, withinMs) {
      drop(channel);
      if (round === 0) return Promise.resolve('unknown');
      return new Promise((resolve) => {
        const late = clock.after(withinMs, () => waiter.done());
        const waiter: Waiter = {
          channel,
          done: () => {
            late();
            waiters.delete(waiter);
            resolve(door(channel));
          },
        };
        waiters.add(waiter);
        this.readSoon();
      });
    },
    counters: () => ({ ...counts }),
  };
};
