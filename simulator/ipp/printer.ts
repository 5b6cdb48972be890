import { join } from 'node:path';
import type { SimClock } from '../clock.ts';
import { Notes } from '../devices/notes.ts';
import type { Condition } from '../devices/conditions.ts';
import type { PrinterState, SimPrinter } from '../devices/printer.ts';
import type { Outlet } from '../outlets/outlet.ts';
import { SimProblem } from '../problem.ts';
import { freePort } from './free-port.ts';
import { IppServer, type Reason, type Sheets } from './server.ts';

const FULL_TRAY = 250;
const REASONS: Partial<Record<Condition, Reason>> = {
  'cover-open': 'cover-open',
  paused: 'paused',
  'paper-jam': 'media-jam',
  broken: 'other',
};

/** An office printer: a real IPP server, its tray, its doors and its cable. What it printed stays a file in its folder. */
export class IppPrinter implements SimPrinter, Outlet {
  readonly #name: string;
  readonly #folder: string;
  readonly #clock: SimClock;
  readonly #conditions = new Set<Condition>();
  readonly #notes = new Notes();
  #sheets = FULL_TRAY;
  #port = 0;
  #starts = 0;
  #server: IppServer | null = null;
  /** Conditions the server knows of. */
  #told = '';
  #telling: Promise<void> = Promise.resolve();

  /** `folder`: keeps the documents, in one folder for each time it was switched on. */
  constructor(name: string, folder: string, clock: SimClock) {
    this.#name = name;
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Switches it on at this port; 0 takes a free one. Gives the port, rejects with what is missing. */
  async open(port: number): Promise<number> {
    this.#port = port === 0 ? await freePort() : port;
    await this.plug();
    return this.#port;
  }

  get plugged(): boolean {
    return this.#server !== null;
  }

  async plug(): Promise<void> {
    if (this.#server) return;
    this.#starts += 1;
    const spool = join(this.#folder, this.#name, String(this.#starts));
    this.#told = '';
    this.#server = await IppServer.start({ port: this.#port, name: this.#name, spool }, this.#clock);
    this.#tell();
  }

  async unplug(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.stop();
  }

  close(): Promise<void> {
    return this.unplug();
  }

  set(condition: Condition, on: boolean): void {
    if (!REASONS[condition] && condition !== 'paper-near-end')
      throw new SimProblem(
        'bad-request',
        `this printer has no ${condition}`,
        `use one of ${Object.keys(REASONS).join(', ')}, paper-near-end`,
      );
    if (on) this.#conditions.add(condition);
    else this.#conditions.delete(condition);
    this.#tell();
  }

  openHead(): void {
    this.set('cover-open', true);
  }

  closeHead(): void {
    this.set('cover-open', false);
  }

  pause(): void {
    this.set('paused', true);
  }

  resume(): void {
    this.set('paused', false);
  }

  endRoll(pieces = 0): void {
    this.#sheets = pieces;
    this.#tell();
  }

  loadPaper(pieces = FULL_TRAY): void {
    this.#sheets = pieces;
    this.#tell();
  }

  powerCycle(): void {
    this.#conditions.delete('paused');
    void this.unplug()
      .then(() => this.plug())
      .catch((cause: unknown) => this.#notes.add(String(cause)));
  }

  #tell(): void {
    const reasons = [...this.#conditions].flatMap((each) => REASONS[each] ?? []);
    const sheets = this.#conditions.has('paper-near-end') ? Math.min(this.#sheets, 5) : this.#sheets;
    this.#telling = this.#telling
      .then(async () => {
        if (reasons.join() !== this.#told) await this.#server?.setReasons(reasons);
        this.#told = reasons.join();
        await this.#server?.setPaper(levelOf(sheets));
      })
      .catch((cause: unknown) => this.#notes.add(String(cause)));
  }

  /** It is spoken to over its own port. */
  receive(): void {
    return undefined;
  }

  send(): void {
    return undefined;
  }

  state(): PrinterState {
    return {
      paperOut: this.#sheets === 0,
      conditions: [...this.#conditions],
      roll: this.#sheets,
      labelsRemaining: 0,
      formatsWaiting: 0,
      notes: this.#notes.list(),
    };
  }
}

/** The levels its tray knows. */
const levelOf = (sheets: number): Sheets => {
  if (sheets === 0) return 0;
  if (sheets <= 5) return 5;
  return sheets <= 25 ? 25 : 250;
};
