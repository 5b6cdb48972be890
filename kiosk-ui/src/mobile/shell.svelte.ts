/** The page's own files, kept by the browser so that it opens without a network; see kiosk-ui/src/m-worker.ts. */
class Shell {
  /** A newer page is there and waits to be used. */
  ready = $state(false);
  #waiting: ServiceWorker | null = null;

  async start(): Promise<void> {
    // Browsers have service workers on secure pages only; elsewhere the page works, but not without a network.
    if (!('serviceWorker' in navigator)) return;
    const { serviceWorker } = navigator;
    const had = serviceWorker.controller !== null;
    serviceWorker.addEventListener('controllerchange', () => {
      // The first worker takes over the page that brought it: nothing changed then.
      if (had) location.reload();
    });
    try {
      const registration = await serviceWorker.register('/m-worker.js', { scope: '/m' });
      this.#offer(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const coming = registration.installing;
        coming?.addEventListener('statechange', () => {
          if (coming.state === 'installed' && serviceWorker.controller !== null) this.#offer(coming);
        });
      });
    } catch {
      // A browser that refuses (private windows, storage full) leaves a page that needs the network.
    }
  }
  update(): void {
    this.#waiting?.postMessage('take-over');
  }
  #offer(worker: ServiceWorker | null): void {
    if (worker === null) return;
    this.#waiting = worker;
    this.ready = true;
  }
}
export const shell = new Shell();
