import type { Cell, Table } from '../../ports/table.ts';
import type { StockTakeDetail, StockTakeDifference } from '../contract/stock-takes.ts';
import { column, localMinute, plainTable } from './shared.ts';
import { tableWords, type TableLanguage } from './words.ts';

type About = Pick<Table, 'unit' | 'timeZone' | 'made'> & { readonly language: TableLanguage };

/** The report of a stock-take: every box in its order, and behind each its differences and what became of them. */
export const stockTakeTable = (take: StockTakeDetail, about: About): Table => {
  const words = tableWords(about.language);
  const { entries, differences, closed } = take;
  const minute = (instant: string): string => localMinute(instant, about.timeZone);
  const kinds = { missing: words('isMissing'), surplus: words('surplus'), unreadable: words('unreadable') };
  const whole = (entry: StockTakeDetail['entries'][number]): Cell[] => {
    const { compartment, at, skipped, found } = entry;
    const what = at === null ? 'notReached' : skipped === null ? 'countedBox' : 'skippedBox';
    const pieces = what === 'countedBox' ? words('pieces', { n: found.length }) : null;
    return [compartment, at, words(what), pieces, null, null, skipped];
  };
  const different = ({
    compartment,
    kind,
    piece,
    docket,
    done,
    reason,
    papers,
  }: StockTakeDifference): Cell[] => [
    ...[
      compartment,
      null,
      kinds[kind],
      piece?.number ?? (docket === null ? words('pieces', { n: papers }) : null),
    ],
    ...[docket, piece?.departmentName ?? null],
    [words(done ? 'settled' : 'notSettled'), reason].filter((part) => part !== null).join(' · '),
  ];
  const rows = entries.flatMap((entry) => [
    whole(entry),
    ...differences.filter(({ compartment }) => compartment === entry.compartment).map(different),
  ]);
  const open = differences.filter(({ done }) => !done).length;
  return {
    ...{ ...plainTable, ...about, name: `stock-take-${take.id}`, title: words('stockTakeReport') },
    facts: [
      [words('startedAt'), minute(take.startedAt)],
      [words('printedAt'), minute(about.made)],
      ...(closed === null ? [] : [[words('closedAt'), minute(closed.at)] as const]),
      ...(closed === null || closed.note === '' ? [] : [[words('remark'), closed.note] as const]),
    ],
    columns: [
      column('no', words('no'), 'number', [11, 0]),
      column('box', words('box'), 'code', [20, 0]),
      column('time', words('time'), 'instant', [32, 0]),
      column('outcome', words('outcome'), 'text', [24, 0]),
      column('number', words('number'), 'text', [40, 2]),
      column('docket', words('docket'), 'code', [40, 0]),
      column('receiver', words('receiver'), 'text', [34, 1]),
      column('remark', words('remark'), 'text', [40, 2]),
    ],
    sections: [{ heading: null, subtotal: null, rows: rows.map((row, at) => [at + 1, ...row]) }],
    totals: words('stockTakeTotal', {
      ...{ boxes: take.compartments, counted: take.counted, differences: differences.length, open },
    }),
    sign: [words('registrar'), words('witness')],
  };
};
