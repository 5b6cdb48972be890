import type { SimClock } from '../clock.ts';
import type { Firmware } from '../line.ts';
import { SimProblem } from '../problem.ts';
import { HARMLESS, WAITING, type Condition } from './conditions.ts';
import { Notes } from './notes.ts';
import type { Raster } from '../wire/printing/raster.ts';

/** One label, or one slip, moves through in this time, ms. */
export const LABEL_MS = 400;
const FULL_ROLL = 500;
/** Batches its memory holds. */
const MEMORY = 200;
/** A paper sensor near the core sees the end coming from here, pieces. */
const NEAR_END = 20;

export interface PrinterState {
  readonly paperOut: boolean;
  /** What is switched on of this machine's conditions. */
  readonly conditions: readonly Condition[];
  /** Pieces left on the roll. */
  readonly roll: number;
  /** Pieces of the batch being printed that are still to come. */
  readonly labelsRemaining: number;
  /** Batches waiting behind it. */
  readonly formatsWaiting: number;
  /** What it made nothing of, and no printout has shown yet. */
  readonly notes: readonly string[];
}
export interface PrintedDots {
  readonly raster: Raster;
  /** Fields given up, commands nobody knows: what a technician would find on a test print. */
  readonly warnings: readonly string[];
}
/** What any printer is made with. */
export interface PrinterParts {
  readonly clock: SimClock;
  readonly send: (reply: Uint8Array) => void;
  readonly printed: (piece: PrintedDots) => void;
}

interface Batch {
  readonly piece: PrintedDots;
  left: number;
}

/**
 * The machine around a print language: roll, lid, keys, and a queue that puts one piece on paper at a time. A piece
 * under the head when something goes wrong is spoilt and printed again, as printers do.
 */
export abstract class PrinterBody implements Firmware {
  protected readonly clock: SimClock;
  /** What is noted here comes out with the next piece. */
  protected readonly notes = new Notes();
  readonly #parts: PrinterParts;
  readonly #known: ReadonlySet<Condition>;
  readonly #conditions = new Set<Condition>();
  #waiting: (Batch | (() => void))[] = [];
  #current: Batch | null = null;
  #cancelPiece: (() => void) | null = null;
  #roll = FULL_ROLL;

  protected constructor(parts: PrinterParts, known: readonly Condition[]) {
    this.clock = parts.clock;
    this.#parts = parts;
    this.#known = new Set([...known, 'silent-when-needy', 'one-way']);
  }

  abstract receive(bytes: Uint8Array): void;
  /** Forgets everything heard and set: the power was gone. */
  protected abstract forget(): void;

  protected print(piece: PrintedDots, copies = 1): void {
    if (this.#waiting.length >= MEMORY) {
      this.notes.add('its memory is full: a piece was thrown away');
      return;
    }
    const warnings = [...this.notes.take(), ...piece.warnings];
    this.#waiting.push({ piece: { ...piece, warnings }, left: copies });
    this.#work();
  }

  /** Runs once everything before it is on paper. */
  protected inTurn(task: () => void): void {
    this.#waiting.push(task);
    this.#work();
  }

  /** Throws away what is printing and waiting. */
  protected cancelAll(): void {
    this.#interrupt();
    this.#waiting = [];
    this.#current = null;
  }

  /** A status reply, unless this machine keeps silent now. */
  protected answer(reply: Uint8Array): void {
    if (this.has('one-way') || (this.has('silent-when-needy') && this.needy)) return;
    this.#parts.send(reply);
  }

  has(condition: Condition): boolean {
    return this.#conditions.has(condition);
  }

  get paperOut(): boolean {
    return this.#roll === 0;
  }

  get paperLow(): boolean {
    return this.has('paper-near-end') || this.#roll <= NEAR_END;
  }

  /** Somebody has to come before it prints on. */
  get needy(): boolean {
    return this.paperOut || [...this.#conditions].some((each) => !WAITING.has(each) && !HARMLESS.has(each));
  }

  get #stopped(): boolean {
    return this.needy || [...WAITING].some((each) => this.has(each));
  }

  get moving(): boolean {
    return this.#cancelPiece !== null;
  }

  #work(): void {
    while (!this.#cancelPiece && !this.#stopped) {
      const next = this.#current ?? this.#waiting.shift();
      if (!next) return;
      if (typeof next === 'function') next();
      else {
        this.#current = next;
        this.#cancelPiece = this.clock.after(LABEL_MS, () => this.#pieceDone(next));
      }
    }
  }

  #pieceDone(batch: Batch): void {
    this.#cancelPiece = null;
    batch.left -= 1;
    this.#roll -= 1;
    if (batch.left === 0) this.#current = null;
    this.#parts.printed(batch.piece);
    this.#work();
  }

  #interrupt(): void {
    this.#cancelPiece?.();
    this.#cancelPiece = null;
  }

  /** Switches a condition on or off. Throws `SimProblem` bad-request when this machine knows no such thing. */
  set(condition: Condition, on: boolean): void {
    if (!this.#known.has(condition))
      throw new SimProblem(
        'bad-request',
        `this printer has no ${condition}`,
        `use one of ${[...this.#known].join(', ')}`,
      );
    if (on) this.#conditions.add(condition);
    else this.#conditions.delete(condition);
    if (this.needy) this.#interrupt();
    this.#work();
  }

  get #lid(): Condition {
    return this.#known.has('head-open') ? 'head-open' : 'cover-open';
  }

  openHead(): void {
    this.set(this.#lid, true);
  }

  closeHead(): void {
    this.set(this.#lid, false);
  }

  pause(): void {
    this.set('paused', true);
  }

  resume(): void {
    this.set('paused', false);
  }

  /** The roll ends after `pieces` more; 0 ends it now. */
  endRoll(pieces = 0): void {
    this.#roll = pieces;
    if (pieces === 0) this.#interrupt();
  }

  loadPaper(pieces = FULL_ROLL): void {
    this.#roll = pieces;
    this.#work();
  }

  /** Power gone and back: everything not yet on paper is lost. */
  powerCycle(): void {
    this.cancelAll();
    this.notes.take();
    for (const each of WAITING) this.#conditions.delete(each);
    this.forget();
  }

  state(): PrinterState {
    return {
      paperOut: this.paperOut,
      conditions: [...this.#conditions],
      roll: this.#roll,
      labelsRemaining: this.#current?.left ?? 0,
      formatsWaiting: this.#waiting.filter((each) => typeof each !== 'function').length,
      notes: this.notes.list(),
    };
  }
}

/** What the rest of the simulator sees of it. */
export type SimPrinter = Pick<
  PrinterBody,
  | 'receive'
  | 'set'
  | 'openHead'
  | 'closeHead'
  | 'endRoll'
  | 'loadPaper'
  | 'pause'
  | 'resume'
  | 'powerCycle'
  | 'state'
>;
