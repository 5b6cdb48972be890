import type { StreamId } from '../domain/event.ts';
import type { EventDraft } from '../domain/events.ts';
import { recordTrust } from '../domain/record-trust.ts';
import { instantOf, type Cancel, type Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type {
  Distrusted,
  LedgerWalk,
  WalkEnd,
  Walking,
  WalkNote,
  WalkProgress,
  WalkReport,
} from '../ports/ledger-walk.ts';
import { untilLocalTime } from './night-time.ts';

export interface RecordWatchDeps {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Distrusted;
  readonly walk: LedgerWalk;
  readonly note: WalkNote;
  readonly timeZone: string;
  /** HH:MM on the site's clocks; seconds after a start. */
  readonly times: { readonly at: string; readonly afterStart: number };
  /** Told of every report, and of walks that could not be made or written down. */
  readonly onReport: (report: WalkReport) => void;
  readonly onTrouble: (error: unknown) => void;
  /** Told when a fault was found, or is over. */
  readonly onFault: () => void;
}
/** What an operator sees of it. */
export interface RecordWatchView {
  readonly state: 'waiting' | 'walking';
  /** Of the walk under way. */
  readonly progress: WalkProgress | null;
  /** Of the last walk that came to its end, also before the start. */
  readonly last: WalkEnd | null;
  /** Why nothing is recorded and no door opens; null when nothing is wrong. */
  readonly fault: string | null;
  /** When the next walk is due, UTC. */
  readonly next: string;
}

/** Alarm clocks follow the wall clock, which may be set right meanwhile: none is trusted for longer. */
const hour = 3_600_000;
const by = { actor: 'system', station: null, cause: 'record-watch' } as const;
const stream: StreamId = 'site:record';

/**
 * Walks the whole ledger some time after the start and every night. Whatever is found wrong stops everything that is
 * recorded or moved, also after the next start, until a walk finds the ledger whole.
 */
export class RecordWatch {
  readonly #deps: RecordWatchDeps;
  #walking: Walking | undefined;
  #progress: WalkProgress | null = null;
  #last: RecordWatchView['last'] = null;
  #fault: string | null = null;
  #dueAt = 0;
  #cancel: Cancel = () => undefined;
  #stopped = false;

  constructor(deps: RecordWatchDeps) {
    this.#deps = deps;
  }

  /** Takes up a fault that was found before. */
  start(): void {
    const { clock, desk, times, note } = this.#deps;
    this.#last = note.read();
    const { fault } = desk.state(recordTrust, 'record').state;
    if (fault) this.#distrust(fault.what);
    this.#dueAt = clock.now() + times.afterStart * 1000;
    this.#arm();
  }

  view(): RecordWatchView {
    return {
      state: this.#walking ? 'walking' : 'waiting',
      progress: this.#progress,
      last: this.#last,
      fault: this.#fault,
      next: new Date(this.#dueAt).toISOString(),
    };
  }

  /** Gives up a walk under way; resolves when nothing of it runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#walking?.cancel();
  }

  #arm(): void {
    const { clock } = this.#deps;
    this.#cancel = clock.after(Math.min(Math.max(0, this.#dueAt - clock.now()), hour), () => {
      if (clock.now() < this.#dueAt) this.#arm();
      else void this.#walk();
    });
  }

  async #walk(): Promise<void> {
    const { clock, timeZone, times, walk, onTrouble } = this.#deps;
    this.#dueAt = clock.now() + untilLocalTime(clock.now(), times.at, timeZone);
    try {
      this.#walking = walk.start((progress) => (this.#progress = progress));
      const report = await this.#walking.done;
      if (report) this.#judge(report);
    } catch (error) {
      onTrouble(error);
    } finally {
      this.#walking = undefined;
      this.#progress = null;
      if (!this.#stopped) this.#arm();
    }
  }

  #judge(report: WalkReport): void {
    const { clock, note, onReport, onTrouble } = this.#deps;
    const { size, root, findings } = report;
    this.#last = { at: instantOf(clock), size, root, findings: findings.length };
    try {
      note.write(this.#last);
    } catch (error) {
      onTrouble(error);
    }
    onReport(report);
    const [first] = findings;
    if (first) {
      const what = `event ${first.sequence ?? '?'}: ${first.code}: ${first.detail}`.slice(0, 300);
      const { code, sequence } = first;
      if (this.#fault === null)
        this.#write({
          type: 'RecordFaultFound',
          payload: { size, findings: findings.length, code, sequence, what },
        });
      this.#distrust(what);
    } else if (this.#fault !== null) {
      this.#fault = null;
      this.#deps.ledger.distrust(null);
      this.#write({ type: 'RecordFoundWhole', payload: { size, root: root ?? '' } });
      this.#deps.onFault();
    }
  }

  #distrust(what: string): void {
    this.#fault = what;
    this.#deps.ledger.distrust(
      `a walk over the ledger found it edited or damaged (${what}). Run \`docketbox verify\`, keep a copy of the ` +
        'data directory, and put back the last good backup',
    );
    this.#deps.onFault();
  }

  /** The ledger may be past writing: then the screen and the log alone tell. */
  #write(event: EventDraft): void {
    try {
      this.#deps.desk.append([{ stream, events: [event] }], by);
    } catch (error) {
      this.#deps.onTrouble(error);
    }
  }
}
