import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { CardReader } from '#controller/ports/scanner.ts';
import { feedCards } from '../framing/rdm6300.ts';
import type { Link } from '../link.ts';

export interface CardReaderDriver extends CardReader {
  /** Listens to this link from now on; the returned function ends it. */
  attach(link: Link): () => void;
  counters(): Readonly<Record<string, number>>;
}

/**
 * An RDM6300 reader of EM4100 cards. It repeats the number about every 50 ms while a card is held: one card is
 * reported until it has been away for `debounceMs`, or another one was there.
 */
export const serialEmReader = (config: ConfigOf<'card-reader/serial-em'>, clock: Clock): CardReaderDriver => {
  const listeners = new Set<(card: { readonly uid: string }) => void>();
  const counts = { cards: 0, discardedBytes: 0 };
  let last: { readonly uid: string; readonly at: number } | null = null;
  const seen = (uid: string): void => {
    const held = last?.uid === uid && clock.now() - last.at < config.debounceMs;
    last = { uid, at: clock.now() };
    if (held) return;
    counts.cards += 1;
    listeners.forEach((listener) => listener({ uid }));
  };
  return {
    onCard(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    attach(link) {
      let held: Uint8Array = new Uint8Array(0);
      return link.onBytes((bytes) => {
        const step = feedCards(held, bytes);
        held = step.held;
        counts.discardedBytes += step.discarded;
        step.cards.forEach(seen);
      });
    },
    counters: () => ({ ...counts }),
  };
};
