/** What of a service worker's world is used here; the page's own types know nothing of it. */
interface Lasting extends Event {
  waitUntil(what: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface World {
  addEventListener(type: 'install' | 'activate', heard: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', heard: (event: Fetching) => void): void;
  addEventListener(type: 'message', heard: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: { readonly origin: string };
}
const world = self as unknown as World;

/** Addresses of the page's own files, and their fingerprint: written in by the build, see vite.config.ts. */
const SHELL: { readonly version: string; readonly files: readonly string[] } = JSON.parse('%SHELL%') as never;
const CACHE = `docketbox-m-${SHELL.version}`;
const kept: ReadonlySet<string> = new Set(SHELL.files);

world.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL.files)));
});
world.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith('docketbox-m-') && name !== CACHE) await caches.delete(name);
      await world.clients.claim();
    })(),
  );
});
// The shell comes from here and nothing else: no answer of the API is ever kept, or even looked at.
world.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== world.location.origin || !kept.has(pathname)) return;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(pathname))
      .then((found) => found ?? fetch(event.request)),
  );
});
world.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void world.skipWaiting();
});
