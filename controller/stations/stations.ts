import type { StationCommand, StationSnapshot } from '../api/contract/station.ts';
import type { Scan } from '../ports/scanner.ts';
import type { Cancel } from '../ports/clock.ts';
import type { StationDeps } from './deps.ts';
import { factsOf, type Neighbours } from './facts.ts';
import { registerOf } from './register.ts';
import { StationRunner, type Cause, type CommandResult } from './runner.ts';
import { snapshotOf } from './snapshot.ts';

export type { StationDeps } from './deps.ts';
export type { Cause, CommandResult } from './runner.ts';

/** One station as the composition root and the API reach it. */
export interface Station {
  readonly id: string;
  scanned(scan: Scan): void;
  /** `uid`: canonical card number, upper-case hex. */
  card(uid: string): void;
  command(command: StationCommand, cause: Cause): Promise<CommandResult>;
  snapshot(): StationSnapshot;
  /** Called with every new snapshot; changes that come together come as one. */
  onSnapshot(listener: (snapshot: StationSnapshot) => void): () => void;
}
export interface Stations extends ReadonlyMap<string, Station> {
  /** Takes up open sessions from the ledger and begins to listen. Once, after the devices are built. */
  start(): void;
  /** Something a screen shows changed elsewhere, e.g. a device's health. */
  refresh(): void;
  close(): void;
}
/** Snapshots after changes elsewhere are gathered for so long, ms. */
const GATHER_MS = 50;

/** The stations of a site: each its own session, together one watch over the doors. */
export const createStations = (deps: StationDeps): Stations => {
  const runners = new Map<string, StationRunner>();
  const listeners = new Map<string, Set<(snapshot: StationSnapshot) => void>>();
  const stops: (() => void)[] = [];
  let gathering: Cancel | null = null;
  const telling = new Map<string, Cancel>();
  let urgent = '';
  let closed = false;

  const register = registerOf(deps.views);
  // From the beginning: what is asked before the start is kept as well.
  stops.push(deps.ledger.onAppended(register.changed));

  const each = (act: (runner: StationRunner) => void): void => runners.forEach(act);
  const visits = () => [...runners.values()].flatMap((runner) => runner.state.session?.fold.visit ?? []);
  /** Alarms of a door nobody waits for sound at the first station on its side of the cabinet. */
  const minder = new Map<string, string>();
  /** Compartments with slot beams in each station's cabinet. */
  const slotsAt = new Map<string, readonly string[]>();
  const neighbours: Neighbours = {
    elsewhere: (station, person) => {
      const there = [...runners.values()].find(
        ({ id, state }) => id !== station && state.session?.fold.started?.person === person,
      );
      return there?.id ?? null;
    },
    attended: (intent) => visits().some((visit) => visit.intent === intent),
    minds: (station, compartment) => minder.get(compartment) === station,
  };

  const tell = (id: string): void => {
    const own = listeners.get(id);
    const runner = runners.get(id);
    if (closed || !runner || !own || own.size === 0) return;
    const snapshot = runner.snapshot();
    for (const listener of own) {
      try {
        listener(snapshot);
      } catch (error) {
        deps.onError(error, `${id}: snapshot`);
      }
    }
  };
  /** After the bolt: what a page shows may wait for the next turn, an open frame may not. */
  const tellSoon = (id: string): void => {
    if (closed || telling.has(id)) return;
    const cancel = deps.clock.after(0, () => {
      telling.delete(id);
      tell(id);
    });
    telling.set(id, cancel);
  };
  const refresh = (): void => {
    if (closed) return;
    gathering ??= deps.clock.after(GATHER_MS, () => {
      gathering = null;
      each((runner) => tell(runner.id));
    });
  };
  /** Doors somebody waits for are read fast, and every slot of a cabinet somebody is signed in at. */
  const watch = (): void => {
    const slots = [...runners.values()].flatMap(({ id, state }) =>
      state.session ? (slotsAt.get(id) ?? []) : [],
    );
    const list = [...new Set([...visits().map((visit) => visit.compartment), ...slots])].sort();
    if (list.join(' ') === urgent) return;
    urgent = list.join(' ');
    deps.actuator.urgent(list);
  };

  for (const cabinet of deps.config.cabinets)
    for (const station of cabinet.stations) {
      slotsAt.set(
        station.id,
        cabinet.compartments.flatMap(({ id, slot }) => (slot ? [id] : [])),
      );
      for (const { id, lock } of cabinet.compartments)
        if (!minder.has(id) && (lock[station.door] !== undefined || station === cabinet.stations.at(-1)))
          minder.set(id, station.id);
      const parts = {
        ...{ deps, station },
        facts: factsOf(deps, register, cabinet, station, neighbours),
        snapshot: snapshotOf(deps, cabinet, station),
        onStep: () => {
          watch();
          tellSoon(station.id);
        },
      };
      runners.set(station.id, new StationRunner(parts));
      listeners.set(station.id, new Set());
    }

  const doors = new Map(
    [...runners].map(([id, runner]): [string, Station] => [
      id,
      {
        id,
        scanned: (scan) => runner.scanned(scan),
        card: (uid) => runner.card(uid),
        command: (command, cause) => runner.command(command, cause),
        snapshot: () => runner.snapshot(),
        onSnapshot: (listener) => {
          listeners.get(id)?.add(listener);
          return () => void listeners.get(id)?.delete(listener);
        },
      },
    ]),
  );
  return Object.assign(doors, {
    start: () => {
      const { actuator, counter, ledger } = deps;
      each((runner) => runner.load());
      stops.push(
        actuator.onDoor((seen) => each((runner) => runner.observe({ type: 'door', ...seen }))),
        actuator.onBin((seen) => each((runner) => runner.observe({ type: 'bin', ...seen }))),
        actuator.onOutcome(({ compartment, intent }) =>
          each((runner) => runner.observe({ type: 'outcome', compartment, intent })),
        ),
        counter.onPiece((count) => each((runner) => runner.observe({ type: 'count', ...count }))),
        counter.onDoubt((doubt) => each((runner) => runner.observe({ type: 'count-doubted', ...doubt }))),
        counter.onBlocked((blocked) =>
          each((runner) => runner.observe({ type: 'slot-blocked', ...blocked })),
        ),
        ledger.onAppended(refresh),
      );
      each((runner) => runner.resume());
    },
    refresh,
    close: () => {
      closed = true;
      gathering?.();
      for (const cancel of telling.values()) cancel();
      for (const stop of stops) stop();
      each((runner) => runner.close());
    },
  });
};
