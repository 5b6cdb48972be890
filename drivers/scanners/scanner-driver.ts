import type { Scan, ScanDiscard, Scanner } from '#controller/ports/scanner.ts';
import type { Link } from '../link.ts';

export interface ScannerDriver extends Scanner {
  /** Listens to this link from now on; the returned function ends it. */
  attach(link: Link): () => void;
  counters(): Readonly<Record<string, number>>;
}
/** What became of the bytes of one code. */
export type Found = { readonly scan: Scan } | { readonly discard: ScanDiscard };

/** The listeners and the counters every scanner shares. */
export const scanSource = () => {
  const scans = new Set<(scan: Scan) => void>();
  const discards = new Set<(discard: ScanDiscard) => void>();
  const counts = { scans: 0, discards: 0, discardedBytes: 0 };
  const discard = (what: ScanDiscard): void => {
    counts.discards += 1;
    counts.discardedBytes += what.bytes;
    discards.forEach((listener) => listener(what));
  };
  return {
    discard,
    found(found: Found): void {
      if ('discard' in found) return discard(found.discard);
      counts.scans += 1;
      scans.forEach((listener) => listener(found.scan));
    },
    onScan(listener: (scan: Scan) => void) {
      scans.add(listener);
      return () => void scans.delete(listener);
    },
    onDiscard(listener: (discard: ScanDiscard) => void) {
      discards.add(listener);
      return () => void discards.delete(listener);
    },
    counters: () => ({ ...counts }),
  };
};
