import type * as contract from '#controller/api/contract/custody.ts';
import { document } from './office-fixtures.ts';

const at = '2026-06-18T01:00:00.000Z';
const collected = document.consignments.find(({ state }) => state === 'collected');

/** Where the collected piece of the document is. */
export const circulation: contract.CirculationView = {
  ...{ docket: collected?.docket ?? '', state: 'collected', at: 0 },
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
export const lists: Readonly<Record<string, readonly unknown[]>> = {
  recalls: [recall, { ...recall, id: 'c2', closedAt: at }],
  destructions: [destruction, { ...destruction, id: 'x2', state: 'done', witness: '1002', doneAt: at }],
  bundles: [bundle],
};
