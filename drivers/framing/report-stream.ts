import { concat } from './bytes.ts';

export interface ReportSink {
  readonly onReport: (report: Uint8Array) => void;
  /** So many bytes began no report and were skipped. */
  readonly onSkipped: (bytes: number) => void;
}
/** Cuts a stream into reports of one length; holds less than one of them. */
export interface ReportStream {
  feed(bytes: Uint8Array): void;
  /** Ends it; returns how many bytes of an unfinished report are lost. */
  dispose(): number;
}

/**
 * Reports that follow one another without any mark between them: HID over a byte stream. `fits` says whether
 * the bytes from `at` to `end` (at most one report, perhaps less) can begin a report; where they cannot, one byte is
 * skipped.
 */
export const reportStream = (
  length: number,
  fits: (bytes: Uint8Array, at: number, end: number) => boolean,
  { onReport, onSkipped }: ReportSink,
): ReportStream => {
  let held: Uint8Array = new Uint8Array(0);
  return {
    feed(bytes) {
      const all = held.length > 0 ? concat(held, bytes) : bytes;
      let [at, skipped] = [0, 0];
      while (at < all.length) {
        const end = Math.min(at + length, all.length);
        if (!fits(all, at, end)) {
          [at, skipped] = [at + 1, skipped + 1];
          continue;
        }
        if (end - at < length) break;
        if (skipped > 0) onSkipped(skipped);
        skipped = 0;
        onReport(all.slice(at, end));
        at = end;
      }
      held = all.slice(at);
      if (skipped > 0) onSkipped(skipped);
    },
    dispose() {
      const { length: lost } = held;
      held = new Uint8Array(0);
      return lost;
    },
  };
};
