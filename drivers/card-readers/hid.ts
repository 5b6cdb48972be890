import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { cardSource, type CardReaderDriver } from './card-reader-driver.ts';
import { uidOf } from './number-format.ts';
import { listenTyped } from './typist.ts';

/** A USB reader that types a card's number like a keyboard (docs/protocols/hid-card-reader.md). */
export const hidCardReader = (config: ConfigOf<'card-reader/hid'>, clock: Clock): CardReaderDriver => {
  const source = cardSource(config.debounceMs, clock);
  const counts = { discards: 0, discardedBytes: 0 };
  return {
    onCard: source.onCard,
    attach: (link) =>
      listenTyped(
        link,
        {
          onTyped(text) {
            const uid = uidOf(text, config);
            if (uid === null) counts.discards += 1;
            else source.seen(uid);
          },
          onSpoilt: () => void (counts.discards += 1),
          onSkipped: (bytes) => void (counts.discardedBytes += bytes),
        },
        clock,
      ),
    counters: () => ({ cards: source.cards(), ...counts }),
  };
};
