import { catalogueTable } from '#controller/api/tables/catalogue.ts';
import { destructionTable, recallTable } from '#controller/api/tables/custody.ts';
import { dailySheetTable } from '#controller/api/tables/daily-sheet.ts';
import { evaluationTable } from '#controller/api/tables/evaluation.ts';
import { listTable } from '#controller/api/tables/list.ts';
import { receiptTable } from '#controller/api/tables/receipt.ts';
import { plainTable } from '#controller/api/tables/shared.ts';
import { registers, type RegisterName } from '#controller/api/tables/registers.ts';
import { tableWords, type TableLanguage } from '#controller/api/tables/words.ts';
import { differenceCode, differenceKind } from '#controller/domain/catalogue/reconciliation.ts';
import type { Table } from '#controller/ports/table.ts';
import { catalogue, evaluated, receiving } from '#tests/support/list-fixtures.ts';

const at = '2026-06-18T01:05:00.000Z';
const timeZone = 'Asia/Shanghai';
const unit = '某市公文交换站';
const docket = '7K3D0Q9MABCDEFGH';
const hash = 'ab'.repeat(32);
const number = '某政办发〔2026〕12号';
const title = '某市人民政府办公室关于做好2026年防汛工作的通知';
const department = '市发展和改革委员会';

const list = (kind: 'drop' | 'pickup' | 'exchange', language: TableLanguage): Table =>
  listTable(
    {
      ...{ number: '202600000042', kind, unit, language, timeZone, issuedAt: at },
      ...{ from: '2026-06-17T16:00:00.000Z', to: '2026-06-18T16:00:00.000Z', place: '一号机' },
      person: { number: '1001', name: '李明' },
      entries: (['deposited', 'collected', 'refused'] as const).map((movement, i) => ({
        ...{ movement, sequence: 40 + i, docket, copy: `${i + 1}/3`, number, party: department },
        ...{ urgency: i === 0 ? ('teji' as const) : ('none' as const), compartment: 'A02', at },
      })),
    } as Parameters<typeof listTable>[0],
    hash,
    1,
  );

const register = (name: RegisterName, language: TableLanguage): Table => {
  const words = tableWords(language);
  const { columns, sections, group } = registers[name];
  const entries = {
    receiving,
    dispatch: [
      {
        ...{ document: 'd1', registeredAt: at, number, title, issuer: '某市人民政府办公室', urgency: 'teji' },
        ...{ copies: 12, recipients: `${department} 5、市财政局 7`, dropped: 9, sentOut: 3, taken: 8 },
      },
    ],
    circulation: [
      {
        ...{ document: 'd1', number, title, reader: '张三', readers: '张三、李四', order: 1 },
        ...{ sentAt: at, returnedAt: at, note: '已阅', department, handedAt: at, backAt: at },
      },
    ],
  }[name];
  return {
    ...plainTable,
    ...{ name, title: words(name), unit, language, timeZone, made: at, columns: columns(words) },
    group: group === undefined ? null : words(group),
    sections: sections(entries as unknown as Parameters<typeof sections>[0], words, language),
    totals: `${words('total')} ${words('documents', { n: 1 })}`,
    sign: [words('registrar')],
  };
};

const pieces = (['collected', 'returned', 'destroyed', 'missing'] as const).map((state, i) => ({
  ...{ document: 'd1', number, title, kind: '通知', copy: `${i + 1}/4`, docket, state },
  ...{ department: 'fgw', departmentName: department },
}));
const about = (language: TableLanguage) => ({ unit, timeZone, made: at, language });
const recall = { id: 'r1', name: '六月清退', dueOn: '2026-06-30', outstanding: 1, entries: pieces };
const destruction = { id: 'x1', method: '粉碎', proposedAt: at, doneAt: at, entries: pieces };
const receipt = {
  ...{ id: 'R7K3D0Q9', kind: 'drop' as const, site: unit, station: '一号机', issuedAt: at, size: 1234 },
  ...{ person: { number: '1001', name: '李明' }, root: hash, sequence: 1233, leaf: hash },
  pieces: [{ docket, number, departmentName: department, compartment: 'A02', sequence: 1230, leaf: hash }],
} as const;
const day = {
  ...{ date: '2026-06-18', unit, timeZone, drawnAt: at, drawnBy: '1000', sequence: 9 },
  figures: {
    ...{ registered: 12, dropped: 11, collected: 9, refused: 1, returned: 0, overdue: 2, visits: 30 },
    ...{ handedIn: 7, fetched: 6, dispatched: 4 },
  },
  open: differenceCode.options.length,
  differences: differenceCode.options.map((code, i) => ({
    ...{ kind: differenceKind.options[i % differenceKind.options.length], code, compartment: 'A02' },
    ...{ department, number, expected: 3, found: 2, since: at },
  })),
  checkpoint: `docketbox.example\n1234\n${'A'.repeat(43)}=\n\n— docketbox ${'B'.repeat(92)}\n`,
};

/** A list, register or receipt of every form there is, with what they usually say. */
export const EVERY_TABLE: Readonly<Record<string, (language: TableLanguage) => Table>> = {
  'drop list': (language) => list('drop', language),
  'pickup list': (language) => list('pickup', language),
  'exchange list': (language) => list('exchange', language),
  receipt: (language) => receiptTable(receipt, language, timeZone),
  'receiving register': (language) => register('receiving', language),
  'dispatch register': (language) => register('dispatch', language),
  'circulation register': (language) => register('circulation', language),
  'dispatch catalogue': (language) => catalogueTable(catalogue, about(language)),
  'recall list': (language) =>
    recallTable(recall as unknown as Parameters<typeof recallTable>[0], about(language)),
  'register of a destruction': (language) =>
    destructionTable(
      destruction as unknown as Parameters<typeof destructionTable>[0],
      { by: '张三', witness: '李四' },
      about(language),
    ),
  evaluation: (language) =>
    evaluationTable(
      evaluated as unknown as Parameters<typeof evaluationTable>[0],
      {
        ...{ language, timeZone, site: unit },
      } as Parameters<typeof evaluationTable>[1],
    ),
  'daily sheet': (language) =>
    dailySheetTable({ ...day, language } as unknown as Parameters<typeof dailySheetTable>[0]),
};
