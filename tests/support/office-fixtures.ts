import type {
  CompartmentStateView,
  ConsignmentView,
  DepartmentView,
  DeviceView,
  DocumentView,
  MeView,
  PersonView,
  PrintBatchView,
  PrinterLineView,
  PrintJobView,
  ReceiptView,
} from '#controller/api/contract/office.ts';
import type { RecordView } from '#controller/api/contract/record.ts';

import type { IntakeView, ScanView } from '#controller/api/contract/scans.ts';

/** Made-up answers of the office API, for tests and pictures of the office pages. */
const at = (minute: number): string => `2026-06-18T01:${String(minute).padStart(2, '0')}:00.000Z`;
const hex = (digit: string): string => digit.repeat(64);

export const me: MeView = { number: '1000', name: '周静', roles: ['registrar'] };
export const departments: DepartmentView[] = [
  { code: 'bgs', name: '办公室', aliases: ['市政府办公室'], outside: false },
  { code: 'fgw', name: '发展和改革委员会', aliases: ['发改委', '市发改委'], outside: false },
  { code: 'yjj', name: '应急管理局', aliases: [], outside: true },
];
const consignment = (n: number, more: Partial<ConsignmentView>): ConsignmentView => ({
  docket: `0A1B2C3D4E5F6G0${n}`,
  document: 'd1',
  department: 'fgw',
  departmentName: '发展和改革委员会',
  copy: n,
  copies: 5,
  state: 'registered',
  compartment: null,
  labelledAt: null,
  depositedAt: null,
  collectedAt: null,
  handledAt: null,
  route: null,
  recall: null,
  ...more,
});
const labelled = { labelledAt: at(6) };
export const document: DocumentView = {
  id: 'd1',
  number: '某政办发〔2026〕12号',
  title: '关于做好防汛工作的通知',
  issuers: ['某市人民政府办公室', '某市应急管理局'],
  kind: '通知',
  urgency: 'teji',
  pages: 4,
  writtenOn: '2026-06-18',
  barcode: 'SJ202600000000000123',
  oaId: null,
  oddities: ['记录末尾缺少“|”'],
  registeredAt: at(5),
  registeredBy: '1000',
  consignments: [
    consignment(1, { ...labelled, state: 'collected', depositedAt: at(10), collectedAt: at(30) }),
    consignment(2, { ...labelled, state: 'deposited', compartment: 'A02', depositedAt: at(10) }),
    consignment(3, { department: 'yjj', departmentName: '应急管理局' }),
    consignment(4, { ...labelled, state: 'labelled', department: 'yjj', departmentName: '应急管理局' }),
    consignment(5, { state: 'withdrawn', department: 'bgs', departmentName: '办公室' }),
  ],
};
const job = (id: string, subject: string, more: Partial<PrintJobView>): PrintJobView => ({
  id,
  printer: 'printer-desk',
  artwork: 'label',
  subject,
  ...{ by: 'R1', reason: null, label: null, copies: 1, batch: null, position: null },
  reprintOf: null,
  state: 'printed',
  attempts: 1,
  why: null,
  queuedAt: at(5),
  changedAt: at(6),
  ...more,
});
export const jobs: PrintJobView[] = [
  job('j5', 'R0000000000000000000042', {
    artwork: 'receipt',
    printer: 'printer-slips',
    state: 'queued',
    attempts: 0,
  }),
  job('j4', '0A1B2C3D4E5F6G04', { state: 'in-doubt', why: '发送中断，不能确定是否打出' }),
  job('j3', '0A1B2C3D4E5F6G09', { state: 'failed', why: '打印机缺纸' }),
  job('j2', '0A1B2C3D4E5F6G02', { reprintOf: 'j0' }),
  job('j1', '0A1B2C3D4E5F6G01', {}),
];
export const batches: PrintBatchView[] = [
  {
    ...{ id: 'b1', document: 'd1', number: '某政办发〔2026〕12号', printer: 'printer-desk', pieces: 200 },
    ...{ reprintOf: null, by: 'R1', reason: null, state: 'printing', queuedAt: at(5) },
    counts: { waiting: 120, started: 1, printed: 77, refused: 1, inDoubt: 1, cancelled: 0 },
  },
];
export const printers: PrinterLineView[] = [
  {
    ...{ id: 'printer-desk', kind: 'printer/zpl', stock: '60x40', dpi: 203, condition: 'no-media' },
    ...{ answered: true, detail: null, problem: 'out of paper', current: 'j1', waiting: 122 },
    ...{ prints: ['label', 'test'], stations: ['一号机'] },
  },
  {
    ...{ id: 'printer-back', kind: 'printer/tspl', stock: '60x40', dpi: 300, condition: 'connected' },
    ...{ answered: true, detail: null, problem: null, current: null, waiting: 0 },
    ...{ prints: ['label', 'test'], stations: ['二号机'] },
  },
];
const device = (id: string, kind: string, more: Partial<DeviceView>): DeviceView => ({
  id,
  kind,
  link: 'serial:/dev/ttyS1?baud=9600',
  state: 'online',
  problem: null,
  faults: [],
  since: at(0),
  counters: {},
  printer: null,
  ...more,
});
export const devices: DeviceView[] = [
  device('board-a', 'lock-board/bcc8a', {
    link: 'serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0?baud=9600',
    counters: { reads: 48_211, misses: 3, reconnects: 1, noiseBytes: 12, lateReplies: 0 },
  }),
  device('inputs', 'sensor/modbus-input', {
    state: 'offline',
    problem: 'no answer from address 2: check its power, the wires A and B, and its DIP switches',
    faults: [{ code: 'no-answer', values: { address: 2 } }],
  }),
  device('scanner-front', 'scanner/serial', {
    state: 'offline',
    problem: 'serial:/dev/ttyS2: no such file: nothing is plugged in there',
    faults: [{ code: 'link-missing', values: {} }],
  }),
  device('reader-front', 'card-reader/serial-em', { state: 'starting' }),
  device('printer-desk', 'printer/zpl', {
    link: 'tcp://127.0.0.1:9100',
    problem: 'out of paper: load a roll',
    faults: [{ code: 'roll-out', values: {} }],
    printer: {
      ...{ condition: 'no-media', remaining: 2, answered: true, stock: '60x40' },
      ...{ detail: 'out of paper: load a roll', cause: 'roll-out' },
    },
  }),
  device('printer-slips', 'printer/zpl', {
    link: 'tcp://127.0.0.1:9101',
    printer: {
      ...{ condition: 'connected', remaining: null, answered: false, stock: '80' },
      ...{ detail: 'it does not report its state (set up as one-way)', cause: 'one-way' },
    },
  }),
];
export const record: RecordView = {
  ...{ state: 'waiting', progress: null, fault: null, next: '2026-06-18T19:00:00.000Z' },
  last: { at: at(0), size: 48_211, root: 'ab'.repeat(32), findings: 0 },
};
export const compartments: CompartmentStateView[] = Array.from({ length: 12 }, (_, n) => ({
  id: `A${String(n + 1).padStart(2, '0')}`,
  number: n + 1,
  cabinet: 'A',
  usage: n < 8 ? 'department' : n < 10 ? 'pooled' : n === 10 ? 'returns' : 'spare',
  department: n < 8 ? (departments[n % 3]?.code ?? null) : null,
  front: n === 3 ? 'open' : n === 7 ? 'unknown' : 'closed',
  rear: 'unknown',
  bin: n % 3 === 0 ? 'occupied' : 'empty',
  service: n === 4 ? 'away' : n === 6 ? 'out-of-service' : 'in-service',
  serviceReason: n === 4 ? '全体出差，周五返回' : null,
  forced: n === 3,
  pieces: n % 4,
}));
const person = (number: string, name: string, more: Partial<PersonView>): PersonView => ({
  number,
  name,
  roles: ['collector'],
  departments: ['fgw'],
  standsInFor: [],
  disabled: false,
  hasPin: true,
  cards: 0,
  ...more,
});
export const people: PersonView[] = [
  person('1000', '周静', { roles: ['registrar', 'auditor'], departments: [] }),
  person('1001', '李明', { roles: ['messenger'], departments: ['bgs'], cards: 2 }),
  person('1002', '王芳', { standsInFor: ['yjj'], hasPin: false }),
  person('1003', '赵强', { disabled: true }),
];
export const receipt: ReceiptView = {
  id: 'R0000000000000000000042',
  kind: 'drop',
  site: '某市公文交换站（演示）',
  station: '一号机',
  person: { number: '1001', name: '李明' },
  issuedAt: at(12),
  pieces: [1, 2].map((n) => ({
    docket: `0A1B2C3D4E5F6G0${n}`,
    number: '某政办发〔2026〕12号',
    departmentName: '发展和改革委员会',
    compartment: 'A02',
    sequence: 40 + n,
    leaf: hex(n === 1 ? 'a' : 'b'),
  })),
  size: 42,
  root: hex('c'),
  sequence: 43,
  leaf: hex('d'),
};

