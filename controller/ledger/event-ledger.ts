import type { StreamId } from '../domain/event.ts';
import {
  LedgerUnavailable,
  type AnswerOf,
  type AnyStoredEvent,
  type AppendContext,
  type AppendResult,
  type LeafProof,
  type Ledger,
  type RememberedAnswer,
  type Settled,
  type StreamWrite,
} from '../ports/ledger.ts';
import type { Distrusted } from '../ports/ledger-walk.ts';
import type { Secrets } from '../ports/secrets.ts';
import { checkContext } from './envelope.ts';
import { Listeners } from './listeners.ts';
import type { Frontier } from './merkle.ts';
import type { Projector } from './projector.ts';
import type { Snapshots } from './snapshots.ts';
import type { Leaf, Storage } from './storage.ts';
import { checkWrite, transact } from './transaction.ts';
import type { Upcaster } from './upcast.ts';

export interface EventLedgerOptions {
  readonly site: string;
  readonly storage: Storage;
  readonly projector: Projector;
  readonly upcast: Upcaster;
  readonly onListenerError: (error: unknown) => void;
}

/** Appends under one commit. */
interface Among {
  /** Told when all are durable. */
  readonly events: (readonly AnyStoredEvent[])[];
  /** One of them could not be made: nothing of the transaction may stay. */
  spoiled: boolean;
}

/** The rules of appending and reading, the same over every storage. */
export class EventLedger implements Ledger, Distrusted {
  readonly #site: string;
  readonly #storage: Storage;
  readonly #projector: Projector;
  readonly #upcast: Upcaster;
  readonly #listeners: Listeners;
  #frontier: Frontier;
  #root: Buffer;
  /** Why nothing may be written now; a probe that succeeds clears it. */
  #down: string | undefined;
  /** A stored event could not be read: no probe clears that. */
  #broken = false;
  /** Why it is not to be trusted; nothing but `distrust` changes that. */
  #distrusted: string | null = null;
  #closed = false;
  #appending = false;
  #among: Among | undefined;
  readonly #undone = new Set<() => void>();

