const MOST = 20;

/** What a device made nothing of, for a technician to read: bounded, whatever arrives. */
export class Notes {
  #list: string[] = [];
  #more = 0;

  add(note: string): void {
    if (this.#list.at(-1) === note) return;
    if (this.#list.length < MOST) this.#list.push(note);
    else this.#more += 1;
  }

  list(): readonly string[] {
    return this.#more === 0 ? [...this.#list] : [...this.#list, `and ${this.#more} more`];
  }

  /** Gives them out and starts afresh. */
  take(): readonly string[] {
    const notes = this.list();
    this.#list = [];
    this.#more = 0;
    return notes;
  }
}
