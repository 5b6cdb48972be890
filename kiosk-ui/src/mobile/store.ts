import type { DeskView } from '#controller/api/contract/desk.ts';
import type { MeView } from '#controller/api/contract/office.ts';
import type { Problem } from '#controller/api/contract/problem.ts';

/** What the page showed last, and when the controller was heard last, ms since 1970 by this device. */
export interface Kept {
  readonly me: MeView;
  readonly desk: DeskView | null;
  readonly heardAt: number;
}
/** An action on its way to the controller. Sent under one key however often, so that it is done once. */
export interface Queued {
  readonly key: string;
  /** Whose action it is: it is sent only while this person is signed in. */
  readonly person: string;
  readonly what: 'sign' | 'instruct' | 'handle';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly dockets: readonly string[];
  readonly at: number;
  /** Why the controller refused it for good; null while it is still to be sent. */
  readonly problem: Problem | null;
}
/** What this browser keeps for the page. */
export interface Store {
  /** False when the browser keeps nothing: then all of it ends with the page. */
  readonly lasting: boolean;
  kept(): Promise<Kept | undefined>;
  keep(kept: Kept): Promise<void>;
  /** Forgets what was shown; actions not yet sent stay. */
  forget(): Promise<void>;
  queue(): Promise<Queued[]>;
  put(queued: Queued): Promise<void>;
  drop(key: string): Promise<void>;
  /** A sign-out the controller has not heard of yet. */
  leaving(): Promise<boolean>;
  setLeaving(leaving: boolean): Promise<void>;
}

const NAME = 'docketbox-desk';
const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });

/** The browser's own database; in memory where it refuses (private windows). Never rejects. */
export async function openStore(): Promise<Store> {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('state');
      opening.result.createObjectStore('queue', { keyPath: 'key' });
    };
    return lastingStore(await asked(opening));
  } catch {
    return fleetingStore();
  }
}

const lastingStore = (db: IDBDatabase): Store => {
  const state = (mode: IDBTransactionMode) => db.transaction('state', mode).objectStore('state');
  const queue = (mode: IDBTransactionMode) => db.transaction('queue', mode).objectStore('queue');
  const done = async <T>(request: IDBRequest<T>): Promise<void> => void (await asked(request));
  return {
    lasting: true,
    kept: () => asked<Kept | undefined>(state('readonly').get('kept')),
    keep: (kept) => done(state('readwrite').put(kept, 'kept')),
    forget: () => done(state('readwrite').delete('kept')),
    queue: () => asked<Queued[]>(queue('readonly').getAll()),
    put: (queued) => done(queue('readwrite').put(queued)),
    drop: (key) => done(queue('readwrite').delete(key)),
    leaving: async () => (await asked<unknown>(state('readonly').get('leaving'))) === true,
    setLeaving: (leaving) => done(state('readwrite').put(leaving, 'leaving')),
  };
};

const fleetingStore = (): Store => {
  let kept: Kept | undefined;
  let leaving = false;
  const queue = new Map<string, Queued>();
  return {
    lasting: false,
    kept: () => Promise.resolve(kept),
    keep: async (next) => void (kept = next),
    forget: async () => void (kept = undefined),
    queue: () => Promise.resolve([...queue.values()]),
    put: async (queued) => void queue.set(queued.key, queued),
    drop: async (key) => void queue.delete(key),
    leaving: () => Promise.resolve(leaving),
    setLeaving: async (next) => void (leaving = next),
  };
};
