import type { Refusal } from '../domain/decider.ts';
import { takesOut, type VisitReason } from '../domain/session.ts';
import type { Facts } from '../flows/facts.ts';
import type { Input, InputType } from '../flows/inputs.ts';
import type { StationState, Step } from '../flows/state.ts';
import { LedgerUnavailable } from '../ports/ledger.ts';
import type { AskedFlow, OpeningQuestion } from '../ports/opening-asker.ts';
import type { Cause } from './runner.ts';
import type { StationDeps } from './deps.ts';

/** What a person does that may open a door for the first time; what follows from it was asked with it. */
const BY_PERSON: ReadonlySet<InputType> = new Set(['scan', 'registered', 'open-boxes'] as const);

/** Of a station, what a question needs. */
export interface Asked {
  readonly station: string;
  readonly deps: Pick<StationDeps, 'openingAsker' | 'desk' | 'clock' | 'entropy' | 'onError'>;
  readonly state: () => StationState;
  readonly say: (code: string, tone: 'info' | 'warning' | 'error') => void;
  /** Decides an input again, now that it may open doors. */
  readonly take: (input: Input, cause: Cause) => unknown;
}

/**
 * Before a door opens the OA may be asked. The step that would open it is forgotten until the answer is there and then
 * decided anew, as things stand then: everything else at the station and at the others goes on meanwhile.
 */
export class Asking {
  readonly #asked: Asked;
  #pending = false;
  /** Inputs that may open doors, and which. */
  readonly #granted = new WeakMap<Input, ReadonlySet<string>>();

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** Null: the step may be taken. Else it waits for the OA, or must not be taken while another one waits. */
  holds(step: Step, input: Input, cause: Cause, facts: Facts): 'waits' | Refusal | null {
    const { openingAsker } = this.#asked.deps;
    if (!openingAsker || !BY_PERSON.has(input.type)) return null;
    const question = questionOf(this.#asked.station, step, facts);
    if (!question || !openingAsker.asksFor.has(question.flow)) return null;
    const granted = this.#granted.get(input);
    if (granted && question.compartments.every((id) => granted.has(id))) return null;
    if (this.#pending) return { code: 'asking-oa', values: {} };
    this.#pending = true;
    void this.#ask(question, input, cause).finally(() => (this.#pending = false));
    return 'waits';
  }

  async #ask(question: OpeningQuestion, input: Input, cause: Cause): Promise<void> {
    const { deps, station, say, take, state } = this.#asked;
    const { openingAsker, clock, desk, entropy, onError } = deps;
    if (!openingAsker) return;
    const started = clock.now();
    const answer = await openingAsker.ask(`ask_${entropy.id()}`, question);
    const followed =
      answer.answer === 'silent' ? openingAsker.onSilence : answer.answer === 'allowed' ? 'allow' : 'refuse';
    const { station: _, ...about } = question;
    const payload = {
      ...{ ...about, compartments: [...about.compartments], dockets: [...about.dockets] },
      ...{ ...answer, followed, ms: clock.now() - started },
      detail: answer.answer === 'silent' ? answer.detail : null,
    };
    const by = { actor: question.person, station, cause: cause.cause };
    try {
      desk.append([{ stream: `station:${station}`, events: [{ type: 'OpeningAnswered', payload }] }], by);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) onError(error, `${station}: asking`);
      return say('ledger-unavailable', 'error');
    }
    if (state().session?.id !== question.session) return;
    if (followed === 'refuse') return say(answer.answer === 'silent' ? 'oa-silent' : 'oa-refused', 'warning');
    this.#granted.set(input, new Set(question.compartments));
    this.#pending = false;
    take(input, cause);
  }
}

/** What a step that opens a door for the first time is about; undefined when it opens none. */
const questionOf = (station: string, step: Step, facts: Facts): OpeningQuestion | undefined => {
  const session = step.state.session;
  const visit = session?.fold.visit;
  const opens = step.effects.some((effect) => effect.type === 'pulse' && effect.attempt === 1);
  if (!session || !visit || !opens) return undefined;
  const { reason } = visit;
  if (!isAskedFor(reason)) return undefined;
  const compartments = [...new Set([visit.compartment, ...session.fold.queue])];
  const dockets = takesOut(reason)
    ? compartments.flatMap((id) => facts.inside(id).map(({ docket }) => docket))
    : [...visit.pieces, ...(session.fold.bag?.left ?? [])];
  return {
    ...{ station, session: session.id, person: session.fold.started?.person ?? '', flow: reason },
    ...{ compartments, dockets: [...new Set(dockets)].slice(0, 500) },
  };
};

const ASKED_FOR: ReadonlySet<string> = new Set([
  'drop',
  'pickup',
  'send',
  'fetch',
] satisfies readonly AskedFlow[]);
const isAskedFor = (reason: VisitReason): reason is AskedFlow => ASKED_FOR.has(reason);
