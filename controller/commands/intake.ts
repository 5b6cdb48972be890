import type { PayloadOf } from '../domain/events.ts';
import { scan } from '../domain/scan.ts';
import { splitScan, type ScanPart } from '../domain/scan-split.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { CutFile, PageReader, ReadFile, ScanFiles } from '../ports/intake.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { refuseClassified } from './classified.ts';
import { judge, writeAll } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';
import { classifiedOn, keptOf, marksOf } from './scan-marks.ts';

/** Bytes of files that wait or are read at once; more are turned away until there is room. */
const MOST_WAITING_BYTES = 192 * 1024 * 1024;
const MOST_READINGS = 50;

export interface IntakeDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly entropy: Entropy;
  readonly siteKey: Uint8Array;
  readonly reader: PageReader;
  readonly files: ScanFiles;
}
/** A file that came in. */
export interface Incoming {
  readonly bytes: Uint8Array;
  /** As its sender called it; cut off, never a path. */
  readonly name: string;
  readonly way: PayloadOf<'ScanReceived'>['way'];
  /** By which its sender follows and cancels it; the command's id without it. */
  readonly job?: string | undefined;
}
/** A file that waits or is being read. */
export interface IntakeJob {
  readonly id: string;
  readonly by: string;
  /** Read so far; 0 while it waits. */
  readonly page: number;
  /** Null until it is known. */
  readonly pages: number | null;
}
interface Waiting extends IntakeJob {
  readonly bytes: number;
  readonly stop: AbortController;
}
type Taken = Outcome<readonly AnyStoredEvent[]>;

/** SHA-256, hex: under which a file is kept and known again. Beside everything else: files are large. */
const fingerprint = async (bytes: Uint8Array): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');

/**
 * Takes scanned files in, one after the other: read, looked through for secrets, split, matched, kept. Nothing of a
 * file is on the disk before all of it was looked through; its record and its answer land in one append.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #waiting = new Map<string, Waiting>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#sweep();
  }

  /** What waits and what is read, in order. */
  jobs(): readonly IntakeJob[] {
    return [...this.#waiting.values()];
  }

  /** Gives a file up before it is recorded; false when there is no such job. */
  cancel(id: string, by: string): boolean {
    const job = this.#waiting.get(id);
    if (job?.by !== by) return false;
    job.stop.abort();
    return true;
  }

  /**
   * Takes one file in. Refused: `intake-busy`, `scan-known` (the same file is here already), `classified`,
   * `unreadable-scan` (why: see FileFault), `cancelled`.
   */
  async take(file: Incoming, by: By, answer?: AnswerOf): Promise<Taken> {
    const waitingBytes = [...this.#waiting.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const id = file.job ?? by.cause;
    if (this.#waiting.has(id) || (waitingBytes > 0 && waitingBytes + file.bytes.length > MOST_WAITING_BYTES))
      return refused('intake-busy', { files: this.#waiting.size });
    const stop = new AbortController();
    const job = { id, by: by.actor, page: 0, pages: null, bytes: file.bytes.length, stop };
    this.#waiting.set(job.id, job);
    const before = this.#turn;
    const turn = before.then(() => this.#read(file, job, by, answer));
    this.#turn = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting.delete(job.id);
    }
  }

  async #read(file: Incoming, job: Waiting, by: By, answer: AnswerOf | undefined): Promise<Taken> {
    const source = await fingerprint(file.bytes);
    const [known] = this.#deps.views.scansFrom(source);
    if (known) return refused('scan-known', { scan: known.id });
    const read = await this.#deps.reader.read(file.bytes, {
      signal: job.stop.signal,
      onPage: (page, pages) => {
        this.#waiting.set(job.id, { ...job, page, pages });
      },
    });
    if (!read.ok)
      return read.fault === 'cancelled'
        ? refused('cancelled')
        : refused('unreadable-scan', { fault: read.fault });
    try {
      const secret = classifiedOn(read.file.pages);
      if (secret !== null) {
        const person = this.#deps.views.person(by.actor) ? by.actor : null;
        refuseClassified(this.#deps, 'scan', secret, by, person);
        return refused('classified');
      }
      const parts = splitScan(read.file.pages.map((page) => marksOf(page, this.#deps.views)));
      const cut = await read.file.cut(parts);
      if (job.stop.signal.aborted) return refused('cancelled');
      return await this.#keep({ file, source, parts, cut, pages: read.file.pages }, by, answer);
    } finally {
      read.file.close();
    }
  }

  async #keep(
    found: {
      readonly file: Incoming;
      readonly source: string;
      readonly parts: readonly ScanPart[];
      readonly cut: readonly CutFile[];
      readonly pages: ReadFile['pages'];
    },
    by: By,
    answer: AnswerOf | undefined,
  ): Promise<Taken> {
    const { desk, entropy, files } = this.#deps;
    const kept = await Promise.all(
      found.cut.map(async (part) => ({ ...part, hash: await fingerprint(part.bytes) })),
    );
    const judged = found.parts.map(({ from, to, cover, finding }, i) => {
      const part = kept[i];
      if (!part) throw new TypeError(`part ${i} was not cut`);
      const received = {
        ...{ file: part.hash, bytes: part.bytes.length, form: part.form, pages: to - from + 1, cover },
        ...{ name: plainName(found.file.name), way: found.file.way, source: found.source, first: from + 1 },
        readings: found.pages
          .slice(from, to + 1)
          .flatMap((page, at) => keptOf(page, at + 1))
          .slice(0, MOST_READINGS),
      };
      return judge(desk, scan, entropy.id(), { type: 'Receive', received, finding });
    });
    try {
      for (const { hash, bytes, thumbnail } of kept) await files.put(hash, { bytes, thumbnail });
      return writeAll(desk, judged, by, answer);
    } catch (error) {
      this.#forget(kept.map(({ hash }) => hash));
      throw error;
    }
  }

  /** Deletes files that no scan keeps: what a crash left between file and record, or between record and deletion. */
  #sweep(): void {
    this.#forget(this.#deps.files.list());
  }
  #forget(hashes: readonly string[]): void {
    for (const hash of hashes) if (this.#deps.views.scansKept(hash) === 0) this.#deps.files.remove(hash);
  }
}

/** The last part of a path, without what a terminal would obey. */
const plainName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').slice(0, 200).toWellFormed();
