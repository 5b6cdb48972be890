import { clockDesk } from '#controller/composition/clock-desk.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { OpenLedger } from '#controller/ledger/open-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { ManualClock } from './manual-clock.ts';

const by = { actor: '1001', station: null, cause: 'test' };
type Urgency = 'none' | 'jiaji' | 'teji' | 'pingji' | 'teti';

/** A ledger with deadlines kept over it, and a shorthand for a piece's life. Starts on a Thursday, 09:00 in Shanghai. */
export const clockSite = (
  start = '2026-06-18T01:00:00.000Z',
  ledger: OpenLedger = createMemoryLedger({ site: 'test', projections }),
  clock = new ManualClock(start),
) => {
  const desk = createDesk(ledger, clock);
  const views = createReadModels(ledger.db);
  const troubles: unknown[] = [];
  const make = () =>
    clockDesk({
      ...{ clock, desk, ledger, views, timeZone: 'Asia/Shanghai', nightly: '03:00' },
      onTrouble: (error) => void troubles.push(error),
    });
  const write = (
    stream: `consignment:${string}` | `document:${string}` | `site:${string}`,
    event: EventDraft,
  ) => desk.append([{ stream, events: [event] }], by);
  return {
    ...{ clock, desk, views, ledger, troubles, make, write, by },
    register(docket: string, urgency: Urgency = 'none', kind = '通知', department = 'bgs') {
      const document = `d-${docket}`;
      write(`document:${document}`, {
        type: 'DocumentRegistered',
        payload: {
          ...{ number: `文〔2026〕${docket}号`, title: '题', issuers: ['办'], kind, urgency, pages: null },
          ...{ writtenOn: null, barcode: null, oaId: null, way: 'form', oddities: [] },
        },
      });
      write(`consignment:${docket}`, {
        type: 'ConsignmentRegistered',
        payload: { document, department, copy: 1, copies: 1 },
      });
    },
    deposit: (docket: string) =>
      write(`consignment:${docket}`, {
        type: 'ConsignmentDeposited',
        payload: { compartment: 'c1', session: 's', intent: 'i', counted: 'person' },
      }),
    collect: (docket: string, department = 'bgs') =>
      write(`consignment:${docket}`, {
        type: 'ConsignmentCollected',
        payload: { compartment: 'c1', session: 's', intent: 'i', signedBy: 'box', department },
      }),
    handle: (docket: string) =>
      write(`consignment:${docket}`, {
        type: 'ConsignmentHandled',
        payload: { instruction: null, result: null },
      }),
    types: () => ledger.read(0, 10_000).map(({ type }) => type),
  };
};
export type ClockSite = ReturnType<typeof clockSite>;
