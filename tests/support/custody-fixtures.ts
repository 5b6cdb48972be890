import type * as contract from '#controller/api/contract/custody.ts';
import type { StockTakeDetail, StockTakeView } from '#controller/api/contract/stock-takes.ts';
import { document } from './office-fixtures.ts';

const at = '2026-06-18T01:00:00.000Z';
const collected = document.consignments.find(({ state }) => state === 'collected');

/** Where the collected piece of the document is. */
export const circulation: contract.CirculationView = {
  ...{ docket: collected?.docket ?? '', state: 'collected', at: 0, ended: false },
  holder: { kind: 'department', name: '发展和改革委员会', since: at },
  stops: [
    {
      ...{ department: 'fgw', departmentName: '发展和改革委员会', reader: null },
      sentAt: at,
      takenAt: at,
      backAt: null,
    },
  ],
};
const recall: contract.RecallView = {
  ...{ id: 'c1', name: '2025年度清退', year: 2025, kind: null, department: null, dueOn: '2026-07-01' },
  ...{ pieces: 12, orderedAt: at, orderedBy: '1001', closedAt: null, outstanding: 5 },
};
const destruction: contract.DestructionView = {
  ...{ id: 'x1', method: '粉碎', pieces: 7, proposedAt: at, proposedBy: '2001', state: 'proposed' },
  ...{ witness: null, doneAt: null },
};
const bundle: contract.BundleView = {
  ...{ code: '7K3D0Q9MABCDEFGH', madeAt: at, madeBy: '1001', dissolvedAt: null, members: [] },
};
const take: StockTakeView = {
  ...{ id: 't1', station: null, note: '季度盘点', startedAt: at, startedBy: '1001', finishedAt: null },
  ...{ compartments: 3, counted: 2, skipped: 0, closed: null },
};
const none = { skipped: null, missing: [], unexpected: [], unreadable: 0 };
const paper = { document: 'd1', number: '某政办发〔2026〕12号', departmentName: '市政府办公室' };
const difference = { compartment: 'A01', papers: 1, reconciliation: null, done: false, reason: null };
export const stockTake: StockTakeDetail = {
  ...take,
  entries: [
    {
      ...{ ...none, compartment: 'A01', at, found: ['0A1B2C3D4E5F0001'] },
      ...{
        missing: ['0A1B2C3D4E5F0002'],
        unexpected: ['0A1B2C3D4E5F0003', '0A1B2C3D4E5F0004'],
        unreadable: 1,
      },
    },
    { ...none, compartment: 'A02', at, found: [] },
    { ...none, compartment: 'A03', at: null, found: [] },
  ],
  differences: [
    {
      ...{ ...difference, kind: 'missing', docket: '0A1B2C3D4E5F0002' },
      piece: { ...paper, state: 'missing', compartment: null },
    },
    {
      ...{ ...difference, kind: 'surplus', docket: '0A1B2C3D4E5F0003', reconciliation: 'r3' },
      piece: { ...paper, state: 'deposited', compartment: 'A02' },
    },
    {
      ...{ ...difference, kind: 'surplus', docket: '0A1B2C3D4E5F0004', done: true, reason: '已退来件人' },
      piece: null,
    },
    { ...difference, kind: 'unreadable', docket: null, piece: null, reconciliation: 'r4' },
  ],
};
export const lists: Readonly<Record<string, readonly unknown[]>> = {
  recalls: [recall, { ...recall, id: 'c2', closedAt: at }],
  destructions: [destruction, { ...destruction, id: 'x2', state: 'done', witness: '1002', doneAt: at }],
  bundles: [bundle],
  'stock-takes': [
    take,
    {
      ...{ ...take, id: 't2', station: 'front', note: '', finishedAt: at, counted: 3 },
      closed: { at, by: '1001', note: '一件待查', open: 1 },
    },
  ],
};
