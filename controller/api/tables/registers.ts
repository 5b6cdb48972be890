import { issuingLevel, issuingLevels } from '../../domain/issuing-level.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { ConsignmentRow, ReadModels, RegisterRow } from '../../ports/read-models.ts';
import type { Cell, TableColumn, TableSection } from '../../ports/table.ts';
import { circulationViewOf } from '../custody-views.ts';
import type { CirculationEntry, DispatchEntry, ReceivingEntry } from '../contract/registers.ts';
import { column } from './shared.ts';
import { urgencyWord, type TableLanguage, type TableWords } from './words.ts';

export const registerNames = ['receiving', 'dispatch', 'circulation'] as const;
export type RegisterName = (typeof registerNames)[number];

/** What registers are made from. */
export interface Books {
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'stream'>;
}
export type Entry = ReceivingEntry | DispatchEntry | CirculationEntry;
/** One register: what its rows say, and how they stand on paper. */
export interface Register {
  /** Only documents that circulate. */
  readonly circulated: boolean;
  /** A document's rows. */
  readonly entries: (row: RegisterRow, books: Books, words: TableWords) => readonly Entry[];
  readonly columns: (words: TableWords) => readonly TableColumn[];
  readonly sections: (
    entries: readonly Entry[],
    words: TableWords,
    language: TableLanguage,
  ) => TableSection[];
  /** Title of the headings' column in a file. */
  readonly group?: 'level';
}

/** Cells by the names of the columns, numbered from 1 in the first. */
const cellsOf = (
  entry: object,
  columns: readonly TableColumn[],
  no: number,
  language: TableLanguage,
): Cell[] =>
  columns.map(({ name }) => {
    if (name === 'no') return no;
    const value = (entry as Readonly<Record<string, Cell>>)[name] ?? null;
    return name === 'urgency' ? urgencyWord((entry as DispatchEntry).urgency, language) : value;
  });

const whole =
  (columns: Register['columns']): Register['sections'] =>
  (entries, words, language) => [
    {
      ...{ heading: null, subtotal: null },
      rows: entries.map((entry, i) => cellsOf(entry, columns(words), i + 1, language)),
    },
  ];

const receivingColumns: Register['columns'] = (words) => [
  column('no', words('no'), 'number', [11, 0]),
  column('receivedAt', words('receivedAt'), 'instant', [18, 0]),
  column('number', words('number'), 'text', [28, 1]),
  column('title', words('title'), 'text', [40, 3]),
  column('instruction', words('instruction'), 'text', [28, 2]),
  column('lead', words('lead'), 'text', [22, 1]),
  column('steps', words('steps'), 'text', [28, 2]),
  column('deadline', words('deadline'), 'date', [21, 0]),
  column('result', words('result'), 'text', [22, 1]),
];
const dispatchColumns: Register['columns'] = (words) => [
  column('no', words('no'), 'number', [11, 0]),
  column('registeredAt', words('registeredAt'), 'instant', [32, 0]),
  column('number', words('number'), 'text', [30, 1]),
  column('title', words('title'), 'text', [44, 3]),
  column('issuer', words('issuer'), 'text', [30, 1]),
  column('urgency', words('urgency'), 'text', [18, 0]),
  column('copies', words('copies'), 'number', [12, 0]),
  column('recipients', words('recipients'), 'text', [34, 2]),
  column('dropped', words('dropped'), 'number', [16, 0]),
  column('sentOut', words('sentOut'), 'number', [16, 0]),
  column('taken', words('taken'), 'number', [18, 0]),
];
const circulationColumns: Register['columns'] = (words) => [
  column('no', words('no'), 'number', [11, 0]),
  column('number', words('number'), 'text', [30, 1]),
  column('title', words('title'), 'text', [44, 3]),
  column('reader', words('reader'), 'text', [32, 1]),
  column('sentAt', words('sentAt'), 'instant', [32, 0]),
  column('takenAt', words('takenAt'), 'instant', [32, 0]),
  column('backAt', words('backAt'), 'instant', [32, 0]),
  column('holder', words('holder'), 'text', [24, 1]),
  column('signature', words('signature'), 'signature', [22, 0]),
];

const departmentName = (views: ReadModels, code: string): string => views.department(code)?.name ?? code;
/** Taken by whom it was for, whatever came of it afterwards. */
const TAKEN: ReadonlySet<ConsignmentRow['state']> = new Set([
  'collected',
  'handled',
  'recalled',
  'destroyed',
]);
/** Of a missing piece the state it was last known in. */
const stateOf = ({ state, was }: ConsignmentRow): ConsignmentRow['state'] | null =>
  state === 'missing' ? was : state;
