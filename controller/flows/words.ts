import type { PayloadOf } from '../domain/events.ts';
import type { Draft } from './draft.ts';

export type Verdict = PayloadOf<'ScanJudged'>['verdict'];
export interface Judgement {
  readonly verdict: Verdict;
  readonly docket?: string | null;
  readonly compartment?: string | null;
  readonly cabinet?: string | null;
  readonly reason?: string | undefined;
}

const GOOD: ReadonlySet<Verdict> = new Set(['accepted', 'record-offered', 'signed-for']);
const BAD: ReadonlySet<Verdict> = new Set(['classified', 'not-allowed', 'not-from-registered-office']);

/** Records a verdict and says it. Values for the words: numbers and names, never titles. */
export const judge = (draft: Draft, judgement: Judgement): void => {
  const { verdict, docket = null, compartment = null, cabinet, reason } = judgement;
  draft.record({ type: 'ScanJudged', payload: { verdict, docket, compartment } });
  const tone = GOOD.has(verdict) ? 'info' : BAD.has(verdict) ? 'error' : 'warning';
  draft.say(verdict, tone, valuesFor(draft, { docket, compartment, cabinet: cabinet ?? null, reason }));
};

export const valuesFor = (
  draft: Draft,
  about: {
    readonly docket?: string | null;
    readonly compartment?: string | null;
    readonly cabinet?: string | null;
    readonly reason?: string | undefined;
  },
): Record<string, string> => {
  const piece = about.docket ? draft.piece(about.docket) : undefined;
  const place = about.compartment ? draft.place(about.compartment) : undefined;
  const cabinet = about.cabinet ?? place?.cabinet;
  return {
    ...(piece ? { number: piece.number, department: draft.facts.departmentName(piece.department) } : {}),
    ...(place ? { compartment: String(place.number) } : {}),
    ...(cabinet ? { cabinet: draft.facts.cabinetName(cabinet) } : {}),
    ...(about.reason ? { reason: about.reason } : {}),
  };
};
