import { oddityText, type OfficialRecord, type Oddity } from '../domain/official-record.ts';
import { isClassified } from '../domain/secrecy.ts';
import type { Registrar } from '../ports/registrar.ts';
import { refuseClassified } from './classified.ts';
import { registerDocument, type NewDocument, type RegisterDeps } from './register-document.ts';

export interface RegistrarDeps extends RegisterDeps {
  readonly siteKey: Uint8Array;
  /** Label printer of a station, null when it has none. */
  readonly labelPrinterOf: (station: string) => string | null;
}

/** Registers at a station what an official record says; a classified record is refused here once more. */
export const makeRegistrar = (deps: RegistrarDeps): Registrar => ({
  registerFromRecord(record, recipients, { person, station, cause, oddities, answer }) {
    const by = { actor: person, station, cause };
    if (isClassified(record.secrecy)) {
      refuseClassified(deps, 'scan', record.secrecy, by, person);
      return { ok: false, refusal: { code: 'classified', values: {} } };
    }
    const document = {
      ...fieldsOf(record, oddities),
      recipients,
      labelPrinter: deps.labelPrinterOf(station),
    };
    const outcome = registerDocument(deps, document, by, answer);
    if (!outcome.ok) return outcome;
    return { ok: true, document: outcome.value.document, dockets: outcome.value.dockets };
  },
});

/** The record's fields as a document; what the record leaves out is empty, `无` or null. */
export const fieldsOf = (
  record: OfficialRecord,
  oddities: readonly Oddity[],
): Omit<NewDocument, 'recipients'> => ({
  number: record.number === '' ? '无' : record.number,
  title: record.title,
  issuers: [record.issuer],
  kind: record.kind,
  urgency: record.urgency,
  pages: null,
  writtenOn: record.writtenOn,
  barcode: record.barcode === '' ? null : record.barcode,
  oaId: null,
  way: 'scan',
  oddities: oddities.slice(0, 50).map((oddity) => oddityText(oddity).slice(0, 200)),
});