/** A drop before them was reversed, or did not reach the receiver’s box. */
const NOT_DROPPED: ReadonlySet<ConsignmentRow['state'] | null> = new Set([
  'corrected',
  'outgoing',
  'carried',
  'dispatched',
] as const);
const isDropped = (piece: ConsignmentRow): boolean =>
  piece.depositedAt !== null && !NOT_DROPPED.has(stateOf(piece));
const isLive = ({ state }: ConsignmentRow): boolean => state !== 'withdrawn';
/** Recipients named on paper before the rest is only counted. */
const MOST_NAMED = 8;

export const recipientsOf = (
  pieces: readonly ConsignmentRow[],
  views: ReadModels,
  words: TableWords,
): string => {
  const names = [...new Set(pieces.map((piece) => departmentName(views, piece.department)))];
  const named = names.slice(0, MOST_NAMED).join('、');
  return names.length > MOST_NAMED ? `${named} ${words('more', { n: names.length })}` : named;
};

const receiving: Register = {
  circulated: false,
  entries: ({ document, handling }) => [
    {
      ...{ document: document.id, receivedAt: document.registeredAt },
      ...{ number: document.number, title: document.title },
      ...{ instruction: handling?.instruction ?? null, lead: handling?.lead ?? null },
      ...{ steps: handling?.steps ?? null, deadline: handling?.deadline ?? null },
      result: handling?.result ?? null,
    } satisfies ReceivingEntry,
  ],
  columns: receivingColumns,
  sections: whole(receivingColumns),
};

const dispatch: Register = {
  circulated: false,
  group: 'level',
  entries: ({ document }, { views }, words) => {
    const pieces = views.consignmentsOf(document.id).filter(isLive);
    const entry: DispatchEntry = {
      ...{ document: document.id, level: issuingLevel(document.issuers[0] ?? '') },
      ...{ registeredAt: document.registeredAt, number: document.number, title: document.title },
      ...{ issuer: document.issuers.join('、'), urgency: document.urgency, copies: pieces.length },
      recipients: recipientsOf(pieces, views, words),
      dropped: pieces.filter(isDropped).length,
      sentOut: pieces.filter(({ state }) => state === 'dispatched').length,
      taken: pieces.filter(({ state }) => TAKEN.has(state)).length,
    };
    return [entry];
  },
  columns: dispatchColumns,
  sections: (entries, words, language) => {
    const columns = dispatchColumns(words);
    const byLevel = Map.groupBy(entries as readonly DispatchEntry[], ({ level }) => level);
    return issuingLevels.flatMap((level) => {
      const list = byLevel.get(level) ?? [];
      if (list.length === 0) return [];
      const copies = list.reduce((sum, entry) => sum + entry.copies, 0);
      const subtotal = `${words(level)}: ${words('documents', { n: list.length })}, ${words('pieces', { n: copies })}`;
      return [
        {
          ...{ heading: words(level), subtotal },
          rows: list.map((entry, i) => cellsOf(entry, columns, i + 1, language)),
        },
      ];
    });
  },
};

const circulation: Register = {
  circulated: true,
  entries: ({ document }, books, words) =>
    books.views
      .consignmentsOf(document.id)
      .filter(isLive)
      .flatMap((piece): CirculationEntry[] => {
        const { docket, number, title } = piece;
        const { at, stops } = circulationViewOf(books, piece);
        return stops.map(({ departmentName: name, reader, sentAt, takenAt, backAt }, place) => ({
          ...{ document: document.id, docket, number, title, sentAt, takenAt, backAt },
          reader: reader === null ? name : `${name} ${reader}`,
          // Of the readers of one paper, only the present one's row says where it is.
          holder: place === at ? holderOf(piece, words) : '',
        }));
      }),
  columns: circulationColumns,
  sections: whole(circulationColumns),
};

const holderOf = ({ state, compartment }: ConsignmentRow, words: TableWords): string => {
  if (state === 'collected' || state === 'refused') return words('withReader');
  if (state === 'carried') return words('withMessenger');
  if (state === 'dispatched') return words('outOfHouse');
  return compartment === null ? words('office') : words('inBox', { box: compartment });
};

export const registers: Readonly<Record<RegisterName, Register>> = { receiving, dispatch, circulation };
