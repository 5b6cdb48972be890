/** An order of things that can be changed, with every change undone one by one. */
export class Selection {
  items = $state.raw<readonly string[]>([]);
  #past = $state.raw<readonly (readonly string[])[]>([]);
  #saved = $state.raw<readonly string[]>([]);

  get changed(): boolean {
    return this.items.join('\n') !== this.#saved.join('\n');
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  /** What is saved now stands so. */
  start(items: readonly string[]): void {
    [this.items, this.#saved, this.#past] = [items, items, []];
  }
  kept(): void {
    this.#saved = this.items;
  }
  add(item: string): void {
    if (!this.items.includes(item)) this.#become([...this.items, item]);
  }
  remove(item: string): void {
    this.#become(this.items.filter((other) => other !== item));
  }
  /** Moves an item to a place counted from 0; outside the list it stays where it is. */
  move(item: string, place: number): void {
    if (place < 0 || place >= this.items.length || this.items[place] === item) return;
    const rest = this.items.filter((other) => other !== item);
    this.#become([...rest.slice(0, place), item, ...rest.slice(place)]);
  }
  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.items = before;
  }
  #become(items: readonly string[]): void {
    this.#past = [...this.#past, this.items].slice(-100);
    this.items = items;
  }
}
