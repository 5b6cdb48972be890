import { createHash } from 'node:crypto';
import { LedgerUnavailable, type AnyStoredEvent, type Ledger } from '../ports/ledger.ts';
import { instantOf, type Cancel, type Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { Notice, Notifier } from '../ports/notifier.ts';
import type { ConsignmentRow, ReadModels } from '../ports/read-models.ts';
import type { Secrets } from '../ports/secrets.ts';

/** How long further pieces of one drop are waited for before the department is told, ms. */
export const GATHER_MS = 5_000;
/** Rest after each failed attempt, ms: about a day in all, then given up. */
export const BACKOFF_MS: readonly number[] = [
  5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 28_800_000,
];
/** Rest when an outcome could not be recorded, ms. */
const UNRECORDED_MS = 120_000;
/** Events read at once at the start; the cursor moves up at least that often. */
const PAGE = 1_000;
/** Most pieces in one notice, as the event allows. */
const MOST_DOCKETS = 500;

export interface ChannelDeps {
  readonly ledger: Pick<Ledger, 'read' | 'head' | 'onAppended'>;
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'consignment' | 'department'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly site: string;
  /** Told of every attempt that failed: channel, department, attempt, why. No titles. */
  readonly onFailure?: (failure: Readonly<Record<string, string | number>>) => void;
}

/** One department on one channel: what it is still to be told. */
interface Waiting {
  /** Docket → sequence of its deposit. */
  readonly pieces: Map<string, number>;
  attempts: number;
  sending: boolean;
  cancel: Cancel | null;
}

/** One channel’s outbox; see `Notices`. */
export class NoticeChannel {
  readonly #deps: ChannelDeps;
  readonly #notifier: Notifier;
  readonly #waiting = new Map<string, Waiting>();
  readonly #underWay = new Set<Promise<void>>();
  #seen = 0;
  #cursor = -1;
  #stopped = false;

  constructor(deps: ChannelDeps, notifier: Notifier) {
    this.#deps = deps;
    this.#notifier = notifier;
  }

  get #cursorName(): string {
    return `notices:${this.#notifier.id}`;
  }

  resume(): void {
    const { ledger, secrets } = this.#deps;
    const stored = secrets.get(this.#cursorName);
    this.#seen = stored === undefined ? ledger.head().sequence : Number(stored);
    if (stored !== undefined) this.#cursor = this.#seen;
    for (
      let events = ledger.read(this.#seen, PAGE);
      events.length > 0;
      events = ledger.read(this.#seen, PAGE)
    )
      this.follow(events);
    this.#moveUp();
  }

  follow(events: readonly AnyStoredEvent[]): void {
    for (const event of events) {
      if (event.sequence <= this.#seen) continue;
      this.#seen = event.sequence;
      if (event.type === 'ConsignmentDeposited') this.#deposited(keyOf(event.stream), event.sequence);
      if (event.type === 'DepartmentNotified' && event.payload.channel === this.#notifier.id)
        this.#settled(keyOf(event.stream), event.payload.dockets);
    }
    if (this.#waiting.size === 0 && this.#seen - this.#cursor >= PAGE) this.#moveUp();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiting of this.#waiting.values()) waiting.cancel?.();
    this.#notifier.close();
    await Promise.all(this.#underWay);
  }

  #deposited(docket: string, sequence: number): void {
    const department = this.#deps.views.consignment(docket)?.department;
    if (department === undefined) return;
    const waiting = this.#waiting.get(department) ?? {
      ...{ pieces: new Map<string, number>(), attempts: 0, sending: false, cancel: null },
    };
    this.#waiting.set(department, waiting);
    waiting.pieces.set(docket, sequence);
    waiting.attempts = 0;
    this.#schedule(department, waiting, GATHER_MS);
  }

  #settled(department: string, dockets: readonly string[]): void {
    const waiting = this.#waiting.get(department);
    if (!waiting) return;
    for (const docket of dockets) waiting.pieces.delete(docket);
    waiting.attempts = 0;
  }

  #schedule(department: string, waiting: Waiting, ms: number): void {
    waiting.cancel?.();
    waiting.cancel = null;
    if (this.#stopped || waiting.sending) return;
    waiting.cancel = this.#deps.clock.after(ms, () => {
      waiting.cancel = null;
      const attempt = this.#attempt(department, waiting).finally(() => this.#underWay.delete(attempt));
      this.#underWay.add(attempt);
    });
  }

  async #attempt(department: string, waiting: Waiting): Promise<void> {
    try {
      const notice = this.#noticeFor(department, waiting);
      if (!notice) return this.#rest(department, waiting);
      waiting.sending = true;
      waiting.attempts += 1;
      const failure = await this.#notifier.notify(notice, waiting.attempts);
      waiting.sending = false;
      if (this.#stopped && failure !== null) return;
      this.#outcome(department, waiting, notice, failure);
    } catch (error) {
      // The outcome could not be recorded: the same notice goes out again, under the same id.
      waiting.sending = false;
      const why = error instanceof LedgerUnavailable ? error.code : `fault: ${String(error)}`;
      this.#deps.onFailure?.({ channel: this.#notifier.id, department, attempt: waiting.attempts, why });
      this.#schedule(department, waiting, UNRECORDED_MS);
    }
  }

  #outcome(department: string, waiting: Waiting, notice: Notice, failure: string | null): void {
    const channel = this.#notifier.id;
    const rest = BACKOFF_MS[waiting.attempts - 1];
    if (failure !== null)
      this.#deps.onFailure?.({ channel, department, attempt: waiting.attempts, why: failure });
    if (failure !== null && rest !== undefined) return this.#schedule(department, waiting, rest);
    const payload = {
      ...{ channel, dockets: [...notice.dockets] },
      outcome: failure === null ? ('delivered' as const) : ('given-up' as const),
      detail: failure === null ? null : failure.slice(0, 200),
    };
    this.#deps.desk.append(
      [{ stream: `department:${department}`, events: [{ type: 'DepartmentNotified', payload }] }],
      { actor: 'system', station: null, cause: this.#deps.entropy.id() },
    );
    this.#rest(department, waiting);
  }

  /** Either goes on with what came meanwhile, or forgets the department; the cursor moves up. */
  #rest(department: string, waiting: Waiting): void {
    if (waiting.pieces.size > 0) this.#schedule(department, waiting, GATHER_MS);
    else this.#waiting.delete(department);
    this.#moveUp();
  }

  /** Everything up to the cursor is settled. */
  #moveUp(): void {
    const open = [...this.#waiting.values()].flatMap(({ pieces }) => [...pieces.values()]);
    const cursor = Math.min(this.#seen, ...open.map((sequence) => sequence - 1));
    if (cursor === this.#cursor) return;
    this.#cursor = cursor;
    this.#deps.secrets.set(this.#cursorName, String(cursor));
  }

  /** What is true now; undefined when everything was collected meanwhile. */
  #noticeFor(department: string, { pieces }: Waiting): Notice | undefined {
    const inside: ConsignmentRow[] = [];
    for (const docket of pieces.keys()) {
      const row = this.#deps.views.consignment(docket);
      if (row?.state === 'deposited') inside.push(row);
      else pieces.delete(docket);
    }
    const waiting = inside.slice(0, MOST_DOCKETS);
    if (waiting.length === 0) return undefined;
    const dockets = waiting.map((row) => row.docket);
    const told = dockets.map((docket) => `${docket}@${pieces.get(docket) ?? 0}`).sort();
    const mark = [this.#deps.site, this.#notifier.id, department, ...told].join('\n');
    return {
      id: `msg_${createHash('sha256').update(mark).digest('base64url').slice(0, 27)}`,
      ...{ department, dockets },
      departmentName: this.#deps.views.department(department)?.name ?? department,
      urgent: waiting.filter(({ urgency }) => urgency !== 'none' && urgency !== 'pingji').length,
      compartments: [...new Set(waiting.flatMap(({ compartment }) => compartment ?? []))],
      time: instantOf(this.#deps.clock),
    };
  }
}

const keyOf = (stream: string): string => stream.slice(stream.indexOf(':') + 1);
