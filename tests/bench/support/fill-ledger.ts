import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { projections } from '#controller/views/read-models.ts';
import type { StreamId } from '#controller/domain/event.ts';
import { paperTrails, type Step } from './paper-trail.ts';

const start = Date.parse('2026-01-05T00:00:00.000Z');

/** Appends steps in one go, each stream at whatever version it has; a second passes with every event. */
export const appendSteps = (ledger: OpenLedger, steps: readonly Step[]): void => {
  const versions = new Map<StreamId, number>();
  const writes = steps.map(({ stream, event }) => {
    const version = versions.get(stream) ?? ledger.versionOf(stream);
    versions.set(stream, version + 1);
    const expected = version === 0 ? ('absent' as const) : { exact: version };
    return { stream, expected, events: [event] };
  });
  const time = new Date(start + ledger.head().sequence * 1000).toISOString();
  const result = ledger.append(writes, { time, actor: '1001', station: 'front', cause: 'fill' });
  if (!result.ok) throw new Error(`conflict on ${result.conflict.stream}`);
};

/**
 * Fills a data directory with `count` events of a working exchange box, views included, through the ledger itself
 * but many to a transaction.
 */
export const fillLedger = (dataDir: string, count: number, site = 'demo'): void => {
  const ledger = openLedger({ dataDir, site, projections });
  const trail = paperTrails();
  try {
    while (ledger.head().sequence < count) {
      const size = Math.min(2000, count - ledger.head().sequence);
      appendSteps(
        ledger,
        Array.from({ length: size }, () => trail.next().value),
      );
    }
  } finally {
    ledger.close();
  }
};

if (import.meta.main) {
  const [dataDir, count] = process.argv.slice(2);
  if (dataDir === undefined || !(Number(count) > 0)) {
    console.error('usage: node tests/bench/support/fill-ledger.ts DIR EVENTS');
    process.exit(2);
  }
  fillLedger(dataDir, Number(count));
}
