import type { StationCommand, StationSnapshot } from '../api/contract/station.ts';
import type { Refusal } from '../domain/decider.ts';
import { session as sessions } from '../domain/session.ts';
import type { Facts } from '../flows/facts.ts';
import type { Input, Scanned } from '../flows/inputs.ts';
import { next } from '../flows/next.ts';
import { initialStation, type Effect, type StationState, type Step } from '../flows/state.ts';
import type { Cancel } from '../ports/clock.ts';
import { LedgerUnavailable, type AnswerOf } from '../ports/ledger.ts';
import type { Scan } from '../ports/scanner.ts';
import type { SignInAnswer } from '../ports/sign-in.ts';
import { classify, classifyTyped } from './classify.ts';
import type { StationDeps } from './deps.ts';
import type { StationSettings } from './facts.ts';

export type CommandResult =
  | { readonly ok: true; readonly snapshot: StationSnapshot }
  | { readonly ok: false; readonly refusal: Refusal };
/** Why a step is made: what it is recorded under, and the answer remembered with its first append. */
export interface Cause {
  readonly cause: string;
  readonly answer?: AnswerOf | undefined;
}
/** How a station is wired to the others and to its pages. */
export interface RunnerParts {
  readonly deps: StationDeps;
  readonly station: StationSettings;
  readonly facts: (now: number, step: string) => Facts;
  readonly snapshot: (state: StationState, facts: Facts, revision: number) => StationSnapshot;
  /** The visit or the screen changed. */
  readonly onStep: () => void;
}
/** Rest before a step the ledger refused is tried again, ms. */
const RETRY_MS = 1000;

