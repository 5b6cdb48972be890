import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { SheetStore } from '../ports/sheet-store.ts';
import type { By } from './by.ts';
import { done, refused, type Outcome } from './outcome.ts';
import type { PrintDeps } from './print-jobs.ts';

/** Largest PDF taken to print, bytes. */
export const MOST_SHEET_BYTES = 64 * 1024 * 1024;
/** A PDF begins with this, behind at most a kilobyte of anything (ISO 32000-1, annex H). */
const MARK = '%PDF-';

export interface SheetOrder {
  /** Device id of a printer that holds A4 sheets: `printerFor(config, 'sheet', wanted)` finds one. */
  readonly printer: string;
  /** What it is, as the office sees it in the line: at most 100 characters, never a title. */
  readonly label: string;
  readonly pdf: Uint8Array;
  /** 1 to 99. */
  readonly copies?: number;
  /** Why, when somebody said so; at most 200 characters, never a title. */
  readonly why?: string | null;
}

/**
 * Keeps a PDF durably and puts it in line for an A4 printer; it is printed at most once, also across restarts, and its
 * bytes are removed some days after (`policies.sheets.keepDays`). The caller has seen to it that nothing classified
 * comes here. Refused: `not-a-pdf`, `sheet-too-large`.
 */
export const printPdf = (
  { desk, entropy, sheets }: PrintDeps & { readonly sheets: SheetStore },
  { printer, label, pdf, copies = 1, why = null }: SheetOrder,
  by: By,
  answer?: AnswerOf,
): Outcome<readonly AnyStoredEvent[]> => {
  if (pdf.length > MOST_SHEET_BYTES)
    return refused('sheet-too-large', { bytes: pdf.length, most: MOST_SHEET_BYTES });
  if (!Buffer.from(pdf.subarray(0, 1024)).includes(MARK)) return refused('not-a-pdf');
  // The bytes first: a job whose sheet is not there could never be printed.
  const subject = sheets.put(pdf);
  const { events } = desk.append(
    [
      {
        stream: `print-job:${entropy.id()}`,
        events: [
          {
            type: 'PrintJobQueued',
            payload: {
              ...{ printer, artwork: 'sheet', subject, reprintOf: null },
              ...(why === null ? {} : { reason: why }),
              sheet: { label, copies, bytes: pdf.length },
            },
          },
        ],
      },
    ],
    by,
    answer,
  );
  return done(events);
};
