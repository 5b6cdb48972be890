import type { StationCommand, StationSnapshot } from '../api/contract/station.ts';
import type { Refusal } from '../domain/decider.ts';
import { session as sessions } from '../domain/session.ts';
import type { Facts } from '../flows/facts.ts';
import type { Input, InputType } from '../flows/inputs.ts';
import { next } from '../flows/next.ts';
import { awaitsWitness } from '../flows/tasks.ts';
import { initialStation, type Effect, type StationState, type Step } from '../flows/state.ts';
import type { Cancel } from '../ports/clock.ts';
import { LedgerUnavailable, type AnswerOf } from '../ports/ledger.ts';
import type { Scan } from '../ports/scanner.ts';
import { arrivalsAt, type Arrivals } from './arrivals.ts';
import { Asking, type Asked } from './asking.ts';
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
type Observation = 'door' | 'bin' | 'count' | 'count-doubted' | 'slot-blocked' | 'outcome';
/** Rest before a step the ledger refused is tried again, ms. */
const RETRY_MS = 1000;
/** Nobody will repeat these: they wait for the ledger. A person is told, and tries again. */
const TOLD_ONCE: ReadonlySet<InputType> = new Set([
  ...(['door', 'bin', 'count', 'count-doubted', 'slot-blocked', 'registered', 'resume'] as const),
]);

/** One station's shell: inputs one at a time, each decided purely, appended once, and only then acted on. */
export class StationRunner {
  readonly #parts: RunnerParts;
  readonly #arrivals: Arrivals;
  readonly #asking: Asking;
  readonly #line: { input: Input; cause: Cause }[] = [];
  /** Observations the ledger could not take the consequences of. */
  readonly #missed: { input: Input; cause: Cause }[] = [];
  #state: StationState = initialStation();
  #busy = false;
  #closed = false;
  #timer: Cancel | null = null;
  #wakeAt: number | null = null;
  #revision = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const { signIn, entropy, onError } = parts.deps;
    const say: Asked['say'] = (code, tone) => {
      this.#say(code, tone);
      parts.onStep();
    };
    this.#asking = new Asking({
      ...{ station: parts.station.id, deps: parts.deps, say, state: () => this.#state },
      take: (input, cause) => this.#guarded('answered', () => this.take(input, cause)),
    });
    this.#arrivals = arrivalsAt({
      ...{ station: parts.station.id, signIn, onError, newSession: () => entropy.id() },
      inUse: () => {
        const fold = this.#state.session?.fold;
        return fold !== undefined && !awaitsWitness(fold.flow, fold.witness);
      },
      say: (code, tone, values) => {
        this.#say(code, tone, values);
        parts.onStep();
      },
      take: (input, cause) => this.take(input, cause),
    });
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
      const text = scan.text?.trim() ?? '';
      if (this.#parts.deps.signIn.isBadge(text)) return this.#arrivals.badge(text);
      this.take({ type: 'scan', scanned: classify(this.#parts.deps, scan) });
    });
  }
  card(uid: string): void {
    this.#arrivals.card(uid);
  }
  /** An observation, already in the ledger. */
  observe(input: Extract<Input, { type: Observation }>): void {
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
    if (command.type === 'typed-scan' && !this.#parts.station.keyboardScanner)
      return { ok: false, refusal: { code: 'not-allowed-here', values: {} } };
    if (command.type === 'typed-scan') {
      const { text } = command;
      this.scanned({ bytes: new TextEncoder().encode(text), text, aim: null });
      return { ok: true, snapshot: this.snapshot() };
    }
    const refusal =
      command.type === 'sign-in'
        ? await this.#arrivals.pin(command.number, command.pin, cause)
        : this.take(this.#input(command), cause);
    return refusal ? { ok: false, refusal } : { ok: true, snapshot: this.snapshot() };
  }
  #input(command: Exclude<StationCommand, { type: 'sign-in' | 'typed-scan' }>): Input {
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

  #step(input: Input, how: Cause): Refusal | null {
    const { deps, facts } = this.#parts;
    const now = deps.clock.now();
    let step: Step;
    try {
      const known = facts(now, deps.entropy.id());
      step = next(this.#state, input, known);
      const held = this.#asking.holds(step, input, how, known);
      if (held !== null) return this.#held(held);
      if (step.writes.length > 0) deps.desk.append(step.writes, this.#by(input, step, how), how.answer);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      if (TOLD_ONCE.has(input.type)) this.#missed.push({ input, cause: how });
      return this.#unsaved(now);
    }
    this.#state = step.state;
    let refusal = step.refusal;
    for (const effect of step.effects) refusal = this.#run(effect, how) ?? refusal;
    this.#schedule(step.deadline, now);
    return refusal;
  }

  /** The OA is asked before the step is taken: nothing of it has happened. */
  #held(held: 'waits' | Refusal): Refusal | null {
    this.#say('asking-oa', 'info');
    return held === 'waits' ? null : held;
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
    const kept = soonest && this.#wakeAt !== null ? Math.min(this.#wakeAt, deadline ?? Infinity) : deadline;
    const at = this.#missed.length > 0 ? Math.min(now + RETRY_MS, kept ?? Infinity) : kept;
    this.#timer?.();
    this.#timer = null;
    this.#wakeAt = at;
    if (at === null || this.#closed) return;
    this.#timer = this.#parts.deps.clock.after(Math.max(0, at - now), () => {
      this.#wakeAt = null;
      // Should a step fail by a bug, time goes on all the same.
      this.#schedule(this.#parts.deps.clock.now() + RETRY_MS, this.#parts.deps.clock.now());
      for (const { input, cause } of this.#missed.splice(0))
        this.#guarded(input.type, () => this.take(input, cause));
      this.#guarded('tick', () => this.take({ type: 'tick' }));
    });
  }

  #guarded(where: string, act: () => unknown): void {
    try {
      act();
    } catch (error) {
      this.#parts.deps.onError(error, `${this.id}: ${where}`);
    }
  }
}