/** One station's shell: inputs one at a time, each decided purely, appended once, and only then acted on. */
export class StationRunner {
  readonly #parts: RunnerParts;
  readonly #line: { input: Input; cause: Cause }[] = [];
  #state: StationState = initialStation();
  #busy = false;
  #closed = false;
  #timer: Cancel | null = null;
  #wakeAt: number | null = null;
  #revision = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  get state(): StationState {
    return this.#state;
  }
  get id(): string {
    return this.#parts.station.id;
  }

  /** Takes up what the ledger knows of this station; nothing is decided or sent yet. */
  load(): void {
    const { desk, views } = this.#parts.deps;
    const open = views.openSessions().find((row) => row.station === this.id);
    const fold = open && desk.state(sessions, open.id).state;
    const own = new Set((fold?.alarms ?? []).map((alarm) => alarm.alarm));
    const alarms = views.alarms().filter((row) => row.station === this.id && !own.has(row.alarm));
    this.#state = {
      ...initialStation(),
      session: open && fold ? { id: open.id, fold } : null,
      alarms: alarms.map(({ alarm, kind, compartment, raisedAt }) => ({
        ...{ alarm, kind, compartment, raisedAt },
      })),
    };
  }

  snapshot(): StationSnapshot {
    this.#revision += 1;
    const { facts, snapshot, deps } = this.#parts;
    return snapshot(this.#state, facts(deps.clock.now(), 'snapshot'), this.#revision);
  }

  /** From the scanner's callback to the pulse without waiting for anything but the ledger. */
  scanned(scan: Scan): void {
    this.#guarded('scan', () => {
      const { signIn } = this.#parts.deps;
      const text = scan.text?.trim() ?? '';
      if (signIn.isBadge(text)) return this.#arrive(() => signIn.byBadge(this.id, text));
      this.#scan(classify(this.#parts.deps, scan));
    });
  }
  card(uid: string): void {
    this.#guarded('card', () => this.#arrive(() => this.#parts.deps.signIn.byCard(this.id, uid)));
  }
  /** An observation, already in the ledger. */
  observe(input: Extract<Input, { type: 'door' | 'bin' | 'count' | 'slot-blocked' | 'outcome' }>): void {
    this.#guarded(input.type, () => this.take(input));
  }
  resume(): void {
    this.#guarded('resume', () => this.take({ type: 'resume' }));
  }

  /**
   * Follows a command of the kiosk. Resolves to the screen after it, or to why it was not followed; rejects only for
   * a bug. `cause`: the idempotency key; `answer`: stored in the same append as the command's first events.
   */
  async command(command: StationCommand, cause: Cause): Promise<CommandResult> {
    const refusal =
      command.type === 'sign-in'
        ? await this.#signIn(command, cause)
        : this.take(this.#input(command), cause);
    return refusal ? { ok: false, refusal } : { ok: true, snapshot: this.snapshot() };
  }
  #input(command: Exclude<StationCommand, { type: 'sign-in' }>): Input {
    return command.type === 'enter-code'
      ? { type: 'scan', scanned: classifyTyped(this.#parts.deps, command.text) }
      : command;
  }

  close(): void {
    this.#closed = true;
    this.#timer?.();
    this.#timer = null;
  }

  /** Decides one input and everything that follows from it at once. Throws what is a bug. */
  take(input: Input, cause?: Cause): Refusal | null {
    const how = cause ?? { cause: this.#parts.deps.entropy.id() };
    if (this.#closed) return { code: 'closed', values: {} };
    if (this.#busy) {
      this.#line.push({ input, cause: how });
      return null;
    }
    this.#busy = true;
    try {
      const refusal = this.#step(input, how);
      for (let waiting = this.#line.shift(); waiting; waiting = this.#line.shift())
        this.#step(waiting.input, waiting.cause);
      return refusal;
    } finally {
      this.#busy = false;
      this.#parts.onStep();
    }
  }

  #scan(scanned: Scanned): void {
    this.take({ type: 'scan', scanned });
  }

  #step(input: Input, how: Cause): Refusal | null {
    const { deps, facts } = this.#parts;
    const now = deps.clock.now();
    let step: Step;
    try {
      step = next(this.#state, input, facts(now, deps.entropy.id()));
      if (step.writes.length > 0) deps.desk.append(step.writes, this.#by(input, step, how), how.answer);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      return this.#unsaved(now);
    }
    this.#state = step.state;
    let refusal = step.refusal;
    for (const effect of step.effects) refusal = this.#run(effect, how) ?? refusal;
    this.#schedule(step.deadline, now);
    return refusal;
  }

  /** Whoever is signed in did it; what only time did, the system did. */
  #by(input: Input, step: Step, { cause }: Cause) {
    const fold = (this.#state.session ?? step.state.session)?.fold;
    const handsOver = step.writes.some(({ stream }) => stream.startsWith('consignment:'));
    const byTime = (input.type === 'tick' || input.type === 'resume') && !handsOver;
    const actor = byTime ? 'system' : (fold?.started?.person ?? 'system');
    return { actor, station: this.id, cause };
  }

  #run(effect: Effect, how: Cause): Refusal | null {
    if (effect.type === 'register') return this.#register(effect, how);
    const { compartment, door, intent, attempt, device, channel } = effect;
    this.#parts.deps.actuator.pulse({ compartment, door, intent, attempt, device, channel });
    return null;
  }
  #register(effect: Extract<Effect, { type: 'register' }>, { cause, answer }: Cause): Refusal | null {
    const { record, recipients, oddities } = effect;
    const person = this.#state.session?.fold.started?.person ?? '';
    const by = { person, station: this.id, cause, oddities, answer };
    try {
      const done = this.#parts.deps.registrar.registerFromRecord(record, recipients, by);
      if (!done.ok) {
        this.#say(done.refusal.code, 'warning');
        return done.refusal;
      }
      this.#line.push({ input: { type: 'registered', dockets: done.dockets }, cause: { cause } });
      return null;
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      return this.#unsaved(this.#parts.deps.clock.now());
    }
  }

  /** Nothing was written, so nothing happened: no door opens, and the screen says so. */
  #unsaved(now: number): Refusal {
    this.#say('ledger-unavailable', 'error');
    this.#schedule(now + RETRY_MS, now);
    return { code: 'ledger-unavailable', values: {} };
  }
  #say(code: string, tone: 'info' | 'warning' | 'error', values: Record<string, string> = {}): void {
    const { clock, config } = this.#parts.deps;
    const until = clock.now() + config.policies.timings.message * 1000;
    const live = { ...this.#state.live, message: { code, tone, values, until } };
    this.#state = { ...this.#state, live };
    this.#schedule(until, clock.now(), true);
  }

  /** `soonest`: keep an earlier waking. */
  #schedule(deadline: number | null, now: number, soonest = false): void {
    const at = soonest && this.#wakeAt !== null ? Math.min(this.#wakeAt, deadline ?? Infinity) : deadline;
    this.#timer?.();
    this.#timer = null;
    this.#wakeAt = at;
    if (at === null || this.#closed) return;
    this.#timer = this.#parts.deps.clock.after(Math.max(0, at - now), () => {
      this.#wakeAt = null;
      // Should a step fail by a bug, time goes on all the same.
      this.#schedule(this.#parts.deps.clock.now() + RETRY_MS, this.#parts.deps.clock.now());
      this.#guarded('tick', () => this.take({ type: 'tick' }));
    });
  }

  /** Somebody shows a card or badge. While another session runs, nobody else is let in. */
  #arrive(ask: () => Promise<SignInAnswer>): void {
    if (this.#state.session) {
      this.#say('in-use', 'info');
      this.#parts.onStep();
      return;
    }
    ask().then(
      (answer) => this.#guarded('sign-in', () => this.#answered(answer)),
      (error: unknown) => {
        if (error instanceof LedgerUnavailable) this.#say('ledger-unavailable', 'error');
        else this.#parts.deps.onError(error, `${this.id}: sign-in`);
        this.#parts.onStep();
      },
    );
  }
  async #signIn(
    { number, pin }: Extract<StationCommand, { type: 'sign-in' }>,
    cause: Cause,
  ): Promise<Refusal | null> {
    if (this.#state.session) return { code: 'in-use', values: {} };
    try {
      return this.#answered(await this.#parts.deps.signIn.byPin(this.id, number, pin), cause);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      return { code: 'ledger-unavailable', values: {} };
    }
  }
  #answered(answer: SignInAnswer, cause?: Cause): Refusal | null {
    if (answer.ok) {
      const { person, method } = answer;
      const session = this.#parts.deps.entropy.id();
      return this.take({ type: 'signed-in', session, person, method }, cause);
    }
    const code = answer.why === 'stranger' ? 'unknown-person' : answer.why;
    const values: Record<string, string> = answer.until === undefined ? {} : { until: answer.until };
    this.#say(code, 'warning', values);
    this.#parts.onStep();
    return { code, values };
  }

  #guarded(where: string, act: () => unknown): void {
    try {
      act();
    } catch (error) {
      this.#parts.deps.onError(error, `${this.id}: ${where}`);
    }
  }
}
