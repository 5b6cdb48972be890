import type { PageReader, ScanFiles } from '#controller/ports/intake.ts';

/** Kept scans that are gone with the test. */
export const memoryScanFiles = (): ScanFiles => {
  const kept = new Map<string, { readonly bytes: Uint8Array; readonly thumbnail: Uint8Array }>();
  return {
    put: (hash, { bytes, thumbnail }) => Promise.resolve(void kept.set(hash, { bytes, thumbnail })),
    get: (hash, what) => Promise.resolve(kept.get(hash)?.[what]),
    remove: (hash) => void kept.delete(hash),
    list: () => [...kept.keys()],
  };
};

/** A reader to which every file is damaged: for tests that take none in. */
export const unreadable: PageReader = {
  read: () => Promise.resolve({ ok: false, fault: 'damaged' }),
  stop: () => Promise.resolve(),
};
