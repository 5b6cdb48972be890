import type { StationCommand, StationSnapshot } from '#controller/api/contract/station.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { call } from '../client/http.ts';
import { listen } from '../client/socket.ts';
import { after, every, now } from '../client/time.ts';
import { language } from './language.svelte.ts';
import { zone } from './zone.svelte.ts';

/** How often countdowns are looked at, ms. */
const tick = 250;
/** A person who touches the screen is there; told to the station at most this often, ms. */
const touchEvery = 5000;
/** A touch that turns out to be a command needs no telling; that long is waited to see, ms. */
const touchSettles = 600;
/** Typed scans that may wait for the station. */
const mostTyped = 20;
/** A choice of language made on the welcome screen and then left alone is forgotten, ms. */
const languageKept = 60_000;

/** What the station shows, kept current over the socket; commands go over HTTP, one at a time. */
export class Station {
  readonly id: string;
  snapshot = $state.raw<StationSnapshot | null>(null);
  /** What is shown may be old: the line is down, or a question found no network. */
  lost = $state(false);
  /** Why the station cannot be shown at all. */
  trouble = $state<'missing' | 'not-permitted' | null>(null);
  busy = $state(false);
  failure = $state.raw<Problem | null>(null);
  /** The server's time now, ms. */
  now = $state(now());
  #offset = 0;
  #known = -1;
  /** Whether the live line is up; null before it was tried. */
  #line: boolean | null = null;
  #touchedAt = 0;
  #askedAt = 0;
  #stop: (() => void)[] = [];
  readonly #typed: string[] = [];

  readonly #token: string | null;

  /** `token`: for a kiosk that is not the controller's own machine. */
  constructor(id: string, token: string | null) {
    this.id = id;
    this.#token = token;
  }
  get #path(): string {
    return `/api/v1/stations/${encodeURIComponent(this.id)}/session`;
  }
  get signedIn(): boolean {
    return this.snapshot?.person !== null && this.snapshot?.person !== undefined;
  }
  start(): void {
    const stop = listen(
      '/stations',
      { station: this.id, ...(this.#token === null ? {} : { token: this.#token }) },
      {
        up: () => {
          // The controller may have started anew and counts revisions from the beginning.
          this.#known = -1;
          this.#line = true;
          void this.#fetch();
        },
        down: () => {
          this.#line = false;
          this.lost = true;
        },
        events: { snapshot: (seen: StationSnapshot) => this.#heard(seen) },
      },
    );
    this.#stop = [stop, every(tick, () => this.#ticked())];
    void this.#fetch();
  }
  stop(): void {
    for (const end of this.#stop.splice(0)) end();
  }
  /** Whole seconds left until an instant, never below 0. */
  secondsTo(iso: string): number {
    return Math.max(0, Math.ceil((Date.parse(iso) - this.now) / 1000));
  }

  /** Asks the station for something. While one question is open, another is not asked. */
  async send(command: StationCommand): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    const answer = await this.#ask(command);
    this.busy = false;
    if (!answer.ok && this.snapshot?.message?.code !== answer.problem.code) this.failure = answer.problem;
    return answer.ok;
  }
  /**
   * What a scanner typed, in order, also while a command is under way. More than a few at once came from no scanner:
   * they are dropped.
   */
  typed(text: string): void {
    if (this.#typed.push(text) > mostTyped) this.#typed.pop();
    if (this.#typed.length === 1) void this.#tellTyped();
  }
  async #tellTyped(): Promise<void> {
    for (let text = this.#typed[0]; text !== undefined; text = this.#typed[0]) {
      const answer = await this.#ask({ type: 'typed-scan', text });
      if (!answer.ok && this.snapshot?.message?.code !== answer.problem.code) this.failure = answer.problem;
      this.#typed.shift();
    }
  }
  /** The person is still there. */
  stay(): void {
    this.#touchedAt = now();
    void this.#ask({ type: 'touch' });
  }
  /** The screen was touched; every command restarts the idle clock by itself. */
  touched(): void {
    if (!this.signedIn || now() - this.#touchedAt < touchEvery) return;
    const at = (this.#touchedAt = now());
    after(touchSettles, () => {
      if (this.signedIn && this.#askedAt < at) this.stay();
    });
  }

  async #ask(command: StationCommand) {
    this.#askedAt = now();
    const answer = await call<StationSnapshot>({
      method: 'POST',
      path: this.#path,
      as: { token: this.#token },
      body: command,
      language: language.code,
      onRetry: () => (this.lost = true),
    });
    if (answer.ok) this.#heard(answer.value);
    return answer;
  }
  async #fetch(): Promise<void> {
    const as = { token: this.#token };
    const answer = await call<StationSnapshot>({ path: this.#path, as, language: language.code });
    const status = answer.ok ? 200 : answer.problem.status;
    this.trouble = status === 404 ? 'missing' : status === 401 || status === 403 ? 'not-permitted' : null;
    if (answer.ok) this.#heard(answer.value);
  }
  /** An answer that was on its way while the line went down tells of the past: only a line that is up ends that. */
  #heard(seen: StationSnapshot): void {
    if (this.#line !== false) this.lost = false;
    this.#accept(seen);
  }
  #accept(seen: StationSnapshot): void {
    if (seen.revision < this.#known) return;
    const visitOver = this.snapshot?.screen.name !== 'welcome' && seen.screen.name === 'welcome';
    if (visitOver && this.snapshot !== null) language.forget();
    const said = this.failure !== null && seen.message?.code === this.failure.code;
    if (said || seen.screen.name !== this.snapshot?.screen.name) this.failure = null;
    language.site = seen.language;
    zone.name = seen.timeZone;
    this.#known = seen.revision;
    this.#offset = Date.parse(seen.now) - now();
    this.now = now() + this.#offset;
    this.snapshot = seen;
  }
  #ticked(): void {
    this.now = now() + this.#offset;
    const left = now() - Math.max(this.#touchedAt, language.chosenAt) > languageKept;
    if (language.chosen !== null && left && this.snapshot?.screen.name === 'welcome') language.forget();
  }
}
