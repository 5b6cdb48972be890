import type { DispatchCatalogueRow, ReadModels } from '../../ports/read-models.ts';
import type { Table } from '../../ports/table.ts';
import type { CatalogueDetailView } from '../contract/registers.ts';
import { column, localMinute, plainTable } from './shared.ts';
import { tableWords, urgencyWord, type TableLanguage } from './words.ts';

/** A dispatch catalogue with its documents as they stand now; one that is gone is left out. */
export const catalogueDetail = (
  { sequence: _, ...row }: DispatchCatalogueRow,
  views: ReadModels,
): CatalogueDetailView => ({
  ...row,
  entries: row.documents.flatMap((id) => {
    const document = views.document(id);
    if (!document) return [];
    const { number, title, issuers, kind, urgency, writtenOn, pages } = document;
    const copies = views.consignmentsOf(id).filter(({ state }) => state !== 'withdrawn').length;
    return [
      { document: id, number, title, issuer: issuers.join('、'), kind, urgency, writtenOn, pages, copies },
    ];
  }),
});

export const catalogueTable = (
  { id, title, entries }: CatalogueDetailView,
  about: Pick<Table, 'unit' | 'timeZone' | 'made'> & { readonly language: TableLanguage },
): Table => {
  const { language, timeZone, made } = about;
  const words = tableWords(language);
  const copies = entries.reduce((sum, entry) => sum + entry.copies, 0);
  return {
    ...plainTable,
    ...about,
    name: `dispatch-catalogue-${id}`,
    title,
    facts: [
      [words('kind'), words('catalogue')],
      [words('printedAt'), localMinute(made, timeZone)],
    ],
    columns: [
      column('no', words('no'), 'number', [11, 0]),
      column('number', words('number'), 'text', [36, 1]),
      column('title', words('title'), 'text', [60, 4]),
      column('issuer', words('issuer'), 'text', [40, 1]),
      column('kind', words('kind'), 'text', [18, 0]),
      column('urgency', words('urgency'), 'text', [18, 0]),
      column('writtenOn', words('writtenOn'), 'date', [24, 0]),
      column('pages', words('pages'), 'number', [14, 0]),
      column('copies', words('copies'), 'number', [14, 0]),
    ],
    sections: [
      {
        ...{ heading: null, subtotal: null },
        rows: entries.map((entry, i) => [
          ...[i + 1, entry.number, entry.title, entry.issuer, entry.kind],
          ...[urgencyWord(entry.urgency, language), entry.writtenOn, entry.pages, entry.copies],
        ]),
      },
    ],
    totals: `${words('total')} ${words('documents', { n: entries.length })}, ${words('pieces', { n: copies })}`,
    sign: [words('registrar')],
  };
};
