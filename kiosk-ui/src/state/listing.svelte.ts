import type { List } from '#controller/api/contract/office.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { office, type Topic } from './office.svelte.ts';

/** Rows of one list, page by page; loads itself anew when the controller says something of it changed. */
export class Listing<Row> {
  rows = $state.raw<readonly Row[]>([]);
  next = $state<string | null>(null);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly #path: string;
  #wanted = 1;
  #turn = 0;

  constructor(path: string) {
    this.#path = path;
  }
  /** Loads now and after every change, until the answered function is called. */
  watch(...topics: readonly Topic[]): () => void {
    void this.load();
    return office.onChange(topics, () => void this.load());
  }
  /** Loads as many pages as are shown. Of several loads under way the last one counts. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    const rows: Row[] = [];
    let next: string | null = null;
    for (let page = 0; page < this.#wanted; page += 1) {
      const joint = this.#path.includes('?') ? '&' : '?';
      const cursor: string = next === null ? '' : `${joint}cursor=${encodeURIComponent(next)}`;
      const answer = await office.get<List<Row>>(this.#path + cursor);
      if (turn !== this.#turn) return;
      this.problem = answer.ok ? null : answer.problem;
      if (!answer.ok) break;
      rows.push(...answer.value.items);
      next = answer.value.next;
      if (next === null) break;
    }
    if (this.problem === null) [this.rows, this.next] = [rows, next];
    this.loaded = true;
  }
  more(): Promise<void> {
    this.#wanted += 1;
    return this.load();
  }
}
