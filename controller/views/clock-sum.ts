import type { ClockFigures } from '../ports/evaluation.ts';
import { quantilesOf } from './percentile.ts';

/** One department's day of one clock, as it is stored: [day, department, clock, started, met, inTime, took]. */
export type StoredDay = readonly [number, string, string, number, number, number, Buffer];

/** Adds up days. */
export class ClockSum {
  #started = 0;
  #met = 0;
  #inTime = 0;
  #overdue = 0;
  readonly #took: Buffer[] = [];

  add([, , , started, met, inTime, took]: StoredDay): void {
    this.#started += started;
    this.#met += met;
    this.#inTime += inTime;
    if (took.length > 0) this.#took.push(took);
  }

  /** Open ones that are late by now. */
  addOverdue(pieces: number): void {
    this.#overdue += pieces;
  }

  figures(): ClockFigures {
    const late = this.#met - this.#inTime + this.#overdue;
    const due = this.#inTime + late;
    const bytes = Buffer.concat(this.#took);
    // A copy of its own begins where four bytes are one number; every machine this runs on is little endian.
    const took = new Uint32Array(new Uint8Array(bytes).buffer);
    const [median = null, p90 = null] = quantilesOf(took, [0.5, 0.9]);
    return {
      ...{ started: this.#started, inTime: this.#inTime, late },
      rate: due === 0 ? null : this.#inTime / due,
      median,
      p90,
    };
  }
}
