import type { EventDraft } from '#controller/domain/events.ts';
import { HOUR, type Life } from './plan.ts';

export type Write = readonly [
  stream: `document:${string}` | `consignment:${string}`,
  ...events: EventDraft[],
];

/** What happens to a piece, and when (UTC ms). */
export const stepsOf = (life: Life, write: (...writes: readonly Write[]) => void) => {
  const { docket, department, urgency, kind, dropped, taken, refused, done, missing, rest } = life;
  const document = `d-${docket}`;
  const consignment = `consignment:${docket}` as const;
  // Who comes to the box takes what waits: one visit in an hour.
  const visit = (at: number) => ({ session: `s${Math.floor(at / HOUR)}`, intent: 'i', compartment: 'A01' });
  const steps = [
    {
      at: dropped,
      run() {
        const paper = {
          number: `文〔2026〕${docket}号`,
          title: '题',
          issuers: ['办'],
          kind,
          urgency,
          pages: null,
        };
        const rest = { writtenOn: null, barcode: null, oaId: null, way: 'api' as const, oddities: [] };
        write(
          [`document:${document}`, { type: 'DocumentRegistered', payload: { ...paper, ...rest } }],
          [
            consignment,
            { type: 'ConsignmentRegistered', payload: { document, department, copy: 1, copies: 1 } },
          ],
        );
        write([
          consignment,
          { type: 'ConsignmentDeposited', payload: { ...visit(dropped), counted: 'sensor' } },
        ]);
      },
    },
  ];
  const step = (at: number | null, event: EventDraft): void => {
    if (at !== null) steps.push({ at, run: () => write([consignment, event]) });
  };
  step(rest?.from ?? null, {
    type: 'ClockPaused',
    payload: { clock: 'sign-for', reason: 'other', note: '' },
  });
  step(rest?.to ?? null, { type: 'ClockResumed', payload: { clock: 'sign-for' } });
  const seen = visit(taken ?? 0);
  if (refused)
    step(taken, {
      type: 'ConsignmentRefused',
      payload: { session: seen.session, reason: 'format', note: null },
    });
  else step(taken, { type: 'ConsignmentCollected', payload: { ...seen, signedBy: 'box', department } });
  if (missing)
    step(done, {
      type: 'ConsignmentMissing',
      payload: { was: 'collected', compartment: null, by: 'desk', note: null },
    });
  else step(done, { type: 'ConsignmentHandled', payload: { instruction: null, result: null } });
  return steps;
};
