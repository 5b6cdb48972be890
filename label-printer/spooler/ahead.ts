import type { PrintJobRow } from '#controller/ports/read-models.ts';
import type { JobArtwork } from './printer-queue.ts';

/** How many labels are made while the printer is busy with another: bounds memory, and how old artwork may be. */
export const MOST_AHEAD = 2;

type Made = ReturnType<JobArtwork>;

/** Artwork made before its turn, so that a printer need not wait for it. */
export class Ahead {
  readonly #make: JobArtwork;
  readonly #made = new Map<string, Made>();

  constructor(make: JobArtwork) {
    this.#make = make;
  }

  /** Artwork of a job whose turn it is. */
  take(job: PrintJobRow): Made {
    const made = this.#made.get(job.id) ?? this.#make(job);
    this.#made.delete(job.id);
    return made;
  }

  /** Makes what comes next, one after the other; what does not come next any more is thrown away. */
  async prepare(next: readonly PrintJobRow[]): Promise<void> {
    for (const id of [...this.#made.keys()]) if (!next.some((job) => job.id === id)) this.#made.delete(id);
    for (const job of next.slice(0, MOST_AHEAD)) {
      if (this.#made.has(job.id)) continue;
      const made = this.#make(job);
      this.#made.set(job.id, made);
      // A rejection is told to whoever takes it.
      await made.catch(() => undefined);
    }
  }

  /** The line stands still: what it prints is made anew from the record as it is then. */
  clear(): void {
    this.#made.clear();
  }
}
