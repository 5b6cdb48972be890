import type { DailySheetView } from '#controller/api/contract/daily-sheets.ts';
import type { DifferenceView } from '#controller/api/contract/reconciliation.ts';

const base = {
  ...{ department: 'bgs', departmentName: '市政府办公室', document: 'd1', number: '某政办发〔2026〕12号' },
  ...{ subject: null, expected: null, found: null, compartment: null, explanation: '' },
  ...{ since: '2026-06-18T01:00:00.000Z', foundAt: '2026-06-19T01:00:00.000Z', state: 'open' as const },
  ...{ settled: null, goneAt: null, dockets: ['0A1B2C3D4E5F0001'] },
} as const;
export const differences: DifferenceView[] = [
  {
    ...{ ...base, id: 'a', kind: 'copies-short', code: 'some-not-dropped', expected: 5, found: 1 },
    dockets: ['0A1B2C3D4E5F0001', '0A1B2C3D4E5F0002', '0A1B2C3D4E5F0003', '0A1B2C3D4E5F0004'],
    actions: ['acknowledged', 'withdrawn'],
  },
  {
    ...{ ...base, id: 'b', kind: 'sensor-empty', code: 'sensor-empty', compartment: 'A01', expected: 1 },
    ...{ found: 0, dockets: ['0A1B2C3D4E5F0005'], actions: ['acknowledged', 'missing'] },
  },
  {
    ...{ ...base, id: 'c', kind: 'paper-only', code: 'unknown-code-scanned', department: null },
    ...{ departmentName: null, document: null, number: null, dockets: ['0A1B2C3D4E5F0006'] },
    actions: ['acknowledged'],
  },
];
export const sheets: DailySheetView[] = [
  {
    ...{
      sequence: 4711,
      date: '2026-06-18',
      drawnAt: '2026-06-18T09:30:00.000Z',
      drawnBy: 'system',
      open: 3,
    },
    figures: {
      ...{ registered: 2, dropped: 3, collected: 1, refused: 0, returned: 0, overdue: 1, visits: 3 },
      ...{ handedIn: 2, fetched: 1, dispatched: 1 },
    },
    checkpoint: '',
  },
];
