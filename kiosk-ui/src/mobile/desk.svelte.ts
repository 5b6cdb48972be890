import type { CollectedPiece, DeskView, WaitingPiece } from '#controller/api/contract/desk.ts';
import type { MeView } from '#controller/api/contract/office.ts';
import { every, now, uuid } from '../client/time.ts';
import { office } from '../state/office.svelte.ts';
import { zone } from '../state/zone.svelte.ts';
import { openStore, type Kept, type Queued, type Store } from './store.ts';

/** How long one try waits on a bad line, ms. */
const PATIENCE_MS = 12_000;
/** How long what was kept may be shown without the controller being heard, ms: as long as a session lasts at most. */
const KEPT_FOR_MS = 12 * 3_600_000;
/** Pause between tries to send what is queued, ms. */
const AGAIN_MS = 15_000;
/** Refusals after which the same request may yet be taken. */
const isPassing = (status: number): boolean =>
  status === 0 || status === 401 || status === 429 || status >= 500;

/** What is shown and what is to be sent, on a line that may be bad. */
class DeskState {
  view = $state.raw<DeskView | null>(null);
  /** False while what is shown may be old. */
  fresh = $state(false);
  /** When the controller was heard last, ms. */
  heardAt = $state(0);
  queue = $state.raw<readonly Queued[]>([]);
  /** False when this browser keeps nothing beyond the page. */
  lasting = $state(true);
  /** A sign-out that the controller does not know of yet. */
  leaving = $state(false);
  /** Moves the ages on, ms by this device's clock. */
  tick = $state(now());
  #store: Store | null = null;
  #turn = 0;
  #sending = false;

  /** Actions of the person who is signed in; those of others wait for them. */
  readonly mine: readonly Queued[] = $derived(
    this.queue.filter(({ person }) => person === office.me?.number),
  );
  readonly others: readonly Queued[] = $derived(
    this.queue.filter(({ person }) => person !== office.me?.number),
  );
  /** Now by the controller's clock, ms, as far as this device knows. */
  readonly controllerNow: number = $derived(
    this.view === null ? this.tick : Date.parse(this.view.asOf) + Math.max(0, this.tick - this.heardAt),
  );
  readonly late: readonly (WaitingPiece | CollectedPiece)[] = $derived(
    [...(this.view?.waiting ?? []), ...(this.view?.collected ?? [])].filter(
      ({ due }) => due !== null && Date.parse(due) <= this.controllerNow,
    ),
  );

  async start(): Promise<void> {
    const store = await openStore();
    this.#store = store;
    this.lasting = store.lasting;
    this.queue = await store.queue();
    office.onChange(
      ['consignments', 'documents', 'departments', 'people', 'registers'],
      () => void this.load(),
    );
    addEventListener('online', () => void this.load());
    every(AGAIN_MS, () => {
      this.tick = now();
      if (this.leaving && office.me === null) void this.#signOut();
      if (!this.fresh || this.mine.some(({ problem }) => problem === null)) void this.load();
    });
    this.leaving = await store.leaving();
    if (this.leaving && !(await this.#signOut())) {
      office.known = true;
      return;
    }
    await this.#enter(await store.kept());
  }
  /** Who is it? The controller says; when it cannot be reached, what was kept. */
  async #enter(kept: Kept | undefined): Promise<void> {
    const usable = kept !== undefined && now() - kept.heardAt < KEPT_FOR_MS ? kept : null;
    const show = (): void => {
      if (usable === null || office.me !== null) return;
      [this.view, this.heardAt] = [usable.desk, usable.heardAt];
      office.entered(usable.me);
      office.known = true;
    };
    const answer = await office.get<MeView>('/me', { patience: PATIENCE_MS, onRetry: show });
    if (answer.ok) {
      if (kept?.me.number === answer.value.number) [this.view, this.heardAt] = [kept.desk, kept.heardAt];
      this.entered(answer.value);
    } else if (answer.problem.code !== 'network') await this.#hide();
    office.known = true;
  }
  entered(me: MeView): void {
    zone.name = me.timeZone;
    // A sign-in ends the session there was before.
    this.leaving = false;
    void this.#store?.setLeaving(false);
    if (office.me === null) office.entered(me);
    void this.load();
  }
  /** Sends what is queued, then fetches everything. Of several at once the last one counts. */
  async load(): Promise<void> {
    if (office.me === null) return;
    const turn = ++this.#turn;
    await this.#send();
    const answer = await office.get<DeskView>('/desk', {
      ...{ patience: PATIENCE_MS, onRetry: () => (this.fresh = false) },
    });
    const me = office.me;
    if (me === null) return this.#hide();
    if (turn !== this.#turn) return;
    this.fresh = answer.ok;
    if (!answer.ok) return;
    [this.view, this.heardAt, this.tick] = [answer.value, now(), now()];
    await this.#store?.keep({ me, desk: answer.value, heardAt: this.heardAt });
  }
  /** Queues an action where it outlives the page, then sends it. */
  async act(action: Pick<Queued, 'what' | 'path' | 'body' | 'dockets'>): Promise<void> {
    const person = office.me?.number;
    if (person === undefined || this.#store === null) return;
    const queued: Queued = { ...action, key: uuid(), person, at: now(), problem: null };
    await this.#store.put(queued);
    this.queue = [...this.queue, queued];
    await this.load();
  }
  /** Takes a refused action, or one of somebody else, out of the list: only a person decides that. */
  async discard(key: string): Promise<void> {
    await this.#store?.drop(key);
    this.queue = this.queue.filter((one) => one.key !== key);
  }
  /** Ends the session and forgets everything here, the unsent included. Done later when there is no network. */
  async signOut(): Promise<void> {
    for (const { key } of this.mine) await this.discard(key);
    await this.#store?.setLeaving(true);
    this.leaving = true;
    await this.#hide();
    await this.#signOut();
  }

  async #signOut(): Promise<boolean> {
    const answer = await office.post('/sign-out', undefined, { patience: PATIENCE_MS });
    if (answer.ok) {
      await this.#store?.setLeaving(false);
      this.leaving = false;
    }
    return answer.ok;
  }
  async #hide(): Promise<void> {
    [this.view, this.fresh] = [null, false];
    office.left();
    await this.#store?.forget();
  }
  /** One after another, oldest first; what the controller refuses for good stays in sight with its reason. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (const queued of this.mine) {
        if (queued.problem !== null) continue;
        const { key, path, body } = queued;
        const answer = await office.post(path, body, { key, patience: PATIENCE_MS });
        if (answer.ok) await this.discard(key);
        else if (isPassing(answer.problem.status)) return;
        else await this.#refused({ ...queued, problem: answer.problem });
      }
    } finally {
      this.#sending = false;
    }
  }
  async #refused(queued: Queued): Promise<void> {
    await this.#store?.put(queued);
    this.queue = this.queue.map((one) => (one.key === queued.key ? queued : one));
  }
}
export const desk = new DeskState();
