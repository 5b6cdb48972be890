import type { List } from '#controller/api/contract/office.ts';
import type { SuggestionView } from '#controller/api/contract/search.ts';
import { after } from '../client/time.ts';
import { office } from './office.svelte.ts';

/** Rest after a key before the controller is asked, ms. */
const REST = 120;

/** What may be meant by what was typed so far. Of several questions under way the last one counts. */
export class Suggestions {
  rows = $state.raw<readonly SuggestionView[]>([]);
  /** Whether `rows` belong to what is typed now. */
  settled = $state(true);
  #turn = 0;
  #stop: () => void = () => undefined;

  ask(words: string): void {
    const turn = ++this.#turn;
    this.#stop();
    if (words.trim() === '') {
      [this.rows, this.settled] = [[], true];
      return;
    }
    this.settled = false;
    this.#stop = after(REST, () => {
      void office
        .get<List<SuggestionView>>(`/search/suggestions?q=${encodeURIComponent(words)}`)
        .then((answer) => {
          if (turn !== this.#turn) return;
          [this.rows, this.settled] = [answer.ok ? answer.value.items : [], true];
        });
    });
  }
  forget(): void {
    this.#turn += 1;
    this.#stop();
    [this.rows, this.settled] = [[], true];
  }
}
