import type { CommissioningFinding } from './commissioning-verdict.ts';
import { conclude, openAlready, type Wiring } from './commissioning-verdict.ts';

/** Inputs of a board as two reads in a row agree on; index 0 is terminal 1, polarity not applied. */
export type Inputs = readonly boolean[];

/** What is asked of the person, and what the machine does in between. */
export type Step =
  /** Close the door, then say so. */
  | 'close'
  | 'reading-closed'
  /** May one pulse be sent now? */
  | 'permit'
  | 'pulsing'
  | 'reading-open'
  /** Which door came open? */
  | 'which'
  /** Close it again, then say so. */
  | 'close-again'
  | 'reading-again'
  | 'done';

export interface Commissioning {
  readonly step: Step;
  readonly wiring: Wiring;
  readonly closed: Inputs | null;
  readonly opened: Inputs | null;
  /** Number on the door that came open by itself; 0 for none, null before it was said. */
  readonly door: number | null;
  /** Pulses sent by this run: never more than one. */
  readonly pulses: number;
  readonly findings: readonly CommissioningFinding[];
}
/** What a person says. */
export type Say =
  | { readonly say: 'closed' }
  | { readonly say: 'open' }
  /** Number on the door that came open; 0: none did. */
  | { readonly say: 'door'; readonly number: number }
  | { readonly say: 'stop' };
/** What became of an effect. */
export type Came =
  | { readonly came: 'read'; readonly inputs: Inputs; readonly echo: boolean | null }
  | { readonly came: 'pulsed' }
  /** It was not done, or nothing can be known of it. */
  | { readonly came: 'failed'; readonly why: string };
export type Effect = 'read' | 'pulse';
export type Turn = readonly [Commissioning, Effect | null];

export const beginCommissioning = (wiring: Wiring): Commissioning => ({
  step: 'close',
  wiring,
  ...{ closed: null, opened: null, door: null, pulses: 0, findings: [] },
});

/** What the person may say at a step; anything else changes nothing. */
export const asked = {
  close: ['closed', 'stop'],
  permit: ['open', 'stop'],
  which: ['door', 'stop'],
  'close-again': ['closed', 'stop'],
} as const satisfies Partial<Record<Step, readonly Say['say'][]>>;
const awaits = (step: Step): readonly Say['say'][] =>
  Object.hasOwn(asked, step) ? asked[step as keyof typeof asked] : [];

/** Whether this was asked for at the step the run stands at. */
export const mayBeSaid = ({ step, pulses }: Commissioning, { say }: Say): boolean =>
  awaits(step).includes(say) && !(say === 'open' && pulses > 0);

/** One turn; pure. A word that was not asked for changes nothing, so nothing said twice ever sends a second pulse. */
export const nextCommissioning = (state: Commissioning, input: Say | Came): Turn =>
  'say' in input ? said(state, input) : came(state, input);

const to = (state: Commissioning, change: Partial<Commissioning>, effect: Effect | null = null): Turn => [
  { ...state, ...change },
  effect,
];
const finish = (state: Commissioning, findings: readonly CommissioningFinding[]): Turn =>
  to(state, { step: 'done', findings: [...state.findings, ...findings] });

const said = (state: Commissioning, say: Say): Turn => {
  if (!mayBeSaid(state, say)) return [state, null];
  switch (say.say) {
    case 'stop':
      return finish(state, [{ code: 'stopped', values: {}, change: null }]);
    case 'open':
      return to(state, { step: 'pulsing', pulses: 1 }, 'pulse');
    case 'door':
      if (say.number < 0) return [state, null];
      return to(state, {
        step: say.number === 0 ? 'done' : 'close-again',
        door: say.number,
        ...verdictIfNone(state, say.number),
      });
    case 'closed':
      return to(state, { step: state.step === 'close' ? 'reading-closed' : 'reading-again' }, 'read');
  }
};
const verdictIfNone = (state: Commissioning, door: number): Partial<Commissioning> =>
  door === 0 ? { findings: [...state.findings, ...conclude({ ...state, door }, null)] } : {};

const came = (state: Commissioning, input: Came): Turn => {
  if (!['reading-closed', 'pulsing', 'reading-open', 'reading-again'].includes(state.step))
    return [state, null];
  if (input.came === 'failed') {
    const failed = { code: 'failed', values: { why: input.why }, change: null } as const;
    return finish(state, [failed, ...(state.step === 'pulsing' ? openAlready(state) : [])]);
  }
  if (input.came === 'pulsed')
    return state.step === 'pulsing' ? to(state, { step: 'reading-open' }, 'read') : [state, null];
  switch (state.step) {
    case 'reading-closed':
      return to(state, { step: 'permit', closed: input.inputs, findings: echoFinding(state, input.echo) });
    case 'reading-open':
      return to(state, { step: 'which', opened: input.inputs });
    case 'reading-again':
      return finish(state, conclude(state, input.inputs));
    default:
      return [state, null];
  }
};

/** `echo`: whether the line repeated what was sent; null when that cannot be told. */
const echoFinding = ({ wiring }: Commissioning, echo: boolean | null): CommissioningFinding[] =>
  echo === null || echo === wiring.echo
    ? []
    : [{ code: echo ? 'echo' : 'no-echo', values: {}, change: { setting: 'echo', value: echo } }];
