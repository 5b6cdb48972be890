import type { Firmware } from '../line.ts';

/** What a technician sees and does at a printer, whatever language it speaks. */
export interface SimPrinter extends Firmware {
  openHead(): void;
  closeHead(): void;
  /** The roll ends after `labels` more; 0, the default, ends it now. */
  endRoll(labels?: number): void;
  loadPaper(labels?: number): void;
  pause(): void;
  resume(): void;
  /** Firmware that answers no status request while it needs somebody. */
  setSilentWhenNeedy(on: boolean): void;
  /** Power gone and back: everything not yet on paper is lost. */
  powerCycle(): void;
  state(): PrinterState;
}
export interface PrinterState {
  readonly paperOut: boolean;
  readonly headOpen: boolean;
  readonly paused: boolean;
  readonly silentWhenNeedy: boolean;
  /** Labels left on the roll. */
  readonly roll: number;
  /** Labels of the batch being printed that are still to come. */
  readonly labelsRemaining: number;
  /** Formats waiting behind it. */
  readonly formatsWaiting: number;
}
