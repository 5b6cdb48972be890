import type { ConfigOf } from '#controller/config-schema.ts';
import type { Cancel, Clock } from '#controller/ports/clock.ts';
import { concat } from '../framing/bytes.ts';
import { reportStream } from '../framing/report-stream.ts';
import { fitsReport, reportLength, reportOf, type Report } from './hid-pos-report.ts';
import { scanOf } from './payload.ts';
import { scanSource, type ScannerDriver } from './scanner-driver.ts';
import { hidOutput, triggerLine } from './trigger.ts';

/** A scan whose next report has not come by then was cut off, ms: reports of one scan follow within 10 ms. */
export const continuationMs = 500;

/** A USB scanner in HID POS mode (docs/protocols/scanner-hid-pos.md); on `hid:` every chunk is one report. */
export const hidPosScanner = (config: ConfigOf<'scanner/hid-pos'>, clock: Clock): ScannerDriver => {
  const source = scanSource();
  const trigger = triggerLine(config.trigger, hidOutput, clock);
  let parts: { readonly aim: string; readonly data: readonly Uint8Array[]; readonly length: number } | null =
    null;
  let cancel: Cancel = () => undefined;

  const lost = (): void => {
    cancel();
    if (parts) source.discard({ reason: 'undecodable', bytes: parts.length });
    parts = null;
  };
  const joined = ({ aim, data, more }: Report): void => {
    cancel();
    if (parts && parts.aim !== aim) lost();
    const length = (parts?.length ?? 0) + data.length;
    const kept = length > config.maxBytes ? [] : [...(parts?.data ?? []), data];
    parts = { aim, data: kept, length };
    if (more) {
      cancel = clock.after(continuationMs, lost);
      return;
    }
    parts = null;
    if (length > config.maxBytes) source.discard({ reason: 'too-long', bytes: length });
    else source.found(scanOf(concat(...kept), aim));
    trigger.scanned();
  };
  const received = (bytes: Uint8Array): void => {
    const report = reportOf(bytes);
    if (!report) source.discard({ reason: 'undecodable', bytes: bytes.length });
    else if (report.reply) source.discard({ reason: 'reply', bytes: report.data.length });
    else joined(report);
  };

  return {
    onScan: source.onScan,
    onDiscard: source.onDiscard,
    trigger: trigger.want,
    attach(link) {
      const stream = reportStream(reportLength, fitsReport, {
        onReport: received,
        onSkipped: (bytes) => source.discard({ reason: 'undecodable', bytes }),
      });
      const off = link.onBytes(link.name.startsWith('hid:') ? received : stream.feed);
      const end = trigger.attach(link);
      return () => {
        off();
        end();
        const bytes = stream.dispose();
        if (bytes > 0) source.discard({ reason: 'undecodable', bytes });
        lost();
      };
    },
    counters: () => ({ ...source.counters(), ...trigger.counters() }),
  };
};
