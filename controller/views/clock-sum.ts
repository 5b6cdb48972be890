import type { ClockFigures } from '../ports/evaluation.ts';
import { Spread, type Binned } from './spread.ts';

/** Some days of one clock. */
export interface DaysOfClock {
  readonly started: number;
  readonly met: number;
  readonly inTime: number;
  /** Seconds that each met one took. */
  readonly took: Binned;
}

/** Adds up days. */
export class ClockSum {
  #started = 0;
  #met = 0;
  #inTime = 0;
  #overdue = 0;
  readonly #took = new Spread();

  add({ started, met, inTime, took }: DaysOfClock): void {
    this.#started += started;
    this.#met += met;
    this.#inTime += inTime;
    this.#took.add(took);
  }

  /** All that another has added up. */
  include(other: ClockSum): void {
    this.#started += other.#started;
    this.#met += other.#met;
    this.#inTime += other.#inTime;
    this.#overdue += other.#overdue;
    this.#took.include(other.#took);
  }

  /** Open ones that are late by now. */
  addOverdue(pieces: number): void {
    this.#overdue += pieces;
  }

  figures(): ClockFigures {
    const late = this.#met - this.#inTime + this.#overdue;
    const due = this.#inTime + late;
    return {
      ...{ started: this.#started, inTime: this.#inTime, late },
      rate: due === 0 ? null : this.#inTime / due,
      median: this.#took.quantile(0.5),
      p90: this.#took.quantile(0.9),
    };
  }
}
