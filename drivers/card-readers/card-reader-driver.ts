import type { Clock } from '#controller/ports/clock.ts';
import type { CardReader } from '#controller/ports/scanner.ts';
import type { Link } from '../link.ts';

export interface CardReaderDriver extends CardReader {
  /** Listens to this link from now on; the returned function ends it. */
  attach(link: Link): () => void;
  counters(): Readonly<Record<string, number>>;
}

/**
 * The listeners, the counters and the debounce every card reader shares. Readers repeat the number while a card is
 * held, some every 50 ms: one card is reported until it has been away for `debounceMs`, or another one was there.
 */
export const cardSource = (debounceMs: number, clock: Clock) => {
  const listeners = new Set<(card: { readonly uid: string }) => void>();
  let cards = 0;
  let last: { readonly uid: string; readonly at: number } | null = null;
  return {
    /** A number was read: upper-case hex. */
    seen(uid: string): void {
      const held = last?.uid === uid && clock.now() - last.at < debounceMs;
      last = { uid, at: clock.now() };
      if (held) return;
      cards += 1;
      listeners.forEach((listener) => listener({ uid }));
    },
    onCard(listener: (card: { readonly uid: string }) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    cards: () => cards,
  };
};
