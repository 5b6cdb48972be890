import { describe, expect, it } from 'vitest';
import { createDesk } from '#controller/ledger/desk.ts';
import type { Projection } from '#controller/ledger/projector.ts';
import { LedgerUnavailable, type RememberedAnswer } from '#controller/ports/ledger.ts';
import {
  add,
  context,
  doorClosed,
  doorOpen,
  fillDisk,
  subjects,
  wentOffline,
} from '#tests/support/ledgers.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const by = { actor: '1001', station: null, cause: 'c' };
const compartment = {
  ...{ kind: 'compartment' as const, revision: 1, initialState: () => 0 },
  evolve: (count: number) => count + 1,
};
const answer = (key: string) => (): RememberedAnswer => ({ key, digest: 'd', status: 200, body: '{}' });
/** Fails as a bug in a view would. */
const failing: Projection = {
  ...{ name: 'x', revision: 1, tables: 'CREATE TABLE view_x (n INTEGER)' },
  prepare: () => ({
    DeviceOffline: (event) => {
      if (event.payload.why === 'planted') throw new Error('planted');
    },
  }),
};

describe.each(subjects)('Works run together on a ledger in $name', ({ open }) => {
  it('see what those before them appended, and listeners are told in order when all is done', () => {
    using subject = open();
    const { ledger } = subject;
    const heard: number[][] = [];
    ledger.onAppended((events) => void heard.push(events.map(({ sequence }) => sequence)));
    const settled = ledger.together<unknown>([
      () => add(ledger, 'compartment:A01', doorOpen, doorClosed).events.length,
      () => [
        heard.length,
        ledger.stream('compartment:A01').length,
        ledger.read(0, 9).length,
        ledger.head().sequence,
      ],
      () => add(ledger, 'compartment:A01', doorOpen).events[0]?.version,
    ]);
    expect(settled.map((end) => end.ok && end.value)).toEqual([2, [0, 2, 2, 2], 3]);
    expect(heard).toEqual([[1, 2], [3]]);
    expect(ledger.proof(3)?.root).toBe(ledger.head().root);
  });

  it('end each by itself: one that refuses takes nothing from the others', () => {
    using subject = open();
    const { ledger } = subject;
    const settled = ledger.together([
      () => add(ledger, 'compartment:A01', doorOpen),
      () => {
        throw new RangeError('refused');
      },
      () => add(ledger, 'compartment:A02', doorOpen),
    ]);
    expect(settled.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(settled[1]).toMatchObject({ error: new RangeError('refused') });
    expect(ledger.head().sequence).toBe(2);
  });

  it.each([
    ['a view that errs', (ledger) => void add(ledger, 'device:b', wentOffline('planted'))],
    [
      'a conflict',
      (ledger) => {
        const write = { stream: 'compartment:A01', expected: { exact: 9 }, events: [doorOpen] } as const;
        if (!ledger.append([write], context).ok) throw new Error('planted');
      },
    ],
    [
      'an answer that is there already',
      (ledger) => {
        const write = { stream: 'compartment:A09', expected: 'absent', events: [doorOpen] } as const;
        ledger.append([write], context, answer('known'));
      },
    ],
  ] satisfies [string, (ledger: ReturnType<typeof open>['ledger']) => void][])(
    'are run again one by one after %s, and all but that one land once',
    (_, bad) => {
      using subject = open({ projections: [failing] });
      const { ledger } = subject;
      const desk = createDesk(ledger, new ManualClock());
      ledger.append([], context, answer('known'));
      const heard: number[] = [];
      ledger.onAppended((events) => void heard.push(...events.map(({ sequence }) => sequence)));
      const append = () =>
        desk.append([{ stream: 'compartment:A01', events: [doorOpen] }], by).events[0]?.sequence;
      desk.state(compartment, 'A01');
      const settled = ledger.together([append, append, () => bad(ledger), append]);
      expect(settled.map(({ ok }) => ok)).toEqual([true, true, false, true]);
      expect(settled.flatMap((end) => (end.ok ? [end.value] : []))).toEqual([1, 2, 3]);
      expect(heard).toEqual([1, 2, 3]);
      expect(ledger.stream('compartment:A01').map(({ version }) => version)).toEqual([1, 2, 3]);
      expect(desk.state(compartment, 'A01')).toEqual({ version: 3, state: 3 });
    },
  );

  it('cannot be run inside an append, or among others', () => {
    using subject = open();
    const { ledger } = subject;
    const [end] = ledger.together([() => ledger.together([() => 1])]);
    expect(end).toMatchObject({ ok: false, error: { message: expect.stringContaining('among others') } });
    const inside = () => ledger.together([() => 1]) as never;
    expect(() => ledger.append([], context, inside)).toThrow('inside an append');
  });
});

describe('Works run together on a disk', () => {
  const [{ open }] = subjects as [(typeof subjects)[number]];

  it('are nothing when their commit fails: nobody is told, and what they folded is forgotten', () => {
    using subject = open();
    const { ledger } = subject;
    const desk = createDesk(ledger, new ManualClock());
    const append = () => desk.append([{ stream: 'compartment:A01', events: [doorOpen] }], by);
    append();
    const before = ledger.head();
    let heard = 0;
    ledger.onAppended(() => void heard++);
    // Found at the commit alone, as a disk that fails then.
    ledger.db.exec(`CREATE TEMP TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TEMP TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)`);
    const plant = () => void ledger.db.exec('INSERT INTO temp.child VALUES (1)');
    expect(() => ledger.together([append, append, plant])).toThrow(/FOREIGN KEY/);
    expect([ledger.head(), heard, desk.state(compartment, 'A01')]).toEqual([
      before,
      0,
      { version: 1, state: 1 },
    ]);
    append();
    expect([heard, desk.state(compartment, 'A01')]).toEqual([1, { version: 2, state: 2 }]);
  });

  it('are not begun when it cannot be written, and may be when it can again', () => {
    using subject = open();
    const { ledger } = subject;
    const works = [() => add(ledger, 'compartment:A01', doorOpen).last.sequence, () => 7];
    ledger.db.pragma('query_only = ON');
    expect(() => ledger.together(works)).toThrow(LedgerUnavailable);
    ledger.db.pragma('query_only = OFF');
    expect(ledger.together(works)).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 7 },
    ]);
  });

  it('are undone and end each by itself when it is full meanwhile', () => {
    using subject = open();
    const { ledger } = subject;
    fillDisk(ledger);
    const long = wentOffline('x'.repeat(300));
    const works = Array.from({ length: 40 }, (_, n) => () => add(ledger, `device:d${n}`, long).last.sequence);
    const settled = ledger.together(works);
    const landed = settled.flatMap((end) => (end.ok ? [end.value] : []));
    expect(landed).toEqual(landed.map((_, at) => at + 1));
    expect(settled.filter((end) => !end.ok && end.error instanceof LedgerUnavailable)).toHaveLength(
      settled.length - landed.length,
    );
    expect(ledger.health().ok).toBe(false);
    ledger.db.pragma('max_page_count = 100000');
    expect([ledger.probe(), ledger.health()]).toEqual([true, { ok: true }]);
    expect(ledger.head().sequence).toBe(landed.length);
  });
});
