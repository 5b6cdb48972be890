/** The page's place, from the hash: `#/documents/abc` is `['documents', 'abc']`. */
class Route {
  path = $state.raw<readonly string[]>([]);
  /** `#setup=CODE`. */
  setUpCode = $state<string | null>(null);

  start(): void {
    const read = (): void => {
      const hash = location.hash.slice(1);
      this.setUpCode = hash.startsWith('setup') ? (new URLSearchParams(hash).get('setup') ?? '') : null;
      this.path = hash.split('/').filter(Boolean).map(decodeURIComponent);
    };
    addEventListener('hashchange', read);
    read();
  }
  go(...path: readonly string[]): void {
    location.hash = `/${path.map(encodeURIComponent).join('/')}`;
  }
}
export const route = new Route();
