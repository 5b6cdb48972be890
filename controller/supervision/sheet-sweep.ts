import type { Cancel, Clock } from '../ports/clock.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { SheetStore } from '../ports/sheet-store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface SheetSweepParts {
  readonly sheets: Pick<SheetStore, 'list' | 'remove'>;
  readonly views: Pick<ReadModels, 'sheetUse'>;
  readonly clock: Clock;
  /** `policies.sheets.keepDays`. */
  readonly keepDays: number;
  readonly onTrouble: (error: unknown) => void;
}

/** Removes PDFs some days after the last job with them was done; a crash before the job leaves one, that too. */
export class SheetSweep {
  readonly #parts: SheetSweepParts;
  #cancel: Cancel = () => undefined;

  constructor(parts: SheetSweepParts) {
    this.#parts = parts;
  }

  /** Looks now and every hour until stopped. */
  start(): void {
    try {
      this.#sweep();
    } catch (error) {
      this.#parts.onTrouble(error);
    }
    this.#cancel = this.#parts.clock.after(HOUR, () => this.start());
  }
  stop(): void {
    this.#cancel();
  }

  #sweep(): void {
    const { sheets, views, clock, keepDays } = this.#parts;
    for (const { digest, storedAt } of sheets.list()) {
      const { pending, changedAt } = views.sheetUse(digest);
      const last = Math.max(storedAt, changedAt === null ? 0 : Date.parse(changedAt));
      if (pending === 0 && clock.now() - last >= keepDays * DAY) sheets.remove(digest);
    }
  }
}
