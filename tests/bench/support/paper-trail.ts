import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft } from '#controller/domain/events.ts';

export interface Step {
  readonly stream: StreamId;
  readonly event: EventDraft;
}
const departments = ['bgs', 'fgw', 'czj', 'jyj', 'wjw', 'gaj'];
const id = (kind: string, n: number): string => `0190f3a2-${kind}-7000-8000-${String(n).padStart(12, '0')}`;

/** What one document with three recipients leaves in the ledger, from registration to the last pickup. */
export function* paperTrail(n: number): Generator<Step> {
  const document = id('d0c0', n);
  yield { stream: `document:${document}`, event: registered(n) };
  const dockets = [0, 1, 2].map((copy) => `D${String(n * 3 + copy).padStart(14, '0')}K`);
  for (const [copy, docket] of dockets.entries()) {
    const department = departments[(n + copy) % departments.length] ?? 'bgs';
    const payload = { document, department, copy: copy + 1, copies: 3 };
    yield { stream: `consignment:${docket}`, event: { type: 'ConsignmentRegistered', payload } };
  }
  for (const [copy, docket] of dockets.entries()) yield* printed(id('1abe', n * 3 + copy), docket);
  for (const [copy, docket] of dockets.entries()) yield* visit(n * 3 + copy, docket, 'drop');
  for (const [copy, docket] of dockets.entries()) yield* visit(n * 3 + copy, docket, 'pickup');
}

const registered = (n: number): EventDraft => ({
  type: 'DocumentRegistered',
  payload: {
    ...{
      number: `某政办发〔2026〕${n}号`,
      title: `关于做好第${n}轮防汛工作的通知`,
      issuers: ['某市人民政府办公室'],
    },
    ...{ kind: '通知', urgency: n % 9 === 0 ? 'teji' : 'none', pages: 4, writtenOn: '2026-06-18' },
    ...{ barcode: `SJ${String(n).padStart(18, '0')}`, oaId: null, way: 'form', oddities: [] },
  },
});

function* printed(job: string, docket: string): Generator<Step> {
  const stream: StreamId = `print-job:${job}`;
  const queued = { printer: 'printer-desk', artwork: 'label', subject: docket, reprintOf: null } as const;
  yield { stream, event: { type: 'PrintJobQueued', payload: queued } };
  yield {
    stream,
    event: { type: 'PrintJobStarted', payload: { attempt: 1, bytes: 4100, digest: 'a'.repeat(64) } },
  };
  yield { stream, event: { type: 'PrintJobPrinted', payload: { evidence: 'status' } } };
  yield { stream: `consignment:${docket}`, event: { type: 'ConsignmentLabelled', payload: { job } } };
}

function* visit(n: number, docket: string, flow: 'drop' | 'pickup'): Generator<Step> {
  const compartment = `A${String((n % 20) + 1).padStart(2, '0')}`;
  const session = id(flow === 'drop' ? 'd40b' : 'b1cc', n);
  const intent = id(flow === 'drop' ? 'd40d' : 'b1cd', n);
  const own: StreamId = `session:${session}`;
  const box: StreamId = `compartment:${compartment}`;
  const attempt = { intent, attempt: 1, door: 'front' } as const;
  const started = { station: 'front', person: '1001', method: 'card' } as const;
  const roles = { roles: ['messenger' as const], departments: ['bgs'] };
  yield { stream: own, event: { type: 'SessionStarted', payload: { ...started, ...roles } } };
  yield { stream: own, event: { type: 'ScanJudged', payload: { verdict: 'accepted', docket, compartment } } };
  const open = { session, person: '1001', reason: flow, device: 'board-a', channel: 3 };
  yield { stream: box, event: { type: 'OpenRequested', payload: { ...attempt, ...open } } };
  yield { stream: box, event: { type: 'OpenAcknowledged', payload: { ...attempt, reply: '8a010311' } } };
  yield { stream: box, event: { type: 'DoorSeenOpen', payload: { door: 'front', intent } } };
  yield { stream: box, event: { type: 'DoorSeenClosed', payload: { door: 'front', intent } } };
  const where = { compartment, session, intent };
  yield {
    stream: `consignment:${docket}`,
    event:
      flow === 'drop'
        ? { type: 'ConsignmentDeposited', payload: { ...where, counted: 'sensor' } }
        : { type: 'ConsignmentCollected', payload: { ...where, signedBy: 'box', department: 'bgs' } },
  };
  yield { stream: own, event: { type: 'SessionEnded', payload: { reason: 'signed-out', print: 'none' } } };
}

/** The trails of document 0, 1, 2 … without end. */
export function* paperTrails(): Generator<Step, never> {
  for (let n = 0; ; n++) yield* paperTrail(n);
}
