import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { openLedger, type LedgerOptions, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import type { AppendContext, Expected } from '#controller/ports/ledger.ts';

export const context: AppendContext = {
  time: '2026-06-18T01:00:00.000Z',
  actor: '1001',
  station: 'front',
  cause: 'command-1',
};

/** A directory that is removed when the `using` block ends. */
export const temporaryDir = (): { readonly path: string } & Disposable => {
  const path = mkdtempSync(join(tmpdir(), 'docketbox-ledger-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

/** A kind of ledger under test; what it opened is closed and removed when disposed of. */
export interface Subject extends Disposable {
  readonly ledger: OpenLedger;
}
export const subjects: readonly {
  readonly name: string;
  open(options?: Partial<LedgerOptions>): Subject;
}[] = [
  {
    name: 'SQLite',
    open(options) {
      const dir = temporaryDir();
      const ledger = openLedger({ dataDir: dir.path, site: 'test', ...options });
      return {
        ledger,
        [Symbol.dispose]() {
          ledger.close();
          dir[Symbol.dispose]();
        },
      };
    },
  },
  {
    name: 'memory',
    open(options) {
      const ledger = createMemoryLedger({ site: 'test', ...options });
      return { ledger, [Symbol.dispose]: () => ledger.close() };
    },
  },
];

export const exactly = (version: number): Expected => (version === 0 ? 'absent' : { exact: version });

/** Appends to one stream at whatever version it has. */
export const add = (ledger: OpenLedger, stream: StreamId, ...events: EventDraft[]) => {
  const result = ledger.append([{ stream, expected: exactly(ledger.versionOf(stream)), events }], context);
  if (!result.ok) throw new Error(`conflict on ${result.conflict.stream}`);
  return result;
};

/** The same with several streams in one append. */
export const addAll = (
  ledger: OpenLedger,
  writes: readonly { readonly stream: StreamId; readonly event: EventDraft }[],
) => {
  const reached = new Map<StreamId, number>();
  const result = ledger.append(
    writes.map(({ stream, event }) => {
      const version = reached.get(stream) ?? ledger.versionOf(stream);
      reached.set(stream, version + 1);
      return { stream, expected: exactly(version), events: [event] };
    }),
    context,
  );
  if (!result.ok) throw new Error(`conflict on ${result.conflict.stream}`);
  return result;
};

export const doorOpen: EventDraft = { type: 'DoorSeenOpen', payload: { door: 'front', intent: null } };
export const doorClosed: EventDraft = { type: 'DoorSeenClosed', payload: { door: 'front', intent: null } };
export const wentOffline = (why: string): EventDraft => ({ type: 'DeviceOffline', payload: { why } });

/** Lets the database have no page more than it has: what SQLite then says is what it says on a full disk. */
export const fillDisk = ({ db }: OpenLedger): void => {
  const free = Number(db.pragma('freelist_count', { simple: true }));
  db.exec('CREATE TABLE hog (bytes)');
  db.prepare('INSERT INTO hog VALUES (zeroblob(:bytes))').run({ bytes: free * 4096 });
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
};
