import type { CatalogueDetailView, ListView, ReceivingEntry } from '#controller/api/contract/registers.ts';
import { document } from './office-fixtures.ts';

/** Made-up answers about lists and registers, for tests and pictures of their pages. */
const at = '2026-06-18T01:20:00.000Z';
const list = (serial: number, more: Partial<ListView>): ListView => ({
  ...{ number: `2026${String(serial).padStart(8, '0')}`, kind: 'drop', unit: '某市公文交换站（演示）' },
  ...{ department: null, issuedAt: at, issuedBy: '1000', lines: 12, copies: 0, content: 'ab'.repeat(32) },
  ...more,
});
export const lists: ListView[] = [
  list(3, { kind: 'exchange', unit: '发展和改革委员会', department: 'fgw', copies: 1 }),
  list(2, { kind: 'pickup', lines: 3 }),
  list(1, {}),
];
export const receiving: ReceivingEntry[] = [
  {
    ...{ document: document.id, receivedAt: at, number: document.number, title: document.title },
    ...{ instruction: '请应急管理局阅办。', lead: '应急管理局', steps: null, deadline: '2026-06-21' },
    result: null,
  },
];
export const catalogue: CatalogueDetailView = {
  ...{ id: 'c1', title: '六月发文目录', documents: ['d1', 'd2'], savedAt: at, savedBy: '1000' },
  entries: ['d1', 'd2'].map((id, i) => ({
    ...{ document: id, number: `某政办发〔2026〕${12 + i}号`, title: document.title, copies: 5 },
    ...{ issuer: '某市人民政府办公室', kind: '通知', urgency: 'none', writtenOn: '2026-06-18', pages: 4 },
  })),
};

const marks = { number: [], title: [[4, 6]], issuers: [[]] };
export const found = [
  {
    ...{ document: 'd1', number: '某政办发〔2026〕12号', title: '关于做好防汛工作的通知' },
    ...{ issuers: ['某市人民政府办公室'], kind: '通知', urgency: 'teji', writtenOn: '2026-06-18' },
    ...{ registeredAt: '2026-06-18T01:00:00.000Z', marks },
    states: [
      { state: 'collected', pieces: 2 },
      { state: 'deposited', pieces: 1 },
    ],
    pieces: [
      { docket: '7K3D0Q9MABCDEFGH', department: 'slj', departmentName: '市水利局', state: 'deposited' },
    ],
  },
];
export const suggested = [
  { kind: 'department', code: 'fxb', name: '市防汛办公室' },
  {
    kind: 'document',
    document: 'd1',
    number: '某政办发〔2026〕12号',
    title: '关于做好防汛工作的通知',
    marks,
  },
];

const clock = { started: 12, inTime: 9, late: 2, rate: 9 / 11, median: 5400, p90: 20_000 };
const clocks = { 'sign-for': clock, handling: { ...clock, rate: null, median: null, p90: null } };
const figures = {
  ...{ clocks, refusals: [{ reason: 'format', pieces: 1 }], discrepancies: [] },
  ...{ visits: 30, visitsPerDay: 1.9, missedVisits: 2, overdueNow: 3 },
};
export const evaluated = {
  ...{ from: '2026-06-01', to: '2026-06-18', at: '2026-06-18T01:00:00.000Z', workingDays: 14 },
  departments: [
    { ...figures, department: 'bgs', departmentName: '市政府办公室', rank: 1 },
    { ...figures, department: 'fgw', departmentName: '市发展和改革委员会', rank: 2 },
  ],
  total: figures,
  trend: [
    { from: '2026-06-01', to: '2026-06-07', clocks },
    { from: '2026-06-08', to: '2026-06-14', clocks },
  ],
};
export const figureRows = [
  {
    ...{ docket: '7K3D0Q9MABCDEFGH', document: 'd1', number: '某政办发〔2026〕12号', department: 'fgw' },
    ...{ departmentName: '市发展和改革委员会', at: '2026-06-18T01:00:00.000Z' },
    ...{ dueAt: '2026-06-18T01:30:00.000Z', endedAt: null, reason: null },
  },
];
