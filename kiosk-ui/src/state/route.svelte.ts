/** The page's place, from the hash: `#/documents/abc` is `['documents', 'abc']`. */
class Route {
  path = $state.raw<readonly string[]>([]);
  /** `#setup=CODE`. */
  setUpCode = $state<string | null>(null);
  /** A page with unsaved changes sets it: told of a move to another place, it answers false to stay. */
  hold: ((to: string) => boolean) | null = null;
  #at = '';

  start(): void {
    const read = (): void => {
      const hash = location.hash.slice(1);
      if (this.hold !== null && hash !== this.#at && !this.hold(hash)) {
        history.replaceState(null, '', `#${this.#at}`);
        return;
      }
      this.#at = hash;
      this.setUpCode = hash.startsWith('setup') ? (new URLSearchParams(hash).get('setup') ?? '') : null;
      this.path = hash.split('/').filter(Boolean).map(decodeURIComponent);
    };
    addEventListener('hashchange', read);
    read();
  }
  /** A place as `hold` was told of it. */
  goTo(hash: string): void {
    location.hash = hash;
  }
  go(...path: readonly string[]): void {
    location.hash = `/${path.map(encodeURIComponent).join('/')}`;
  }
}
export const route = new Route();
