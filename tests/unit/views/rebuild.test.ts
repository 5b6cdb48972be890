import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compartment } from '#controller/domain/compartment.ts';
import { consignment } from '#controller/domain/consignment.ts';
import type { Evolver } from '#controller/domain/decider.ts';
import { catalogue, type EventType } from '#controller/domain/events.ts';
import { person } from '#controller/domain/person.ts';
import { printJob } from '#controller/domain/print-job.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { dumpViews, viewTables, type Projection } from '#controller/ledger/projector.ts';
import { createReadModels, ignoredByViews, projections } from '#controller/views/read-models.ts';
import { anyWrite } from '#tests/support/arbitrary-events.ts';
import { add, subjects, temporaryDir } from '#tests/support/ledgers.ts';

type Write = { readonly stream: `consignment:${string}`; readonly event: Parameters<typeof add>[2] };
/** A first event of a stream must be its registration: rows have to exist before they change. */
const births: Partial<Record<EventType, true>> = {
  DocumentRegistered: true,
  ConsignmentRegistered: true,
  PrintJobQueued: true,
  PrintBatchQueued: true,
  WebhookSubscribed: true,
  ReceiptIssued: true,
  ScanReceived: true,
  MessageDecided: true,
};
const addAll = (ledger: OpenLedger, writes: readonly { stream: string; event: unknown }[]): void => {
  for (const { stream, event } of writes as readonly Write[])
    if (!births[event?.type ?? 'SessionStarted'] || ledger.versionOf(stream) === 0)
      if (event) add(ledger, stream, event);
};
const history = (types?: readonly EventType[]) => fc.array(anyWrite(types), { minLength: 1, maxLength: 60 });

const handled = ((): Set<string> => {
  const db = new Database(':memory:');
  const types = projections.flatMap((projection) => {
    db.exec(projection.tables);
    return Object.keys(projection.prepare(db));
  });
  db.close();
  return new Set(types);
})();

describe('Every event', () => {
  it.each([...catalogue.keys()])('%s is shown by a view, or is listed as ignored, and not both', (type) => {
    expect(handled.has(type)).toBe(ignoredByViews[type] === undefined);
  });
});

/** Every way a rebuild may go wrong looks like this one: a handler that depends on what the table held before. */
const forgetful: Projection = {
  name: 'forgetful',
  revision: 1,
  tables: 'CREATE TABLE view_forgetful (stream TEXT PRIMARY KEY, wall INTEGER)',
  prepare(db) {
    const put = db.prepare('INSERT OR REPLACE INTO view_forgetful VALUES (:stream, :wall)');
    let wall = 0;
    return { DoorSeenOpen: ({ stream }) => void put.run({ stream, wall: wall++ }) };
  },
};
const survivesRebuild = (views: readonly Projection[], types?: readonly EventType[]): void =>
  fc.assert(
    fc.property(history(types), (writes) => {
      using dir = temporaryDir();
      const ledger = openLedger({ dataDir: dir.path, site: 'test', projections: views });
      addAll(ledger, writes);
      const grown = dumpViews(ledger.db);
      ledger.rebuildViews();
      expect(dumpViews(ledger.db)).toEqual(grown);
      ledger.close();
    }),
    { numRuns: 30 },
  );

describe('Views', () => {
  it('are the same grown event by event and rebuilt from the ledger', () => survivesRebuild(projections));

  it('that depend on anything but the events are caught by that', () => {
    expect(() => survivesRebuild([forgetful], ['DoorSeenOpen'])).toThrow(/seed/);
  });

  it('are the same in both ledgers', () => {
    fc.assert(
      fc.property(history(), (writes) => {
        const [first, second] = subjects.map(({ open }) => {
          using subject = open({ projections });
          addAll(subject.ledger, writes);
          return dumpViews(subject.ledger.db);
        });
        expect(first).toEqual(second);
      }),
      { numRuns: 20 },
    );
  });

  it('are rebuilt at the next start when their revision changed, and only then', () => {
    using dir = temporaryDir();
    const open = (views: readonly Projection[]) =>
      openLedger({ dataDir: dir.path, site: 'test', projections: views });
    const first = open(projections);
    add(first, 'department:bgs', { type: 'DepartmentRegistered', payload: { name: '办公室', aliases: [] } });
    first.db.exec("UPDATE view_department SET name = 'edited'");
    first.close();
    const second = open(projections);
    expect(createReadModels(second.db).department('bgs')?.name).toBe('edited');
    second.close();
    const raised = projections.map((one) => ({ ...one, revision: one.revision + 1 }));
    const third = open(raised);
    expect(createReadModels(third.db).department('bgs')?.name).toBe('办公室');
    third.close();
    const without = open([]);
    expect(viewTables(without.db)).toEqual([]);
    without.close();
  });
});

/** What the view of a stream shows must be what deciders see: folded from the same events. */
const agrees = <State>(
  evolver: Evolver<State>,
  shown: (ledger: OpenLedger, key: string, state: State) => void,
): void => {
  const types = [...catalogue.values()]
    .filter(({ stream }) => stream === evolver.kind)
    .map(({ type }) => type);
  fc.assert(
    fc.property(history(types), (writes) => {
      const ledger = createMemoryLedger({ site: 'test', projections });
      addAll(ledger, writes);
      for (const key of ['a', 'b', 'c']) {
        const events = ledger.stream(`${evolver.kind}:${key}`);
        if (events[0] && (births[events[0].type] || !types.some((type) => births[type])))
          shown(
            ledger,
            key,
            events.reduce((state, event) => evolver.evolve(state, event), evolver.initialState()),
          );
      }
      ledger.close();
    }),
    { numRuns: 60 },
  );
};

describe('What a view shows is what the domain says of', () => {
  it('consignments', () =>
    agrees(consignment, (ledger, key, state) => {
      const row = createReadModels(ledger.db).consignment(key);
      const { state: stands, compartment: place, route, recall } = state;
      expect(row).toMatchObject({ state: stands, compartment: place, route, recall });
    }));
  it('print jobs', () =>
    agrees(printJob, (ledger, key, { state, attempts, why, final }) => {
      const views = createReadModels(ledger.db);
      expect(views.printJob(key)).toMatchObject({ state, attempts });
      const pending = ['queued', 'started', 'in-doubt'].includes(state) || (state === 'failed' && !final);
      expect(views.pendingPrintJobs().some((job) => job.id === key)).toBe(pending);
      if (state === 'failed' || state === 'in-doubt') expect(views.printJob(key)?.why).toBe(why);
    }));
  it('people', () =>
    agrees(person, (ledger, key, { details, hasBadge: _, ...shown }) => {
      const row = createReadModels(ledger.db).person(key);
      if (!details) expect(row).toBeUndefined();
      else expect(row).toEqual({ ...details, number: key, ...shown });
    }));
  it('compartments', () =>
    agrees(compartment, (ledger, key, { front, rear, bin, service, attempt }) => {
      expect(createReadModels(ledger.db).compartment(key)).toMatchObject({
        ...{ front: front.seen, rear: rear.seen, bin, service },
        openIntent: attempt && attempt.outcome === null ? attempt.intent : null,
        forced: front.forced || rear.forced,
      });
    }));
});
