import type {
  AlarmView,
  BoxView,
  CompartmentView,
  PieceView,
  ScreenView,
  StationSnapshot,
} from '#controller/api/contract/station.ts';

/** Made-up snapshots, one for every screen, for tests and pictures of the kiosk. */
export const at = '2026-06-18T01:05:00.000Z';
const later = (seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();
const earlier = (minutes: number): string => later(-minutes * 60);

export const compartment = (number: number, departmentName: string | null): CompartmentView => ({
  id: `A${String(number).padStart(2, '0')}`,
  number,
  cabinet: 'A',
  departmentName,
});
const fgw = compartment(2, '发展和改革委员会');
const yjj = compartment(6, '应急管理局');
const returns = compartment(11, null);

const piece = (n: number, more: Partial<PieceView> = {}): PieceView => ({
  docket: `0A1B2C3D4E5F6G${String(n).padStart(2, '0')}`,
  number: `某政办发〔2026〕${10 + n}号`,
  issuer: '某市人民政府办公室',
  department: 'fgw',
  departmentName: '发展和改革委员会',
  urgency: 'none',
  copy: `${n}/12`,
  depositedAt: null,
  ...more,
});
const three = [
  piece(1, { urgency: 'teji', depositedAt: earlier(12) }),
  piece(2, { urgency: 'jiaji', depositedAt: earlier(200) }),
  piece(3, { depositedAt: earlier(60 * 50) }),
];
const telegram = piece(4, {
  number: '应急明电〔2026〕3号',
  issuer: '某省应急管理厅',
  department: 'yjj',
  departmentName: '应急管理局',
  urgency: 'teti',
  copy: '1/1',
  depositedAt: earlier(4),
});
const box = (of: CompartmentView, pieces: readonly PieceView[], step: BoxView['step']): BoxView => ({
  compartment: of,
  pieces,
  door: step === 'open' ? 'open' : 'closed',
  step,
});

const departments = [
  ['bgs', '办公室', 0, 0],
  ['fgw', '发展和改革委员会', 3, 1],
  ['czj', '财政局', 1, 0],
  ['jyj', '教育局', 0, 0],
  ['wjw', '卫生健康委员会', 2, 0],
  ['yjj', '应急管理局', 4, 2],
  ['zrzy', '自然资源和规划局', 1, 0],
  ['slj', '水利局', 12, 0],
] as const;
const names = departments.map(([code, name]) => ({ code, name }));

export const screens: { readonly [Name in ScreenView['name']]: Extract<ScreenView, { name: Name }> } = {
  welcome: { name: 'welcome' },
  'choose-flow': { name: 'choose-flow', flows: ['drop', 'pickup'] },
  'drop-ready': { name: 'drop-ready', deposited: [piece(1), telegram] },
  opening: { name: 'opening', flow: 'drop', compartment: fgw, pieces: [piece(1)], attempt: 2 },
  'drop-open': {
    name: 'drop-open',
    compartment: fgw,
    pieces: [piece(1, { urgency: 'teji' }), piece(2)],
    counted: 1,
    closeBy: later(24),
  },
  'not-opened': {
    name: 'not-opened',
    flow: 'drop',
    compartment: fgw,
    why: 'unknown',
    attemptsLeft: 2,
    retryAt: later(2),
  },
  'drop-count': { name: 'drop-count', compartment: fgw, pieces: three, counted: 2 },
  'drop-register': {
    name: 'drop-register',
    record: {
      number: '某政办发〔2026〕12号',
      issuer: '某市人民政府办公室',
      kind: '通知',
      recipient: '各区县人民政府，市政府各部门',
      urgency: 'teji',
      writtenOn: '2026-06-18',
      oddities: ['“急件”按今天的“加急”登记', '记录末尾缺少“|”'],
      proposed: ['fgw', 'yjj'],
    },
    departments: names,
  },
  'drop-registered': { name: 'drop-registered', pieces: [piece(1), telegram] },
  'pickup-list': {
    name: 'pickup-list',
    boxes: [box(yjj, [telegram], 'waiting'), box(fgw, three, 'waiting')],
  },
  'pickup-open': {
    name: 'pickup-open',
    box: box(fgw, three, 'open'),
    scanned: [three[0]?.docket ?? ''],
    boxes: [box(fgw, three, 'open'), box(yjj, [telegram], 'queued')],
    closeBy: later(8),
  },
  'pickup-done': {
    name: 'pickup-done',
    boxes: [box(fgw, three, 'done'), box(yjj, [telegram], 'not-opened')],
    collected: three.slice(0, 2),
    refused: three.slice(2),
    returnTo: returns,
  },
  'return-open': {
    name: 'return-open',
    compartment: returns,
    pieces: three.slice(2),
    closeBy: later(20),
  },
  'return-ready': { name: 'return-ready', returned: three.slice(2) },
  'send-ready': { name: 'send-ready', sent: [piece(1), telegram] },
  'task-list': {
    ...{ name: 'task-list', task: 'correct', counted: 0, takenOut: three.slice(2) },
    boxes: [box(fgw, three, 'waiting'), box(yjj, [telegram], 'queued')],
    witness: { number: '1001', name: '李四' },
  },
  'task-open': {
    ...{ name: 'task-open', task: 'stock-take', compartment: fgw, pieces: three },
    ...{ scanned: [three[0]?.docket ?? ''], strange: 1, unreadable: 2, closeBy: later(20) },
  },
  'stock-count': { name: 'stock-count', compartment: fgw, pieces: three.slice(1) },
  'signed-out': { name: 'signed-out', receipt: 'R-20260618-000042', pieces: 3 },
};

const aCabinet = {
  id: 'A',
  name: 'A 柜',
  doors: Array.from({ length: 12 }, (_, n) => ({
    id: `A${String(n + 1).padStart(2, '0')}`,
    number: n + 1,
  })),
};

/** The station as it stands on a given screen. */
export function snapshot(name: ScreenView['name'], more: Partial<StationSnapshot> = {}): StationSnapshot {
  const nobody = name === 'welcome' || name === 'signed-out';
  return {
    site: '某市公文交换站（演示）',
    language: 'zh-CN',
    station: { id: 'front', name: '一号机', flows: ['drop', 'pickup'] },
    cabinets: [aCabinet],
    sequence: 120,
    revision: 1,
    now: at,
    problems: [],
    waiting: departments.map(([department, label, pieces, urgent]) => ({
      department,
      name: label,
      pieces,
      urgent,
    })),
    person: nobody ? null : { number: '1001', name: '李明' },
    idleAt: nobody ? null : later(50),
    endsAt: nobody ? null : later(240),
    signIn: ['badge', 'card', 'pin'],
    screen: screens[name],
    message: null,
    alarms: [],
    ...more,
  };
}

export const alarm = (kind: string): AlarmView => ({
  alarm: `alarm-${kind}`,
  kind,
  compartment: fgw,
  raisedAt: at,
});
/** A message that is on the screen while the fixture's clock stands. */
export const message = (
  code: string,
  tone: 'info' | 'warning' | 'error',
  values: Record<string, string> = {},
): StationSnapshot['message'] => ({ code, tone, values, until: later(3) });
