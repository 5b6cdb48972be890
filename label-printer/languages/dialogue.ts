import type { PrinterCondition, PrinterStatus } from '#controller/ports/printer.ts';
import { causes, type PrinterCause } from './causes.ts';

/** What comes next in a dialogue: its result, or one more question. */
export type Turn<Result> =
  { readonly kind: 'result'; readonly result: Result } | { readonly kind: 'ask'; readonly bytes: Uint8Array };

/** Questions to a printer and its answers, as bytes, one question at a time. Made afresh for every dialogue. */
export interface Dialogue<Result> {
  readonly opening: Uint8Array;
  /** Bytes that came, in chunks of any size; null while the answer is not whole. */
  feed(chunk: Uint8Array): Turn<Result> | null;
  /** The last question went unanswered for as long as one waits. */
  silent(): Turn<Result>;
}

/**
 * When to end what an earlier job may have left half sent, before asking: at once, behind a job in doubt; after a
 * silence; or not again, for it did not help and what is sent now piles up in the printer.
 */
export type Flush = 'first' | 'if-silent' | 'never';

export const result = <Result>(value: Result): Turn<Result> => ({ kind: 'result', result: value });
export const ask = (bytes: Uint8Array): Turn<never> => ({ kind: 'ask', bytes });

/** A state the printer itself told; `remaining` null when its language does not say. */
export const told = (
  condition: PrinterCondition,
  cause: PrinterCause | null = null,
  remaining: number | null = null,
): PrinterStatus => ({
  ...{ condition, remaining, answered: true },
  ...{ detail: cause && causes[cause], cause },
});

/** The printer took the connection and says nothing: some do so while out of paper or open, some always. */
export const SILENT: PrinterStatus = {
  condition: 'unknown',
  remaining: null,
  answered: false,
  detail: causes.silent,
  cause: 'silent',
};
