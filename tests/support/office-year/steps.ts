import type { EventDraft } from '#controller/domain/events.ts';
import { HOUR, type Life } from './plan.ts';

export type Write = readonly [
  stream: `document:${string}` | `consignment:${string}`,
  ...events: EventDraft[],
];

/** What happens to a piece, and when (UTC ms). Whichever of the copies of a paper is dropped first registers them all. */
export const stepsOf = (
  life: Life,
  copies: readonly Life[],
  write: (...writes: readonly Write[]) => void,
) => {
  const { docket, department, dropped, taken, refused, done, missing, rest } = life;
  const document = `d-${life.document}`;
  const first = copies.reduce((one, other) => (other.dropped < one.dropped ? other : one));
  const consignment = `consignment:${docket}` as const;
  // Who comes to the box takes what waits: one visit in an hour.
  const visit = (at: number) => ({ session: `s${Math.floor(at / HOUR)}`, intent: 'i', compartment: 'A01' });
  const steps = [
    {
      at: dropped,
      run() {
        if (life === first) write(...registered(document, copies));
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

const registered = (document: string, copies: readonly Life[]): Write[] =>
  copies
    .map(({ docket, department, copy, copies: all, kind, urgency }, index): Write[] => {
      const paper = {
        number: `文〔2026〕${document}号`,
        title: '题',
        issuers: ['办'],
        kind,
        urgency,
        pages: null,
      };
      const rest = { writtenOn: null, barcode: null, oaId: null, way: 'api' as const, oddities: [] };
      const piece = { document, department, copy, copies: all };
      return [
        ...(index === 0
          ? [
              [
                `document:${document}`,
                { type: 'DocumentRegistered', payload: { ...paper, ...rest } },
              ] satisfies Write,
            ]
          : []),
        [`consignment:${docket}`, { type: 'ConsignmentRegistered', payload: piece }],
      ];
    })
    .flat();
