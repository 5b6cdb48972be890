import type { ConfigOf } from '#controller/config-schema.ts';
import type { Cancel, Clock } from '#controller/ports/clock.ts';
import { gapFramer } from '../framing/gap-framer.ts';
import { lineFramer, type Framer, type FrameSink } from '../framing/line-framer.ts';
import { sieve } from './newland-answers.ts';
import { payloadOf } from './payload.ts';
import { scanSource, type ScannerDriver } from './scanner-driver.ts';
import { triggerLine } from './trigger.ts';

/** A scan left unfinished this long was cut off: what follows is another one, ms. */
export const staleAfterMs = 2000;
/** An answer to a command left unfinished this long was cut off, ms. */
export const answerCutMs = 500;
const delimiters = { CR: [0x0d], LF: [0x0a], CRLF: [0x0d, 0x0a], ETX: [0x03] } as const;
const none = new Uint8Array(0);

/** A scanner that sends text framed by a prefix and a suffix, or by silence (docs/protocols/scanner-serial.md). */
export const serialScanner = (config: ConfigOf<'scanner/serial'>, clock: Clock): ScannerDriver => {
  const source = scanSource();
  const trigger = triggerLine(config.trigger, (command) => command, clock);
  const sink: FrameSink = {
    onTooLong: (bytes) => source.discard({ reason: 'too-long', bytes }),
    onFrame: (frame) => {
      source.found(payloadOf(frame, config));
      trigger.scanned();
    },
  };
  const framer = (): Framer =>
    config.suffix === 'none'
      ? gapFramer(config.idleGapMs, config.maxBytes, clock, sink)
      : lineFramer(Uint8Array.from(delimiters[config.suffix]), config.maxBytes, sink);

  return {
    onScan: source.onScan,
    onDiscard: source.onDiscard,
    trigger: trigger.want,
    attach(link) {
      let current = framer();
      let answer: Uint8Array = none;
      let cancel: Cancel = () => undefined;
      let cut: Cancel = () => undefined;
      const framed = (bytes: Uint8Array): void => {
        if (bytes.length === 0) return;
        cancel();
        current.feed(bytes);
        if (config.suffix !== 'none') cancel = clock.after(staleAfterMs, renew);
      };
      const lost = (bytes: number): void => {
        if (bytes > 0) source.discard({ reason: 'undecodable', bytes });
      };
      const renew = (): void => {
        lost(current.dispose());
        current = framer();
      };
      const forget = (): void => {
        lost(answer.length);
        answer = none;
      };
      const sieved = (bytes: Uint8Array): void => {
        cut();
        const step = sieve(answer, bytes);
        answer = step.held;
        if (answer.length > 0) cut = clock.after(answerCutMs, forget);
        for (const status of step.answers) trigger.answered(status === 'ack');
        framed(step.rest);
      };
      const off = link.onBytes(config.trigger === 'newland' ? sieved : framed);
      const end = trigger.attach(link);
      return () => {
        off();
        end();
        cut();
        cancel();
        current.dispose();
      };
    },
    counters: () => ({ ...source.counters(), ...trigger.counters() }),
  };
};
