import { setImmediate as breathe } from 'node:timers/promises';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { AnyStoredEvent, Ledger } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import { SearchBehind } from '../ports/search.ts';
import type { SearchViews } from '../ports/search-views.ts';
import { entryOf } from './entry.ts';
import type { IndexFile } from './index-file.ts';

/** Events looked at in one step: some milliseconds of work. */
const AT_ONCE = 250;
/** Rest after an append before the index follows it: doors go first. */
export const FOLLOW_AFTER_MS = 50;
/** Steps that one question waits for. */
const MOST_STEPS = 200;
/** Events without anything to find that may pass before the cursor is written down. */
const NOTE_EVERY = 5000;

export interface CatchUpDeps {
  readonly ledger: Pick<Ledger, 'head' | 'read' | 'proof' | 'onAppended'>;
  readonly clock: Clock;
  readonly views: Pick<ReadModels, 'document'> & SearchViews;
  readonly timeZone: string;
  readonly index: IndexFile;
  readonly onTrouble: (error: unknown) => void;
}

/** Keeps the index behind the ledger by as little as can be, in small steps outside of any append. */
export class CatchUp {
  readonly #deps: CatchUpDeps;
  /** Everything up to here is in the index; ahead of the written cursor by events that touch no document. */
  #seen: number;
  #planned: Cancel | null = null;
  readonly #stopListening: () => void;
  #stopped = false;
  /** Told already: a full disk would otherwise be filled further, a line for each append. */
  #troubled = false;

  constructor(deps: CatchUpDeps) {
    this.#deps = deps;
    this.#seen = deps.index.cursor.sequence;
    this.#stopListening = deps.ledger.onAppended((events) => {
      const [first, last] = [events[0], events.at(-1)];
      if (!first || !last) return;
      if (this.#seen === first.sequence - 1 && !events.some(touched)) this.#seen = last.sequence;
      else this.#plan(FOLLOW_AFTER_MS);
    });
  }

  /** Whether the index was made of this ledger, and not of more than it holds. */
  static belongs({ index, ledger }: Pick<CatchUpDeps, 'index' | 'ledger'>): boolean {
    const { sequence, leaf } = index.cursor;
    return sequence === 0 || ledger.proof(sequence)?.leaf === leaf;
  }

  start(): void {
    this.#plan(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#planned?.();
    this.#stopListening();
    // The cursor is only a saving: without it the next start looks at more events.
    this.#trying(() => this.#seen > this.#deps.index.cursor.sequence && this.#note([], this.#seen));
  }

  /** Resolves once all is in the index that was appended before the call. Rejects with SearchBehind. */
  async fresh(): Promise<void> {
    const { sequence } = this.#deps.ledger.head();
    for (let step = 0; this.#seen < sequence; step += 1) {
      if (step === MOST_STEPS) {
        this.#plan(0);
        throw new SearchBehind(Math.floor((this.#seen / sequence) * 100));
      }
      if (step > 0) await breathe();
      if (this.#stopped) return;
      this.#step();
    }
  }

  #plan(ms: number): void {
    if (this.#stopped || this.#planned) return;
    this.#planned = this.#deps.clock.after(ms, () => {
      this.#planned = null;
      this.#trying(() => {
        this.#step();
        // The next step at once, but after whatever else waits for its turn.
        if (this.#seen < this.#deps.ledger.head().sequence) this.#plan(1);
      });
    });
  }

  #trying(work: () => void): void {
    try {
      work();
      this.#troubled = false;
    } catch (error) {
      if (!this.#troubled) this.#deps.onTrouble(error);
      this.#troubled = true;
    }
  }

  #step(): void {
    const { ledger, index } = this.#deps;
    const events = ledger.read(this.#seen, AT_ONCE);
    const last = this.#seen + events.length;
    const documents = new Set(events.flatMap((event) => touched(event) ?? []));
    if (documents.size > 0 || last - index.cursor.sequence > NOTE_EVERY) this.#note([...documents], last);
    this.#seen = last;
  }

  #note(documents: readonly string[], sequence: number): void {
    const { views, timeZone, index, ledger } = this.#deps;
    const entries = documents.flatMap((document) => {
      // An address that came before its document is taken with it.
      const row = views.document(document);
      return row ? [entryOf(row, views.departmentsOf(document), timeZone)] : [];
    });
    index.put(entries, { sequence, leaf: ledger.proof(sequence)?.leaf ?? '' });
  }
}

/** The document of which an event may change what it is found by. */
const touched = (event: AnyStoredEvent): string | undefined => {
  if (event.type === 'ConsignmentRegistered') return event.payload.document;
  return event.stream.startsWith('document:') ? event.stream.slice('document:'.length) : undefined;
};
