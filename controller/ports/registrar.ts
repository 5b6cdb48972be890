import type { Refusal } from '../domain/decider.ts';
import type { OfficialRecord, Oddity } from '../domain/official-record.ts';
import type { AnswerOf } from './ledger.ts';

/** Registers at a station what an official record says. */
export interface Registrar {
  /**
   * One append: document, one consignment per copy and recipient, their label jobs for the station's label printer
   * (none when it has no printer). `record` was parsed and is not classified. Synchronous; throws LedgerUnavailable.
   */
  registerFromRecord(
    record: OfficialRecord,
    recipients: readonly { readonly department: string; readonly copies: number }[],
    by: {
      readonly person: string;
      readonly station: string;
      readonly cause: string;
      readonly oddities: readonly Oddity[];
      readonly answer?: AnswerOf | undefined;
    },
  ):
    | { readonly ok: true; readonly document: string; readonly dockets: readonly string[] }
    | { readonly ok: false; readonly refusal: Refusal };
}
