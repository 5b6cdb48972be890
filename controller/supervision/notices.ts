import type { Notifier } from '../ports/notifier.ts';
import { NoticeChannel, type ChannelDeps } from './notice-channel.ts';

export interface NoticesDeps extends ChannelDeps {
  readonly notifiers: readonly Notifier[];
}

/**
 * Tells departments on every channel that paper was deposited for them. What is to be told follows from the ledger
 * alone: deposits after the channel's cursor without a `DepartmentNotified` after them. So a crash loses nothing; one
 * between the other side's taking a notice and our record of it repeats that notice under the same id. The state is
 * read again before each attempt: nobody is told of what is collected already.
 */
export class Notices {
  readonly #deps: NoticesDeps;
  readonly #channels: readonly NoticeChannel[];
  #unsubscribe: (() => void) | undefined;

  constructor(deps: NoticesDeps) {
    this.#deps = deps;
    this.#channels = deps.notifiers.map((notifier) => new NoticeChannel(deps, notifier));
  }

  /** Takes up what was left over. A channel that is new starts with what comes. */
  start(): void {
    this.#unsubscribe = this.#deps.ledger.onAppended((events) => {
      for (const channel of this.#channels) channel.follow(events);
    });
    for (const channel of this.#channels) channel.resume();
  }

  /** Nothing is sent any more; what is under way fails and is sent again after the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await Promise.all(this.#channels.map((channel) => channel.stop()));
  }
}
