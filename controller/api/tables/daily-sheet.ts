import { symbolOfNote } from '../../commands/checkpoints/symbol.ts';
import type { DailySheetRow } from '../../ports/reconciliation.ts';
import type { Table } from '../../ports/table.ts';
import { differenceWords, explain, remedies } from '../contract/difference-words.ts';
import { column, localMinute, plainTable } from './shared.ts';

const zh = {
  title: '交换站日报',
  date: '日期',
  drawnAt: '生成时间',
  figures: {
    ...{ registered: '登记公文', dropped: '投件', collected: '取件', refused: '退文', returned: '退回' },
    ...{ handedIn: '交寄外发', fetched: '取走外发件', dispatched: '其中发往外单位' },
    ...{ overdue: '当前超期', visits: '到访次数' },
  },
  columns: ['序号', '差异', '说明与处理', '单位', '文号', '自'],
  none: '没有未了差异：纸质与记录相符。',
  open: (n: number, listed: number): string =>
    `未了差异 ${n} 条${listed < n ? `，此处列出最早的 ${listed} 条` : ''}`,
  checkpoint: '账本检查点（签名，可用 docketbox verify --checkpoint 核验）',
  lines: ['账本', '事件数', '根', '签名'],
  sign: ['登记员', '督办员'],
};
const en: typeof zh = {
  title: 'Daily sheet of the exchange station',
  date: 'Day',
  drawnAt: 'Drawn up',
  figures: {
    ...{ registered: 'Documents registered', dropped: 'Dropped', collected: 'Collected', refused: 'Refused' },
    ...{ returned: 'Returned', handedIn: 'Handed in to go out', fetched: 'Fetched to go out' },
    ...{ dispatched: 'Of these out of the house', overdue: 'Overdue now', visits: 'Visits' },
  },
  columns: ['No.', 'Difference', 'Explanation and remedy', 'Department', 'Number', 'Since'],
  none: 'No open differences: paper and record agree.',
  open: (n, listed) => `${n} open differences${listed < n ? `, the oldest ${listed} of them here` : ''}`,
  checkpoint: 'Checkpoint of the ledger (signed; docketbox verify --checkpoint checks it)',
  lines: ['Ledger', 'Events', 'Root', 'Signature'],
  sign: ['Registrar', 'Supervisor'],
};

const FIGURES = [
  ...(['registered', 'dropped', 'collected', 'refused', 'returned'] as const),
  ...(['handedIn', 'fetched', 'dispatched', 'overdue', 'visits'] as const),
];

/** The sheet of a day as it was drawn up: nothing but the event goes into it. */
export const dailySheetTable = (row: DailySheetRow): Table => {
  const { date, unit, language, timeZone, figures, differences, open, checkpoint, drawnAt } = row;
  const words = language === 'en' ? en : zh;
  const said = differenceWords[language];
  const [no = '', kind = '', what = '', department = '', number = '', since = ''] = words.columns;
  return {
    ...plainTable,
    name: `daily-sheet-${date}-${row.sequence}`,
    ...{ title: words.title, unit, language, timeZone, made: drawnAt, turn: 'portrait' },
    facts: [
      [words.date, date],
      [words.drawnAt, localMinute(drawnAt, timeZone)],
      // A sheet of an earlier version keeps what it said.
      ...FIGURES.flatMap((name) => {
        const count = figures[name];
        return count === undefined ? [] : [[words.figures[name], String(count)] as const];
      }),
    ],
    columns: [
      column('no', no, 'number', [10, 0]),
      column('kind', kind, 'text', [30, 0]),
      column('what', what, 'text', [56, 3]),
      column('department', department, 'text', [26, 1]),
      column('number', number, 'text', [26, 1]),
      column('since', since, 'instant', [20, 0]),
    ],
    sections: [
      {
        ...{ heading: null, subtotal: null },
        rows: differences.map((one, i) => [
          ...[i + 1, said.kinds[one.kind], `${explain(language, one)} ${said.remedies[remedies[one.code]]}`],
          ...[one.department, one.number, one.since],
        ]),
      },
    ],
    totals: open === 0 ? words.none : words.open(open, differences.length),
    sign: words.sign,
    evidence: [
      [words.checkpoint, ''],
      ...checkpoint
        .split('\n')
        .filter((line) => line !== '')
        .map((line, i) => [words.lines[i] ?? '', line] as const),
    ],
    symbol: symbolOfNote(checkpoint),
  };
};
