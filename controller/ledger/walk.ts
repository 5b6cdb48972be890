import type { WalkProgress } from '../ports/ledger-walk.ts';
import type { Envelope, Finding } from './check-row.ts';
import { ChainCheck, rowsAfter, type CheckpointRow } from './chain.ts';
import type { Connection } from './connection.ts';
import { damage, damageByTable } from './damage.ts';
import { Frontier } from './merkle.ts';
import { missingGuards } from './tables.ts';
import type { Upcaster } from './upcast.ts';

/** Size of a ledger and the root it had then, e.g. from a receipt or a printed checkpoint. Root in hex. */
export interface KnownRoot {
  readonly size: number;
  readonly root: string;
}
export interface WalkOptions {
  readonly upcast: Upcaster;
  /** Also checks the database file itself: in one long first step, or in many short ones. */
  readonly file: 'unchecked' | 'at-once' | 'in-steps';
  /** Roots that left the machine; the ledger must still have had them. */
  readonly known?: readonly KnownRoot[];
  /** Events a step. */
  readonly slice?: number;
}
export interface Report {
  /** Events there are. */
  readonly size: number;
  /** Root over all of them, hex; null when the chain does not hold. */
  readonly root: string | null;
  readonly findings: readonly Finding[];
}

/**
 * Recomputes the whole ledger from its first event, a slice a step, so that a caller may do other things between
 * two steps. Events appended meanwhile are verified too. Never throws for what it finds; at most 1,000 findings.
 */
export function* walkLedger(db: Connection, options: WalkOptions): Generator<WalkProgress, Report> {
  const findings = [...guards(db), ...(options.file === 'at-once' ? damage(db) : [])];
  const walk = new Walk(db, options, findings);
  if (options.file === 'in-steps') {
    const tables = damageByTable(db);
    for (let table = tables.next(); ; table = tables.next()) {
      if (table.done) {
        findings.push(...table.value);
        break;
      }
      yield walk.progress();
    }
  }
  for (;;) {
    while (walk.step()) yield walk.progress();
    // What is answered now was appended before: the next step meets its events, even those of this very moment.
    walk.noteAnswered();
    if (!walk.step()) return walk.end();
  }
}

const guards = (db: Connection): Finding[] =>
  missingGuards(db).map((name) => ({
    code: 'guard-missing',
    sequence: null,
    detail: `trigger ${name} is missing or changed: somebody may have edited the ledger`,
  }));

const mostFindings = 1000;

/** Events whose `size` and `root` left the machine with them. */
interface Vouching {
  readonly code: Finding['code'];
  readonly what: string;
}
const vouching: Readonly<Record<string, Vouching>> = {
  ReceiptIssued: { code: 'receipt-differs', what: 'receipt' },
  CheckpointIssued: { code: 'checkpoint-differs', what: 'checkpoint' },
};

class Walk {
  readonly #db: Connection;
  readonly #findings: Finding[];
  readonly #chain: ChainCheck;
  readonly #read: ReturnType<typeof rowsAfter>;
  readonly #slice: number;
  readonly #checkpoints: Map<number, CheckpointRow>;
  readonly #known: readonly KnownRoot[];
  #answered = 0;

  constructor(db: Connection, options: WalkOptions, findings: Finding[]) {
    this.#db = db;
    this.#findings = findings;
    this.#slice = options.slice ?? 500;
    this.#known = options.known ?? [];
    this.#read = rowsAfter(db);
    const site = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'site'").pluck().get() ?? '';
    this.#chain = new ChainCheck(db, site, options.upcast, Frontier.empty);
    this.#checkpoints = new Map(
      db
        .prepare<[], CheckpointRow>('SELECT size, root, frontier FROM checkpoints')
        .all()
        .map((row) => [row.size, row]),
    );
  }

  progress(): WalkProgress {
    const total = this.#db.prepare<[], number>('SELECT max(sequence) FROM events').pluck().get() ?? 0;
    return { verified: this.#chain.sequence, total };
  }

  /** False at the end of the ledger. */
  step(): boolean {
    const rows = this.#read(this.#chain.sequence, this.#slice);
    for (const row of rows) {
      const { findings, envelope } = this.#chain.next(row);
      this.#findings.push(...findings);
      const vouches = vouching[String(envelope?.['type'])];
      if (envelope && vouches) this.#vouched(row.sequence, envelope, vouches);
      const checkpoint = this.#checkpoints.get(row.sequence);
      if (checkpoint) this.#checkpoint(checkpoint);
    }
    return rows.length === this.#slice && this.#findings.length < mostFindings;
  }

  noteAnswered(): void {
    this.#answered = this.#db.prepare<[], number>('SELECT max(sequence) FROM answers').pluck().get() ?? 0;
  }

  end(): Report {
    const size = this.#chain.sequence;
    const frontier = this.#chain.frontier;
    this.#findings.push(...this.#chain.end());
    if (this.#findings.length < mostFindings) this.#tail(size);
    for (const { size: known, root } of this.#known)
      if (this.#rootAt(known) !== root)
        this.#found(
          'checkpoint-differs',
          known,
          known > size
            ? `the given root is over ${known} events and the ledger has ${size}: ${known - size} are gone from its end`
            : 'the ledger never had the given root at this size',
        );
    const findings = this.#findings.slice(0, mostFindings);
    return { size, root: frontier?.root().toString('hex') ?? null, findings };
  }

  #found(code: Finding['code'], sequence: number | null, detail: string): void {
    this.#findings.push({ code, sequence, detail });
  }

  /** Checkpoints and answers speak of events that must have been there. */
  #tail(size: number): void {
    const beyond = Math.max(this.#answered, ...this.#checkpoints.keys());
    if (beyond <= size) return;
    const detail = `the ledger once had ${beyond} events, ${beyond - size} are gone from its end`;
    this.#found('tail-missing', size + 1, detail);
  }

  #checkpoint({ size, root, frontier }: CheckpointRow): void {
    const walked = this.#chain.frontier;
    if (walked && !(walked.root().equals(root) && walked.toBytes().equals(frontier)))
      this.#found(
        'checkpoint-differs',
        size,
        'the events up to here do not give the checkpoint noted for them',
      );
  }

  /** A root that was vouched for and that the ledger never had was not vouched for by this ledger. */
  #vouched(sequence: number, envelope: Envelope, { code, what }: Vouching): void {
    const payload = envelope['payload'] as { readonly size?: unknown; readonly root?: unknown } | null;
    const size = Number(payload?.size);
    if (!Number.isSafeInteger(size) || size >= sequence || this.#rootAt(size) !== payload?.root)
      this.#found(code, sequence, `the ${what} vouches for a root that the ledger did not have at that size`);
  }

  #rootAt(size: number): string | undefined {
    if (size === 0) return Frontier.empty.root().toString('hex');
    const root = this.#db
      .prepare<{ size: number }, Buffer>('SELECT root FROM events WHERE sequence = :size')
      .pluck()
      .get({ size });
    return root?.toString('hex');
  }
}
