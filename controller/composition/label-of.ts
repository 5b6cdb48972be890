import type { LabelData } from '#label-printer/artwork/label-data.ts';
import { buildOfficialRecord } from '../domain/official-record.ts';
import type { DocumentRow, ReadModels } from '../ports/read-models.ts';

type Views = Pick<ReadModels, 'bundle' | 'consignment' | 'department' | 'document'>;

/** What the label of a consignment or a bag says, from the record as it stands now; nothing where there is neither. */
export const labelOf = (views: Views, docket: string): LabelData | undefined => {
  const row = views.consignment(docket);
  if (!row) return bagLabelOf(views, docket);
  const document = views.document(row.document);
  return {
    docket: row.docket,
    recipient: views.department(row.department)?.name ?? row.department,
    number: row.number,
    title: row.title,
    issuer: row.issuers.join('、'),
    urgency: row.urgency,
    copy: `${row.copy}/${row.copies}`,
    record: document && recordOf(document),
  };
};

/** A bag says for whom it is and how many pieces are in it, and nothing of what they are. */
const bagLabelOf = (views: Views, code: string): LabelData | undefined => {
  const bag = views.bundle(code);
  if (!bag) return undefined;
  const pieces = bag.members.flatMap((docket) => views.consignment(docket) ?? []);
  const names = [
    ...new Set(pieces.map(({ department }) => views.department(department)?.name ?? department)),
  ];
  return {
    docket: code,
    recipient: names.length > 2 ? `${names[0] ?? ''} +${names.length - 1}` : names.join('、'),
    number: `文件袋 Bag × ${bag.members.length}`,
    ...{ title: '', issuer: '', copy: '' },
    urgency: pieces.some(({ urgency }) => urgency !== 'none') ? 'jiaji' : 'none',
  };
};

/**
 * The official-document record of a document that has one: a barcode number, and the date it was written. Made by the
 * lead issuer, on that date, for whoever it is addressed to, as its paper says.
 */
const recordOf = ({ barcode, writtenOn, issuers, ...document }: DocumentRow): string | undefined => {
  const [issuer] = issuers;
  if (barcode === null || writtenOn === null || issuer === undefined) return undefined;
  if (!/^[0-9A-Za-z-]{1,32}$/.test(barcode)) return undefined;
  const { kind, number, title, urgency } = document;
  const recipient = '见主送机关';
  const made = { maker: issuer, madeOn: writtenOn };
  return buildOfficialRecord({
    barcode,
    issuer,
    kind,
    number,
    recipient,
    title,
    urgency,
    writtenOn,
    ...made,
  });
};