  constructor(options: EventLedgerOptions) {
    this.#site = options.site;
    this.#storage = options.storage;
    this.#projector = options.projector;
    this.#upcast = options.upcast;
    this.#listeners = new Listeners(options.onListenerError);
    this.#frontier = options.storage.load();
    this.#root = this.#frontier.root();
    if (!this.#projector.isCurrent()) this.rebuildViews();
  }

  get secrets(): Secrets {
    return this.#storage.secrets;
  }

  get snapshots(): Snapshots {
    return this.#storage.snapshots;
  }

  append(writes: readonly StreamWrite[], context: AppendContext, answer?: AnswerOf): AppendResult {
    if (this.#appending) throw new Error('append was called while an append was being made');
    checkContext(context);
    const checked = writes.map(checkWrite);
    if (!this.probe()) throw this.#unavailable();
    this.#appending = true;
    let result: ReturnType<typeof transact>;
    try {
      result = transact(this.#ground(), checked, context, answer);
    } catch (error) {
      if (!this.#among) throw this.#failed(error);
      this.#among.spoiled = true;
      throw error;
    } finally {
      this.#appending = false;
    }
    if (!result.ok) {
      if (this.#among) this.#among.spoiled = true;
      return result;
    }
    const { events, frontier, proof } = result;
    this.#frontier = frontier;
    if (proof) this.#root = proof.root;
    if (this.#among) this.#among.events.push(events);
    else this.#listeners.deliver(events);
    const lastProof = (): LeafProof => (proof ? proofOf(frontier.size, proof) : this.#lastProof());
    // Written out in hex only for who asks: most do not.
    return {
      ok: true,
      events,
      get last() {
        return lastProof();
      },
    };
  }

  together<T>(works: readonly (() => T)[]): readonly Settled<T>[] {
    if (this.#appending || this.#among)
      throw new Error('works were to be run inside an append or among others');
    if (!this.probe()) throw this.#unavailable();
    const [frontier, root] = [this.#frontier, this.#root];
    const among: Among = { events: [], spoiled: false };
    const settled: Settled<T>[] = [];
    try {
      this.#storage.begin();
      this.#among = among;
      for (const work of works) if (!among.spoiled) settled.push(settle(work));
      this.#among = undefined;
      among.spoiled ||= this.#down !== undefined;
      if (among.spoiled) this.#storage.rollback();
      else this.#storage.commit();
    } catch (error) {
      among.spoiled = true;
      throw this.#failed(error);
    } finally {
      this.#among = undefined;
      if (among.spoiled) {
        this.#frontier = frontier;
        this.#root = root;
        for (const forget of this.#undone) forget();
      }
    }
    if (among.spoiled) return works.map(settle);
    for (const events of among.events) this.#listeners.deliver(events);
    return settled;
  }

  /** Called when events that `append` returned inside works run together were not kept after all. */
  onUndone(listener: () => void): () => void {
    this.#undone.add(listener);
    return () => void this.#undone.delete(listener);
  }

  #ground() {
    return {
      site: this.#site,
      storage: this.#storage,
      projector: this.#projector,
      frontier: this.#frontier,
      among: this.#among !== undefined,
    };
  }

  #lastProof(): LeafProof {
    const { size } = this.#frontier;
    return this.proof(size) ?? { sequence: size, leaf: '', root: this.#root.toString('hex') };
  }

  /** Rolls back; what is thrown on is the caller's own error, or LedgerUnavailable when the disk failed. */
  #failed(error: unknown): unknown {
    try {
      this.#storage.rollback();
    } catch (second) {
      this.#down = reason(second);
    }
    if (!this.#storage.isFailure(error)) return error;
    this.#down = reason(error);
    return this.#unavailable(error);
  }

  /**
   * Whether the ledger takes writes. After a failure one is tried: when the disk takes it, what is stored is
   * looked at afresh (the failed append may have landed after all) and appending goes on.
   */
  probe(): boolean {
    if (this.#closed || this.#broken || this.#distrusted !== null) return false;
    if (this.#down === undefined) return true;
    // What was begun has to be taken back first.
    if (this.#among) return false;
    try {
      this.#storage.probe();
      const stored = this.#storage.load();
      const landed = this.#parse(this.#storage.readAfter(this.#frontier.size, stored.size));
      if (stored.size < this.#frontier.size) throw new Error('acknowledged events are gone from the disk');
      this.#frontier = stored;
      this.#root = stored.root();
      this.#down = undefined;
      this.#listeners.deliver(landed);
      return true;
    } catch (error) {
      this.#down = reason(error);
      return false;
    }
  }

  /** To be called when nothing happens: writes what appends leave for later. Fails as an append does. */
  rest(): void {
    if (this.#appending || this.#among || !this.probe()) return;
    try {
      this.#storage.rest(this.#frontier);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  stream(id: StreamId, after = 0): AnyStoredEvent[] {
    return this.#reading(() => this.#parse(this.#storage.streamAfter(id, after)));
  }

  read(after: number, limit: number): AnyStoredEvent[] {
    return this.#reading(() => this.#parse(this.#storage.readAfter(after, limit)));
  }

  /** Last version of a stream, 0 when it does not exist. */
  versionOf(stream: StreamId): number {
    return this.#reading(() => this.#storage.versionOf(stream));
  }

  proof(sequence: number): LeafProof | undefined {
    return this.#reading(() => {
      const found = this.#storage.proof(sequence);
      return found && proofOf(sequence, found);
    });
  }

  head(): { readonly sequence: number; readonly root: string } {
    return this.#reading(() => ({ sequence: this.#frontier.size, root: this.#root.toString('hex') }));
  }

  answer(key: string): RememberedAnswer | undefined {
    return this.#reading(() => this.#storage.answer(key));
  }

  onAppended(listener: (events: readonly AnyStoredEvent[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  health(): ReturnType<Ledger['health']> {
    if (this.#closed) return { ok: false, why: 'the ledger is closed' };
    if (this.#distrusted !== null) return { ok: false, why: this.#distrusted, untrusted: true };
    return this.#down === undefined ? { ok: true } : { ok: false, why: this.#down };
  }

  distrust(why: string | null): void {
    this.#distrusted = why;
  }

  /** Builds every view again from the events. */
  rebuildViews(): void {
    this.#reading(() => this.#projector.rebuild(this.#all()));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#storage.close(this.#down === undefined ? this.#frontier : undefined);
  }

  *#all(): Generator<AnyStoredEvent> {
    for (let after = 0; after < this.#frontier.size;) {
      const events = this.#parse(this.#storage.readAfter(after, 1000));
      if (events.length === 0) return;
      after += events.length;
      yield* events;
    }
  }

  #reading<T>(read: () => T): T {
    if (this.#closed) throw this.#unavailable();
    try {
      return read();
    } catch (error) {
      if (error instanceof LedgerUnavailable) throw error;
      this.#down = reason(error);
      throw this.#unavailable(error);
    }
  }

  #parse(rows: readonly string[]): AnyStoredEvent[] {
    return rows.map((row) => {
      try {
        const event = JSON.parse(row) as AnyStoredEvent;
        const payload = this.#upcast(event.type, event.schema, event.payload);
        return (payload === event.payload ? event : { ...event, payload }) as AnyStoredEvent;
      } catch (error) {
        this.#broken = true;
        throw error;
      }
    });
  }

  #unavailable(cause?: unknown): LedgerUnavailable {
    const health = this.health();
    const why = health.ok ? 'it is being looked at' : health.why;
    return new LedgerUnavailable(`The ledger cannot be used: ${why}. No door opens until it can.`, { cause });
  }
}

const settle = <T>(work: () => T): Settled<T> => {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error };
  }
};
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const proofOf = (sequence: number, { leaf, root }: Leaf): LeafProof => ({
  sequence,
  leaf: leaf.toString('hex'),
  root: root.toString('hex'),
});
