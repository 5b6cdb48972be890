import { emFrame, REPEAT_MS } from '../wire/em-reader.ts';
import { HeldCard } from '../wire/held-card.ts';
import { KeyboardReader } from '../wire/keyboard-reader.ts';
import { stxFrame, STX_REPEAT_MS } from '../wire/stx-reader.ts';
import type { Builders, Parts, Surroundings } from './parts.ts';

const repeating =
  (everyMs: number, frame: (uid: string) => Uint8Array) =>
  (_spec: unknown, { clock, send }: Surroundings): Parts => ({
    reader: new HeldCard(clock, everyMs, frame, send),
  });

export const cardReaders: Builders<'card-reader/serial-em' | 'card-reader/serial-stx' | 'card-reader/hid'> = {
  'card-reader/serial-em': repeating(REPEAT_MS, emFrame),
  'card-reader/serial-stx': repeating(STX_REPEAT_MS, stxFrame),
  'card-reader/hid': (spec, { clock, send }) => ({ reader: new KeyboardReader(spec, clock, send) }),
};
