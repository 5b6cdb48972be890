import type { ConfigOf } from '#controller/config-schema.ts';
import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { Scan, ScanDiscard, Scanner } from '#controller/ports/scanner.ts';
import { gapFramer } from '../framing/gap-framer.ts';
import { lineFramer, type Framer, type FrameSink } from '../framing/line-framer.ts';
import type { Link } from '../link.ts';
import { payloadOf } from './payload.ts';

/** A scan left unfinished this long was cut off: what follows is another one, ms. */
export const staleAfterMs = 2000;
const delimiters = { CR: [0x0d], LF: [0x0a], CRLF: [0x0d, 0x0a], ETX: [0x03] } as const;

export interface ScannerDriver extends Scanner {
  /** Listens to this link from now on; the returned function ends it. */
  attach(link: Link): () => void;
  counters(): Readonly<Record<string, number>>;
}

/** A scanner that sends text framed by a prefix and a suffix, or by silence (docs/protocols/scanner-serial.md). */
export const serialScanner = (config: ConfigOf<'scanner/serial'>, clock: Clock): ScannerDriver => {
  const scans = new Set<(scan: Scan) => void>();
  const discards = new Set<(discard: ScanDiscard) => void>();
  const counts = { scans: 0, discards: 0, discardedBytes: 0 };
  const discard = (what: ScanDiscard): void => {
    counts.discards += 1;
    counts.discardedBytes += what.bytes;
    discards.forEach((listener) => listener(what));
  };
  const sink: FrameSink = {
    onTooLong: (bytes) => discard({ reason: 'too-long', bytes }),
    onFrame: (frame) => {
      const found = payloadOf(frame, config);
      if ('discard' in found) return discard(found.discard);
      counts.scans += 1;
      scans.forEach((listener) => listener(found.scan));
    },
  };
  const framer = (): Framer =>
    config.suffix === 'none'
      ? gapFramer(config.idleGapMs, config.maxBytes, clock, sink)
      : lineFramer(Uint8Array.from(delimiters[config.suffix]), config.maxBytes, sink);

  return {
    onScan(listener) {
      scans.add(listener);
      return () => void scans.delete(listener);
    },
    onDiscard(listener) {
      discards.add(listener);
      return () => void discards.delete(listener);
    },
    attach(link) {
      let current = framer();
      let cancel: Cancel = () => undefined;
      const off = link.onBytes((bytes) => {
        cancel();
        current.feed(bytes);
        if (config.suffix !== 'none') cancel = clock.after(staleAfterMs, renew);
      });
      const renew = (): void => {
        const lost = current.dispose();
        if (lost > 0) discard({ reason: 'undecodable', bytes: lost });
        current = framer();
      };
      return () => {
        off();
        cancel();
        current.dispose();
      };
    },
    counters: () => ({ ...counts }),
  };
};
