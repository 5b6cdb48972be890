import type { Ledger } from '../ports/ledger.ts';
import type { CoilHistory } from './coils.ts';

const minute = 60_000;
const page = 500;

/** Pulses of the last minute as the ledger knows them, so that a restart gives no coil an extra one. */
export const pulseHistory = (
  ledger: Pick<Ledger, 'read' | 'head'>,
  now: number,
): Map<string, CoilHistory> => {
  const found = new Map<string, number[]>();
  for (let end = ledger.head().sequence; end > 0;) {
    const start = Math.max(0, end - page);
    const events = ledger.read(start, end - start);
    for (const event of events) {
      const at = Date.parse(event.time);
      if (event.type !== 'OpenRequested' || at <= now - minute) continue;
      const coil = `${event.payload.device}/${event.payload.channel}`;
      found.set(
        coil,
        [...(found.get(coil) ?? []), at].sort((a, b) => a - b),
      );
    }
    const [first] = events;
    if (!first || Date.parse(first.time) <= now - minute) break;
    end = start;
  }
  return found;
};
