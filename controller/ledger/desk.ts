import { hash } from 'node:crypto';
import type { Decider, Evolver } from '../domain/decider.ts';
import type { StreamId } from '../domain/event.ts';
import { instantOf, type Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent, AppendContext, Ledger } from '../ports/ledger.ts';
import type { Snapshots } from './snapshots.ts';

/** What a desk needs besides the port: a cheap version, and a place for snapshots. */
export interface DeskLedger extends Ledger {
  versionOf(stream: StreamId): number;
  onUndone(listener: () => void): () => void;
  readonly snapshots: Snapshots;
}

interface Entry {
  version: number;
  state: unknown;
  /** Version of the last snapshot. */
  saved: number;
}

/** A snapshot every so many versions of a stream. */
export const snapshotEvery = 64;
/** States kept in memory per evolver; the least recently loaded go first. */
const mostStates = 5_000;

/**
 * See the port. A state is folded once; whenever it is asked for, what was appended since is folded too, so that
 * it is current even inside a listener that appends.
 */
export const createDesk = (ledger: DeskLedger, clock: Clock): Desk => {
  const shelves = new Map<Evolver<unknown>, Shelf>();
  // States that were folded from events which were not kept.
  ledger.onUndone(() => shelves.clear());
  const shelfOf = (evolver: Evolver<unknown>): Shelf => {
    let shelf = shelves.get(evolver);
    if (!shelf) shelves.set(evolver, (shelf = new Shelf(evolver, ledger)));
    return shelf;
  };
  const state: Desk['state'] = (evolver, key) => {
    const entry = shelfOf(evolver as Evolver<unknown>).load(`${evolver.kind}:${key}`);
    return { version: entry.version, state: entry.state as ReturnType<typeof evolver.initialState> };
  };
  const append: Desk['append'] = (writes, by, answer) => {
    const next = new Map<StreamId, number>();
    const result = ledger.append(
      writes.map(({ stream, events }) => {
        const version = next.get(stream) ?? ledger.versionOf(stream);
        next.set(stream, version + events.length);
        return { stream, events, expected: version === 0 ? 'absent' : { exact: version } };
      }),
      { ...by, time: instantOf(clock) },
      answer,
    );
    if (result.ok) {
      for (const shelf of shelves.values()) result.events.forEach((event) => shelf.follow(event));
      return result;
    }
    const { stream, version } = result.conflict;
    throw new Error(`${stream} is at version ${version} although this process is its only writer`);
  };
  const decide = <Command, State>(
    decider: Decider<Command, State>,
    key: string,
    command: Command,
    by: Omit<AppendContext, 'time'>,
    answer?: AnswerOf,
  ): ReturnType<Desk['decide']> => {
    const decision = decider.decide(command, state(decider, key).state);
    if (!decision.ok) return decision;
    const stream: StreamId = `${decider.kind}:${key}`;
    const { events } = append([{ stream, events: decision.events }], by, answer);
    return { ok: true, events };
  };
  return { state, append, decide };
};

/** The states of one evolver. */
class Shelf {
  readonly #evolver: Evolver<unknown>;
  readonly #ledger: DeskLedger;
  readonly #name: string;
  readonly #entries = new Map<StreamId, Entry>();

  constructor(evolver: Evolver<unknown>, ledger: DeskLedger) {
    this.#evolver = evolver;
    this.#ledger = ledger;
    this.#name = nameOf(evolver);
  }

  load(stream: StreamId): Entry {
    const entry = this.#entries.get(stream) ?? this.#start(stream);
    if (entry.version !== this.#ledger.versionOf(stream)) this.#catchUp(stream, entry);
    this.#entries.delete(stream);
    this.#entries.set(stream, entry);
    if (this.#entries.size > mostStates) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    return entry;
  }

  /** Folds what was just appended without reading it back; a state that lacks something before it waits to be asked. */
  follow(event: AnyStoredEvent): void {
    const entry = this.#entries.get(event.stream);
    if (entry?.version !== event.version - 1) return;
    entry.state = this.#evolver.evolve(entry.state, event);
    entry.version = event.version;
    this.#save(event.stream, entry);
  }

  #start(stream: StreamId): Entry {
    const found = this.#ledger.snapshots.get(stream, this.#name);
    // Newer than its stream: left over from before a backup was restored.
    return found && found.version <= this.#ledger.versionOf(stream)
      ? { version: found.version, state: found.state, saved: found.version }
      : { version: 0, state: this.#evolver.initialState(), saved: 0 };
  }

  #catchUp(stream: StreamId, entry: Entry): void {
    for (const event of this.#ledger.stream(stream, entry.version)) {
      entry.state = this.#evolver.evolve(entry.state, event);
      entry.version = event.version;
    }
    this.#save(stream, entry);
  }

  #save(stream: StreamId, entry: Entry): void {
    if (entry.version - entry.saved < snapshotEvery) return;
    this.#ledger.snapshots.put(stream, this.#name, { version: entry.version, state: entry.state });
    entry.saved = entry.version;
  }
}

/**
 * Two evolvers of one kind must not read each other's snapshots, and a changed `evolve` not those of its
 * predecessor even if somebody forgot to raise the revision: both texts are part of the name.
 */
const nameOf = (evolver: Evolver<unknown>): string => {
  const { kind, revision, evolve, initialState } = evolver;
  const shape = JSON.stringify([kind, revision, evolve.toString(), initialState.toString(), initialState()]);
  return hash('sha256', shape).slice(0, 16);
};
