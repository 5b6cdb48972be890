import type { JobFate, Printer, PrinterStatus, SendOutcome } from '#controller/ports/printer.ts';
import type { Clock } from '#controller/ports/clock.ts';

/** A printer for the spooler's tests: it counts what comes out on paper, and fails the ways printers fail. */
export class PaperPrinter implements Printer {
  /** Text of what was printed, in order. */
  readonly paper: string[] = [];
  /** Outcome of the next sends, first first; without one they are taken. */
  readonly outcomes: (SendOutcome & { readonly prints?: boolean })[] = [];
  /** Answer to the next looks, first first; without one the state follows from the fields below. */
  readonly answers: PrinterStatus[] = [];
  needs: 'nothing' | 'paper' | 'power' = 'nothing';
  silent = false;
  sends = 0;
  looks = 0;
  #holding: string[] = [];
  readonly #clock: Clock | null;

  /** With a clock a label takes 400 ms; without, none. */
  constructor(clock: Clock | null = null) {
    this.#clock = clock;
  }

  status(): Promise<PrinterStatus> {
    this.looks += 1;
    return Promise.resolve(this.answers.shift() ?? this.#state());
  }

  send(bytes: Uint8Array): Promise<SendOutcome> {
    this.sends += 1;
    const outcome = this.outcomes.shift() ?? { kind: 'taken', prints: true };
    if (outcome.prints ?? outcome.kind === 'taken') this.#holding.push(Buffer.from(bytes).toString());
    if (this.#clock) this.#clock.after(400, () => this.#work());
    else this.#work();
    return Promise.resolve(outcome);
  }

  load(): void {
    this.needs = 'nothing';
    this.#work();
  }

  /** Switched off and on: what it held is gone. */
  powerCycle(): void {
    this.#holding = [];
    this.needs = 'nothing';
  }

  #work(): void {
    if (this.needs === 'nothing') this.paper.push(...this.#holding.splice(0));
  }

  /** What books would say of the job that is printed as `text`; a printer that keeps none is not asked. */
  fateOf(text: string): JobFate {
    if (this.paper.includes(text)) return 'printed';
    return this.#holding.includes(text) ? 'waiting' : 'unknown';
  }

  #state(): PrinterStatus {
    const none = { remaining: null, answered: false, detail: null };
    if (this.needs === 'power') return { ...none, condition: 'offline', detail: 'no answer' };
    if (this.silent) return { ...none, condition: 'unknown', detail: 'silent' };
    const remaining = this.#holding.length;
    if (this.needs === 'paper')
      return { condition: 'no-media', remaining, answered: true, detail: 'out of paper' };
    return { condition: remaining > 0 ? 'printing' : 'connected', remaining, answered: true, detail: null };
  }
}
