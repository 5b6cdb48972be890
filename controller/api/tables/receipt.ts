import { receiptSymbolText } from '../../domain/receipt-symbol.ts';
import type { Table } from '../../ports/table.ts';
import type { ReceiptView } from '../contract/office.ts';
import { column, localMinute, plainTable } from './shared.ts';
import { tableWords, type TableLanguage } from './words.ts';

/** A receipt as a page: what was handed over, and what proves it in full. */
export const receiptTable = (receipt: ReceiptView, language: TableLanguage, timeZone: string): Table => {
  const words = tableWords(language);
  const { id, kind, site, station, person, issuedAt, pieces, size, root, sequence, leaf } = receipt;
  return {
    ...plainTable,
    name: `receipt-${id}`,
    title: words(kind === 'drop' ? 'dropReceipt' : 'pickupReceipt'),
    ...{ unit: site, language, timeZone, turn: 'portrait', made: issuedAt },
    facts: [
      [words('receipt'), id],
      [words('time'), localMinute(issuedAt, timeZone)],
      [words('place'), station],
      [words('person'), `${person.name} (${person.number})`],
    ],
    columns: [
      column('no', words('no'), 'number', [10, 0]),
      column('number', words('number'), 'text', [32, 2]),
      column('department', words('receiver'), 'text', [28, 2]),
      column('compartment', words('box'), 'text', [12, 0]),
      column('docket', words('docket'), 'code', [20, 0]),
      column('sequence', words('ledgerLine'), 'number', [16, 0]),
      column('leaf', words('leaf'), 'code', [38, 0]),
    ],
    sections: [
      {
        ...{ heading: null, subtotal: null },
        rows: pieces.map((piece, i) => [
          ...[i + 1, piece.number, piece.departmentName, piece.compartment],
          ...[piece.docket, piece.sequence, piece.leaf],
        ]),
      },
    ],
    totals: `${words('total')} ${words('pieces', { n: pieces.length })}. ${words('proof')}`,
    sign: [words('exchangedBy'), words('receivedBy')],
    evidence: [
      [words('size'), String(size)],
      [words('root'), root],
      [words('receiptLine'), String(sequence)],
      [words('receiptLeaf'), leaf],
    ],
    symbol: receiptSymbolText({ id, size, root }),
  };
};
