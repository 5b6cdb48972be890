import { LedgerBroken } from './broken.ts';
import { checkRow, type Envelope, type EventRow, type Finding } from './check-row.ts';
import type { Connection } from './connection.ts';
import { Frontier } from './merkle.ts';
import { streamCheck, type StreamCheck } from './stream-check.ts';
import type { Upcaster } from './upcast.ts';

/** Follows the events one by one and says what does not fit the ones before. */
export class ChainCheck {
  readonly #site: string;
  readonly #upcast: Upcaster;
  readonly #streams: StreamCheck;
  #frontier: Frontier;
  #sequence: number;
  /** After a gap, or once roots differ, later roots say nothing more. */
  #rootsFollow = true;
  /** The event before, when it stands without a root: its append must go on. */
  #unended: Envelope | undefined;

  constructor(db: Connection, site: string, upcast: Upcaster, from: Frontier) {
    this.#site = site;
    this.#upcast = upcast;
    this.#frontier = from;
    this.#sequence = from.size;
    this.#streams = streamCheck(db, from.size);
  }

  /** Undefined when the chain was lost on the way. */
  get frontier(): Frontier | undefined {
    return this.#rootsFollow ? this.#frontier : undefined;
  }

  get sequence(): number {
    return this.#sequence;
  }

  next(row: EventRow): { readonly findings: readonly Finding[]; readonly envelope: Envelope | undefined } {
    const { findings, envelope } = checkRow(row, this.#site, this.#upcast);
    return {
      findings: [
        ...this.#gap(row),
        ...findings,
        ...this.#streams.next(row, envelope),
        ...this.#root(row, envelope),
      ],
      envelope,
    };
  }

  /** What is wrong once there are no more events: an append that was stored whole ended with a root. */
  end(): readonly Finding[] {
    return [...(this.#unended ? [rootMissing(this.#sequence)] : []), ...this.#streams.end(this.#sequence)];
  }

  #gap(row: EventRow): Finding[] {
    const expected = this.#sequence + 1;
    this.#sequence = row.sequence;
    if (row.sequence === expected) return [];
    this.#rootsFollow = false;
    return [
      {
        code: 'sequence-gap',
        sequence: expected,
        detail: `events ${expected} to ${row.sequence - 1} are missing`,
      },
    ];
  }

  #root(row: EventRow, envelope: Envelope | undefined): Finding[] {
    const before = this.#unended;
    this.#unended = row.root.length === 0 ? (envelope ?? {}) : undefined;
    const alone = before && envelope && sameAppend.some((member) => before[member] !== envelope[member]);
    const missing = alone ? [rootMissing(row.sequence - 1)] : [];
    return [...missing, ...this.#rootOf(row)];
  }

  #rootOf(row: EventRow): Finding[] {
    if (!this.#rootsFollow) return [];
    this.#frontier = this.#frontier.add(row.leaf);
    if (row.root.length === 0 || this.#frontier.root().equals(row.root)) return [];
    this.#rootsFollow = false;
    return [
      {
        code: 'root-differs',
        sequence: row.sequence,
        detail: 'the root is not the Merkle root over the leaves up to here; later roots were not compared',
      },
    ];
  }
}

/** The same in all events of one append. */
const sameAppend = ['time', 'actor', 'station', 'cause'] as const;
const rootMissing = (sequence: number): Finding => ({
  code: 'root-differs',
  sequence,
  detail: 'the event ends its append but has no root beside it',
});

export interface CheckpointRow {
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: Buffer;
}

const columns = 'sequence, stream, version, type, event, leaf, root';

export const rowsAfter = (db: Connection): ((sequence: number, limit: number) => EventRow[]) => {
  const rows = db.prepare<{ sequence: number; limit: number }, EventRow>(
    `SELECT ${columns} FROM events WHERE sequence > :sequence ORDER BY sequence LIMIT :limit`,
  );
  return (sequence, limit) => rows.all({ sequence, limit });
};

/**
 * Frontier at the end of the ledger: taken from the last checkpoint, every event after it verified.
 * Throws LedgerBroken at the first thing that is wrong.
 */
export const loadChain = (db: Connection, site: string, upcast: Upcaster): Frontier => {
  const checkpoint = db
    .prepare<[], CheckpointRow>('SELECT size, root, frontier FROM checkpoints ORDER BY size DESC LIMIT 1')
    .get();
  const from = checkpoint ? checkpointFrontier(db, checkpoint) : Frontier.empty;
  const chain = new ChainCheck(db, site, upcast, from);
  const read = rowsAfter(db);
  for (let rows = read(from.size, 500); rows.length > 0; rows = read(chain.sequence, 500))
    for (const row of rows) {
      const finding = chain.next(row).findings[0];
      if (finding) throw new LedgerBroken(finding.sequence, finding.detail);
    }
  const [open] = chain.end();
  if (open) throw new LedgerBroken(open.sequence, open.detail);
  return chain.frontier ?? Frontier.empty;
};

const checkpointFrontier = (db: Connection, { size, root, frontier }: CheckpointRow): Frontier => {
  const event = db
    .prepare<{ size: number }, Buffer>('SELECT root FROM events WHERE sequence = :size')
    .pluck()
    .get({ size });
  if (!event) throw new LedgerBroken(size, 'a checkpoint covers this event, but it is gone');
  let found: Frontier;
  try {
    found = Frontier.fromBytes(size, frontier);
  } catch (error) {
    throw new LedgerBroken(size, `the checkpoint cannot be read: ${String(error)}`);
  }
  if (!found.root().equals(root) || !event.equals(root))
    throw new LedgerBroken(size, 'the checkpoint differs from the chain');
  return found;
};
