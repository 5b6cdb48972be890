import type { MeView } from '#controller/api/contract/office.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { type Answer, type Call, call } from '../client/http.ts';
import { listen } from '../client/socket.ts';
import { language } from './language.svelte.ts';
import { zone } from './zone.svelte.ts';

/** Which lists of the ledger a page shows; the controller names what changed. */
export type Topic =
  | 'documents'
  | 'consignments'
  | 'departments'
  | 'people'
  | 'compartments'
  | 'devices'
  | 'print-jobs'
  | 'label-templates'
  | 'receipts'
  | 'lists'
  | 'reconciliation'
  | 'registers'
  | 'scans'
  | 'bundles'
  | 'recalls'
  | 'destructions'
  | 'messages'
  | 'webhooks'
  | 'site'
  | 'stock-takes';

type How = Pick<Call, 'key' | 'patience' | 'onRetry'>;

/** Who is signed in at this browser, and news of what changed. */
class Office {
  me = $state.raw<MeView | null>(null);
  /** False until it is known whether somebody is signed in. */
  known = $state(false);
  live = $state(true);
  #listeners = new Set<{ readonly topics: readonly Topic[]; readonly heard: () => void }>();
  #stop: (() => void) | null = null;

  async start(): Promise<void> {
    const answer = await this.get<MeView>('/me');
    if (answer.ok) this.entered(answer.value);
    this.known = true;
  }
  entered(me: MeView): void {
    this.me = me;
    zone.name = me.timeZone;
    this.#stop?.();
    this.#stop = listen(
      '/office',
      {},
      {
        up: () => {
          this.live = true;
          this.#tell(null);
        },
        down: () => (this.live = false),
        events: { changed: ({ topics }: { topics: readonly string[] }) => this.#tell(topics) },
      },
    );
  }
  async signOut(): Promise<void> {
    await this.post('/sign-out');
    this.left();
  }
  can(...roles: readonly string[]): boolean {
    return this.me?.roles.some((role) => roles.includes(role)) ?? false;
  }
  get<Value>(path: string, how: How = {}): Promise<Answer<Value>> {
    return this.#checked(call<Value>({ ...how, path: `/api/v1${path}`, language: language.code }));
  }
  post<Value>(path: string, body?: unknown, how: How = {}): Promise<Answer<Value>> {
    return this.#checked(
      call<Value>({ ...how, method: 'POST', path: `/api/v1${path}`, body, language: language.code }),
    );
  }
  /** Calls back whenever one of these lists may have changed. Answers how to stop. */
  onChange(topics: readonly Topic[], heard: () => void): () => void {
    const listener = { topics, heard };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  async #checked<Value>(asked: Promise<Answer<Value>>): Promise<Answer<Value>> {
    const answer = await asked;
    if (!answer.ok && answer.problem.status === 401 && this.me !== null) this.left();
    return answer;
  }
  #tell(topics: readonly string[] | null): void {
    for (const one of this.#listeners)
      if (topics === null || one.topics.some((topic) => topics.includes(topic))) one.heard();
  }
  /** Nobody is signed in here any more, whatever the controller thinks. */
  left(): void {
    this.#stop?.();
    this.#stop = null;
    this.me = null;
    this.live = true;
  }
}
export const office = new Office();

/** What is wrong with one field of a request; fields are named by JSON pointer, `/issuers/0` belongs to `/issuers`. */
export const errorAt = (problem: Problem | null, pointer: string): string | undefined =>
  problem?.errors?.find((error) => error.path === pointer || error.path.startsWith(`${pointer}/`))?.fix;
