import { listenTyped } from '#drivers/card-readers/typist.ts';
import type { Link } from '#drivers/link.ts';
import { cardReaderOf } from '#drivers/registry.ts';
import type { CardReaderConfig } from '../../config-schema.ts';
import type { Clock } from '../../ports/clock.ts';

/** What came of waiting for a card. */
export type Heard =
  /** What a typing reader typed, without Enter; of the others the number, upper-case hex. */
  | { readonly came: 'card'; readonly text: string }
  | { readonly came: 'late' }
  | { readonly came: 'gone'; readonly why: string }
  | { readonly came: 'stopped' };
/** What else came: says why no card did. */
export interface Noise {
  /** Numbers cut off, or with keys that belong to none. */
  readonly spoilt: number;
  /** Times the card before was read once more. */
  readonly again: number;
  /** Bytes that are neither a key nor a card. */
  readonly bytes: number;
}
export interface CardEar {
  /** The next card that is not the one before: readers repeat a card that is still held. One at a time. */
  next(withinMs: number, signal: AbortSignal): Promise<Heard>;
  noise(): Noise;
  /** Stops listening; the link stays open. */
  end(): void;
}

/** Listens for cards on the line of a reader: raw, whatever its format, when it types. */
export const cardEar = (link: Link, reader: CardReaderConfig, clock: Clock): CardEar => {
  const counts = { spoilt: 0, again: 0, bytes: 0 };
  let last: string | null = null;
  let gone: Heard | null = null;
  let answer: (heard: Heard) => void = () => undefined;
  const card = (text: string): void => {
    if (text === last) return void (counts.again += 1);
    last = text;
    answer({ came: 'card', text });
  };
  const listen = (): { off(): void; bytes(): number } => {
    if (reader.kind === 'card-reader/hid') {
      const sink = {
        onTyped: card,
        onSpoilt: () => void (counts.spoilt += 1),
        onSkipped: (bytes: number) => void (counts.bytes += bytes),
      };
      return { off: listenTyped(link, sink, clock), bytes: () => counts.bytes };
    }
    const driver = cardReaderOf(reader, clock);
    driver.onCard(({ uid }) => card(uid));
    return { off: driver.attach(link), bytes: () => driver.counters()['discardedBytes'] ?? 0 };
  };
  const { off, bytes } = listen();
  const offClosed = link.onClosed((why) => {
    gone = { came: 'gone', why };
    answer(gone);
  });
  return {
    next: (withinMs, signal) =>
      new Promise((resolve) => {
        if (gone) return resolve(gone);
        if (signal.aborted) return resolve({ came: 'stopped' });
        const late = clock.after(withinMs, () => answer({ came: 'late' }));
        const stop = (): void => answer({ came: 'stopped' });
        signal.addEventListener('abort', stop);
        answer = (heard) => {
          answer = () => undefined;
          late();
          signal.removeEventListener('abort', stop);
          resolve(heard);
        };
      }),
    noise: () => ({ ...counts, bytes: bytes() }),
    end() {
      offClosed();
      off();
    },
  };
};
