import type { Link, LinkFault } from '../link.ts';

/** The listeners and the once-only end that every link shares. */
export class LinkEnd {
  readonly #bytes = new Set<(bytes: Uint8Array) => void>();
  readonly #closed = new Set<(why: string) => void>();
  #why: string | null = null;

  /** Why the link is closed; null while it is open. */
  get why(): string | null {
    return this.#why;
  }

  deliver(bytes: Uint8Array): void {
    if (this.#why !== null || bytes.length === 0) return;
    for (const listener of [...this.#bytes]) listener(bytes);
  }

  /** Ends the link; only the first reason counts. */
  end(why: string): void {
    if (this.#why !== null) return;
    this.#why = why;
    this.#bytes.clear();
    const listeners = [...this.#closed];
    this.#closed.clear();
    for (const listener of listeners) listener(why);
  }

  readonly onBytes: Link['onBytes'] = (listener) => {
    this.#bytes.add(listener);
    return () => void this.#bytes.delete(listener);
  };

  readonly onClosed: Link['onClosed'] = (listener) => {
    const why = this.#why;
    if (why === null) {
      this.#closed.add(listener);
      return () => void this.#closed.delete(listener);
    }
    let wanted = true;
    queueMicrotask(() => wanted && listener(why));
    return () => void (wanted = false);
  };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const faults: Readonly<Record<string, LinkFault>> = {
  ...{ ENOENT: 'link-missing', ENODEV: 'link-missing', ENXIO: 'link-missing', ENOTDEV: 'link-missing' },
  ...{
    EACCES: 'link-forbidden',
    EPERM: 'link-forbidden',
    EBUSY: 'link-busy',
    ENOTFOUND: 'link-unknown-name',
  },
  ...{ ECONNREFUSED: 'link-refused', EHOSTUNREACH: 'link-unreachable', ENETUNREACH: 'link-unreachable' },
  ...{ ETIMEDOUT: 'link-unreachable', ECONNRESET: 'link-unreachable' },
};
/** The code of a link that did not open, from what the system said. */
export const linkFaultOf = (error: unknown): LinkFault => faults[codeOf(error) ?? ''] ?? 'link-failed';
