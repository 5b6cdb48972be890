import { siteConfig, type SiteConfig } from '#controller/config-schema.ts';

const compartment = (id: string, channel: number, more: Record<string, unknown>) => ({
  id,
  number: Number(id.slice(1)),
  lock: { front: { device: 'board', channel } },
  occupied: { device: 'board', channel: channel + 12 },
  ...more,
});

/** Two cabinets, three stations: `front` and `side` at cabinet A, `far` at cabinet B. */
export const stationSite = (timings: Record<string, number> = {}): SiteConfig =>
  siteConfig.parse({
    site: { id: 'test', name: 'Test' },
    devices: [
      { id: 'board', kind: 'lock-board/bcc8a', link: 'serial:/dev/ttyS1', feedback: 'closed_when_set' },
    ],
    cabinets: [
      {
        id: 'A',
        name: 'Cabinet A',
        stations: [
          {
            id: 'front',
            name: 'Front',
            flows: ['drop', 'pickup'],
            receiptPrinter: 'slips',
            scanner: 'scanner',
          },
          { id: 'side', name: 'Side', flows: ['pickup'] },
        ],
        compartments: [
          compartment('A1', 1, { usage: 'department', department: 'bgs' }),
          compartment('A2', 2, { usage: 'department', department: 'fgw', capacity: 2 }),
          compartment('A3', 3, { usage: 'pooled' }),
          compartment('A4', 4, { usage: 'pooled' }),
          compartment('A5', 5, { usage: 'returns' }),
          compartment('A6', 6, { usage: 'spare' }),
        ],
      },
      {
        id: 'B',
        name: 'Cabinet B',
        stations: [{ id: 'far', name: 'Far', flows: ['drop', 'pickup'], keyboardScanner: true }],
        compartments: [
          compartment('B7', 7, { usage: 'department', department: 'slj' }),
          compartment('B8', 8, { usage: 'outgoing', capacity: 3 }),
        ],
      },
    ],
    policies: { timings },
  });

export const DEPARTMENTS = { bgs: '办公室', fgw: '发改委', slj: '水利局', wjw: '卫健委' } as const;
export const PEOPLE = {
  '100': { name: '送', roles: ['messenger'], departments: ['fgw'], standsInFor: [] },
  '200': { name: '收', roles: ['collector'], departments: ['bgs'], standsInFor: ['wjw'] },
  '300': { name: '双', roles: ['messenger', 'collector'], departments: ['fgw'], standsInFor: [] },
  '400': { name: '散', roles: ['messenger'], departments: [], standsInFor: [] },
  '600': { name: '登', roles: ['registrar'], departments: [], standsInFor: [] },
  '500': { name: '审', roles: ['auditor'], departments: ['bgs'], standsInFor: [] },
} as const;
