import { createHash } from 'node:crypto';
import type { Clock } from '#controller/ports/clock.ts';
import type { SheetStore } from '#controller/ports/sheet-store.ts';

/** Sheets kept in memory, for tests that do not look at the disk. */
export const memorySheets = (clock: Pick<Clock, 'now'> = { now: () => 0 }): SheetStore => {
  const kept = new Map<string, { readonly bytes: Uint8Array; readonly storedAt: number }>();
  return {
    put(pdf) {
      const digest = createHash('sha256').update(pdf).digest('hex');
      kept.set(digest, { bytes: Uint8Array.from(pdf), storedAt: clock.now() });
      return digest;
    },
    get: (digest) => {
      const bytes = kept.get(digest)?.bytes;
      return bytes && Uint8Array.from(bytes);
    },
    list: () => [...kept].map(([digest, { storedAt }]) => ({ digest, storedAt })),
    remove: (digest) => void kept.delete(digest),
  };
};