export const intake: IntakeView = {
  jobs: [],
  folder: { path: '/srv/scans', problem: null, taken: 12, failed: 1 },
};
const scan = (n: number, more: Partial<ScanView>): ScanView => ({
  ...{ id: `s${n}`, state: 'unmatched', why: 'nothing-read', document: null, docket: null, how: null },
  ...{ form: 'pdf', bytes: 81_234, pages: n, name: `扫描件 ${n}.pdf`, first: 1, way: 'page', cover: false },
  ...{ readings: [], receivedAt: at(3), receivedBy: '1000', changedAt: at(3) },
  ...more,
});
export const scans: ScanView[] = [
  scan(1, {
    why: 'unknown-record',
    readings: [
      {
        ...{ page: 1, symbology: 'PDF417', kind: 'record' },
        text: 'GB0626-2005^SJ202600000000000123^某市人民政府办公室^通知^某政办发〔2026〕12号^见主送机关^关于做好防汛工作的通知^无^特急^20260618^市地级^某市人民政府办公室^20260618^^|',
      },
    ],
  }),
  scan(2, {
    why: 'foreign-code',
    cover: true,
    readings: [{ page: 2, symbology: 'Code128', kind: 'foreign', text: 'EX0000123456' }],
  }),
  scan(3, {}),
];
