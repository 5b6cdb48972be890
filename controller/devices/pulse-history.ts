import type { AnyStoredEvent, Ledger } from '../ports/ledger.ts';
import type { CoilHistory } from './coils.ts';

const minute = 60_000;
const page = 500;

export interface HistoryParts {
  readonly now: number;
  /** Longest an order may have waited before its frame left, ms. */
  readonly waitedMs: number;
  /** How long a coil of this device may be powered after its conversation ended, ms. */
  readonly tailMs: (device: string) => number;
}

/**
 * Pulses of the last minute as the ledger knows them, so that a restart gives no coil an extra one. A frame may have
 * left any time between its intent and its outcome: the latest counts. What certainly was not sent does not.
 */
export const pulseHistory = (
  ledger: Pick<Ledger, 'read' | 'head'>,
  { now, waitedMs, tailMs }: HistoryParts,
): Map<string, CoilHistory> => {
  const found = new Map<string, number[]>();
  /** When attempts ended whose intents are met further back; null: nothing was sent. */
  const ended = new Map<string, number | null>();
  const oldest = now - minute - waitedMs;
  const take = (event: AnyStoredEvent): void => {
    const at = Date.parse(event.time);
    switch (event.type) {
      case 'OpenAcknowledged':
      case 'OpenUnanswered':
      case 'OpenFailed': {
        const { intent, attempt } = event.payload;
        const notSent = event.type === 'OpenFailed' && event.payload.why === 'not-sent';
        ended.set(`${event.stream} ${intent} ${attempt}`, notSent ? null : at);
        return;
      }
      case 'OpenRequested': {
        const { intent, attempt, device, channel } = event.payload;
        const end = ended.get(`${event.stream} ${intent} ${attempt}`);
        if (end === null) return;
        const off = (end ?? Math.min(now, at + waitedMs)) + tailMs(device);
        if (off <= now - minute) return;
        const name = `${device}/${channel}`;
        found.set(
          name,
          [...(found.get(name) ?? []), off].sort((a, b) => a - b),
        );
        return;
      }
      default:
        return;
    }
  };
  for (let end = ledger.head().sequence; end > 0;) {
    const start = Math.max(0, end - page);
    const events = ledger.read(start, end - start);
    events.toReversed().forEach(take);
    const [first] = events;
    if (!first || Date.parse(first.time) <= oldest) break;
    end = start;
  }
  return found;
};
