import type { StreamId } from '../domain/event.ts';

const most = 10_000;

/** Last versions of streams lately written or asked for; right because nobody else writes. */
export class Versions {
  readonly #known = new Map<StreamId, number>();
  readonly #find: (stream: StreamId) => number;

  constructor(find: (stream: StreamId) => number) {
    this.#find = find;
  }

  /** 0 for a stream that does not exist. */
  of(stream: StreamId): number {
    const known = this.#known.get(stream);
    if (known !== undefined) return known;
    const version = this.#find(stream);
    this.set(stream, version);
    return version;
  }

  /** Without looking: 0 also for a stream that nobody asked for lately. */
  guess(stream: StreamId): number {
    return this.#known.get(stream) ?? 0;
  }

  set(stream: StreamId, version: number): void {
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(stream, version);
  }

  forget(): void {
    this.#known.clear();
  }
}
