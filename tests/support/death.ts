/** Kills the process at the n-th effect, before it happens or after it happened and before its result is known. */
export class Death {
  #left: number;
  readonly #after: boolean;
  dead = false;
  /** Resolves when it came. */
  readonly met: Promise<void>;
  readonly #meet: () => void;

  constructor(atEffect: number, after: boolean) {
    this.#left = atEffect;
    this.#after = after;
    const { promise, resolve } = Promise.withResolvers<void>();
    [this.met, this.#meet] = [promise, resolve];
  }

  /** A durable append: the caller never runs on once dead. */
  sync<T>(effect: () => T): T {
    if (this.dead || (this.#left-- === 0 && !this.#after)) return this.#die();
    const result = effect();
    return this.#left === -1 ? this.#die() : result;
  }

  /** A send or a look: its promise never resolves once dead. */
  async async<T>(effect: () => Promise<T>): Promise<T> {
    if (this.dead || (this.#left-- === 0 && !this.#after)) return this.#stay();
    const died = this.#left === -1;
    const result = await effect();
    return died || this.dead ? this.#stay() : result;
  }

  #die(): never {
    this.dead = true;
    this.#meet();
    throw new Error('killed');
  }
  #stay(): Promise<never> {
    this.dead = true;
    this.#meet();
    return new Promise(() => undefined);
  }
}
