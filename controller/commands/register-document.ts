import { DOCKET_ENTROPY_BYTES, makeDocketCode } from '../domain/docket-code.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { batchWrites } from './label-jobs.ts';
import { done, refused, type Outcome } from './outcome.ts';

/** Most consignments of one document. */
export const MOST_COPIES = 2_000;
/** What official records write where a document has no number. */
const NO_NUMBER = '无';

/** A document already known not to be classified: `refuseClassified` comes before this on every way in. */
export interface NewDocument extends PayloadOf<'DocumentRegistered'> {
  readonly recipients: readonly { readonly department: string; readonly copies: number }[];
  /** Queues a label for every consignment on this printer in the same append. */
  readonly labelPrinter?: string | null;
}
export interface RegisteredDocument {
  readonly document: string;
  readonly dockets: readonly string[];
  readonly events: readonly AnyStoredEvent[];
}
export interface RegisterDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly entropy: Entropy;
}

/**
 * Registers a document and one consignment per copy and recipient, each under its own docket code, in one append.
 * Refused: `unknown-department`, `too-many-copies`, `document-known` (same barcode, or same number and lead issuer).
 */
export const registerDocument = (
  deps: RegisterDeps,
  { recipients, labelPrinter = null, ...document }: NewDocument,
  by: By,
  answer?: AnswerOf,
): Outcome<RegisteredDocument> => {
  const problem = problemWith(deps.views, document, recipients);
  if (problem) return problem;
  const id = deps.entropy.id();
  const departments = recipients.flatMap(({ department, copies }) =>
    Array.from({ length: copies }, () => department),
  );
  const dockets = newDockets(deps, departments.length);
  const { events } = deps.desk.append(
    [
      { stream: `document:${id}`, events: [{ type: 'DocumentRegistered', payload: document }] },
      ...departments.map((department, index) => ({
        stream: `consignment:${dockets[index] ?? ''}` as const,
        events: [
          {
            type: 'ConsignmentRegistered' as const,
            payload: { document: id, department, copy: index + 1, copies: departments.length },
          },
        ],
      })),
      ...(labelPrinter === null
        ? []
        : batchWrites(
            {
              ...{ document: id, printer: labelPrinter },
              labels: dockets.map((docket) => ({ docket, reprintOf: null })),
            },
            deps.entropy,
          )),
    ],
    by,
    answer,
  );
  return done({ document: id, dockets, events });
};

const problemWith = (
  views: ReadModels,
  document: PayloadOf<'DocumentRegistered'>,
  recipients: NewDocument['recipients'],
): ReturnType<typeof refused> | undefined => {
  for (const { department } of recipients)
    if (!views.department(department)) return refused('unknown-department', { department });
  const copies = recipients.reduce((sum, recipient) => sum + recipient.copies, 0);
  if (copies < 1 || copies > MOST_COPIES) return refused('too-many-copies', { limit: MOST_COPIES });
  const known = knownAs(views, document);
  return known === undefined ? undefined : refused('document-known', { document: known });
};

/** The id under which a document, another than `itself`, is registered already; several may lack a number. */
export const knownAs = (
  views: ReadModels,
  { barcode, number, issuers }: Pick<PayloadOf<'DocumentRegistered'>, 'barcode' | 'number' | 'issuers'>,
  itself?: string,
): string | undefined => {
  const others = (row: { readonly id: string }): boolean => row.id !== itself;
  const byBarcode = barcode ? views.documentsLike({ barcode, number: null }).find(others) : undefined;
  if (byBarcode) return byBarcode.id;
  if (number === NO_NUMBER) return undefined;
  return views
    .documentsLike({ barcode: null, number })
    .find((row) => others(row) && row.number === number && row.issuers[0] === issuers[0])?.id;
};

const newDockets = ({ views, entropy }: RegisterDeps, count: number): string[] => {
  const made = new Set<string>();
  while (made.size < count) {
    const code = makeDocketCode(entropy.bytes(DOCKET_ENTROPY_BYTES));
    if (!views.consignment(code)) made.add(code);
  }
  return [...made];
};
