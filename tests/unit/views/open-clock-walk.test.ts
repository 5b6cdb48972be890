import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { OpenClockCursor } from '#controller/ports/deadlines.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

type Cursor = OpenClockCursor | null;

/** Clocks of a long record: some ended, a department's own beginning anywhere. */
const clocks = fc.uniqueArray(
  fc.record({
    sequence: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1_500_000 })),
    department: fc.constantFrom('a', 'b', '办', '𠮷'),
    open: fc.boolean(),
  }),
  { selector: ({ sequence }) => sequence, minLength: 1, maxLength: 25 },
);

const walksAll = (
  from: (cursor: Cursor) => Cursor,
  options: { readonly seed?: number; readonly numRuns: number },
): void => {
  const ledger = createMemoryLedger({ site: 'test', projections });
  const views = createReadModels(ledger.db);
  const insert = ledger.db.prepare(
    `INSERT INTO view_deadline (sequence, docket, clock, department, urgency, kind, startedAt, dueAt, remindAt, endedAt)
     VALUES (:sequence, 'P', 'handling', :department, 'none', '函', 1, 2, 1, :endedAt)`,
  );
  try {
    fc.assert(
      fc.property(clocks, fc.integer({ min: 1, max: 9 }), (story, limit) => {
        ledger.db.exec('DELETE FROM view_deadline');
        for (const { open, ...row } of story) insert.run({ ...row, endedAt: open ? null : 9 });
        const found: OpenClockCursor[] = [];
        for (let cursor: Cursor = null; found.length <= story.length;) {
          const part = views.openClocks(from(cursor), limit);
          found.push(...part.map(({ department, sequence }) => ({ department, sequence })));
          if (part.length < limit) break;
          cursor = found.at(-1) ?? null;
        }
        const open = story
          .filter((each) => each.open)
          .map(({ department, sequence }) => ({ department, sequence }));
        const bySequence = (list: OpenClockCursor[]) => [...list].sort((x, y) => x.sequence - y.sequence);
        expect(bySequence(found)).toEqual(bySequence(open));
        // A stretch of one department names its first and last: between them nothing of it may come later.
        for (const name of new Set(found.map(({ department }) => department))) {
          const own = found.filter(({ department }) => department === name);
          expect(own).toEqual(bySequence(own));
        }
      }),
      { ...options, endOnFailure: true },
    );
  } finally {
    ledger.close();
  }
};

describe('The walk over all open clocks', () => {
  it('comes by each of them once, those of a department by start, in parts of any size', () =>
    walksAll((cursor) => cursor, { numRuns: 300 }));

  it.each<[string, (cursor: Cursor) => Cursor]>([
    ['that begins each part with the first department', (cursor) => cursor && { ...cursor, department: '' }],
    [
      'that leaves out what follows in the same department',
      (cursor) => cursor && { ...cursor, sequence: cursor.sequence + 3 },
    ],
  ])('%s is caught', (_, from) => {
    expect(() => walksAll(from, { seed: MUTANT_SEED, numRuns: 300 })).toThrow(/seed/);
  });
});
