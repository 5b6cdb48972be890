import type { Code } from './reader.ts';
import type { Look, Seen } from './worker.ts';

/** Reads pictures beside the page. One at a time: a camera gives more than anybody can read. */
export class Eyes {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  #id = 0;
  #waiting: ((codes: readonly Code[]) => void) | null = null;

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Seen>) => {
      if (data.id === this.#id) this.#answer(data.codes);
    });
    this.#worker.addEventListener('error', () => this.#answer([]));
  }
  get busy(): boolean {
    return this.#waiting !== null;
  }
  /** Codes in a picture, which is used up. */
  read(picture: ImageBitmap, thorough: boolean): Promise<readonly Code[]> {
    this.#answer([]);
    const id = ++this.#id;
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#worker.postMessage({ id, picture, thorough } satisfies Look, [picture]);
    });
  }
  close(): void {
    this.#worker.terminate();
    this.#answer([]);
  }
  #answer(codes: readonly Code[]): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(codes);
  }
}

/** The code that tells most: one of ours first, then an official record, then whatever was read. */
export const best = (codes: readonly Code[], isOurs: (text: string) => boolean): Code | undefined =>
  codes.find(({ text }) => isOurs(text)) ?? codes.find(({ symbology }) => symbology === 'PDF417') ?? codes[0];
