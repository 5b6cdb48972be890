import type { StreamId } from '../domain/event.ts';
import type { AnyStoredEvent, RememberedAnswer } from '../ports/ledger.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Frontier } from './merkle.ts';
import type { Snapshots } from './snapshots.ts';

export interface Leaf {
  readonly leaf: Buffer;
  /** Over this leaf and all before it, and over those that the same append added after it. */
  readonly root: Buffer;
}

/** Where events are kept. All methods are synchronous; writing ones are called between begin and commit only. */
export interface Storage {
  readonly snapshots: Snapshots;
  readonly secrets: Secrets;
  begin(): void;
  commit(): void;
  /** Safe to call when nothing was begun. */
  rollback(): void;
  /** 0 for a stream that does not exist. */
  versionOf(stream: StreamId): number;
  /**
   * False, and nothing inserted, when the event would not be the next of its stream. The root is that over all leaves up to
   * this one, null unless it is the last of its append.
   */
  insert(event: AnyStoredEvent, canonical: string, leaf: Buffer, root: Buffer | null): boolean;
  /** Keeps what the next start goes on from; `root` belongs to the frontier. */
  advance(frontier: Frontier, root: Buffer): void;
  /** Writes what appends left for a quiet moment, in a transaction of its own. */
  rest(frontier: Frontier): void;
  remember(answer: RememberedAnswer, sequence: number): void;
  /** Canonical envelopes. */
  streamAfter(stream: StreamId, version: number): string[];
  readAfter(sequence: number, limit: number): string[];
  proof(sequence: number): Leaf | undefined;
  answer(key: string): RememberedAnswer | undefined;
  /** One durable write of no meaning; throws when the disk does not take it. */
  probe(): void;
  /** Frontier of what is stored now. Throws LedgerBroken. */
  load(): Frontier;
  /** Whether an error says that the disk failed, rather than that the caller erred. */
  isFailure(error: unknown): boolean;
  close(frontier: Frontier | undefined): void;
}
