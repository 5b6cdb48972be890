import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contentText,
  drawUp,
  listBook,
  numberAfter,
  yearAt,
  type DrawnUp,
  type ListBookState,
  type ListContent,
} from '#controller/domain/list-book.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { context, temporaryDir } from '#tests/support/ledgers.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const content = (issuedAt: string): ListContent => ({
  ...{ kind: 'drop', unit: '交换站', language: 'zh-CN', timeZone: 'Asia/Shanghai', issuedAt },
  ...{ from: null, to: null, person: { number: '1', name: '李' }, place: null },
  entries: [
    {
      ...{ movement: 'deposited', docket: 'D', number: '', copy: '1/1', party: '', urgency: 'none' },
      ...{ compartment: 'A1', at: issuedAt, sequence: 1 },
    },
  ],
});
type Issue = (ledger: OpenLedger, at: string, fate: Fate) => void;
/** How an issue ends: well; the controller fails while the answer is made; the process is started anew after it. */
type Fate = 'well' | 'fails' | 'restarts' | 'raced';

const write = (ledger: OpenLedger, drawn: DrawnUp, version: number, fate: Fate): void => {
  const writes = drawn.writes.map(({ stream, events }) => ({
    ...{ stream, events },
    expected: stream.startsWith('list:') || version === 0 ? ('absent' as const) : { exact: version },
  }));
  const fail = (): never => {
    throw new Error('the rendering failed');
  };
  ledger.append(writes, context, fate === 'fails' ? fail : undefined);
};
/** As the commands do it: the state at hand gives the number, and the append is under the version it was read at. */
const honest: Issue = (ledger, at, fate) => {
  const desk = createDesk(ledger, new ManualClock());
  const { state, version } = desk.state(listBook, yearAt(at, 'Asia/Shanghai'));
  const drawn = drawUp(content(at), state, { department: null, session: null }, digest);
  if (fate === 'raced') honest(ledger, at, 'well');
  write(ledger, drawn, version, fate);
};
/** Numbers issued, year by year, in the order of the ledger. */
const issued = (ledger: OpenLedger): string[] =>
  ledger.read(0, 1000).flatMap((event) => (event.type === 'ListIssued' ? [event.payload.number] : []));
const gaps = (numbers: readonly string[]): string[] => {
  const years = Map.groupBy(numbers, (number) => number.slice(0, 4));
  return [...years].flatMap(([year, of]) =>
    of.filter((number, i) => number !== numberAfter({ serial: i }, year)),
  );
};
const times = fc.constantFrom(
  '2026-06-18T01:00:00.000Z',
  '2026-12-31T15:59:59.999Z',
  '2026-12-31T16:00:00.000Z',
);
const fates = fc.constantFrom<Fate>('well', 'well', 'fails', 'restarts', 'raced');

const leavesNoGap = (issue: Issue): void =>
  fc.assert(
    fc.property(fc.array(fc.tuple(times, fates), { minLength: 1, maxLength: 12 }), (history) => {
      using dir = temporaryDir();
      const open = () => openLedger({ dataDir: dir.path, site: 'test', projections: [] });
      let ledger = open();
      for (const [at, fate] of history) {
        try {
          issue(ledger, at, fate);
        } catch {
          // A failure of the caller's own; what it left behind is what is looked at.
        }
        if (fate === 'restarts') {
          ledger.close();
          ledger = open();
        }
      }
      const numbers = issued(ledger);
      ledger.close();
      expect(gaps(numbers)).toEqual([]);
    }),
    { numRuns: 15 },
  );

describe('the numbers of lists', () => {
  it('have no gap and no double, whatever fails, races or is started anew in between', () =>
    leavesNoGap(honest));

  it('begin at 1 with each year of the site’s clocks', () => {
    expect(yearAt('2026-12-31T15:59:59.999Z', 'Asia/Shanghai')).toBe('2026');
    expect(yearAt('2026-12-31T16:00:00.000Z', 'Asia/Shanghai')).toBe('2027');
    expect(numberAfter({ serial: 0 }, '2027')).toBe('202700000001');
  });

  it('are refused when they are not the next one', () => {
    const about = { kind: 'drop', unit: '', department: null, session: null, lines: 1, content: '' } as const;
    const command = (number: string) =>
      ({ type: 'Issue', issued: { ...about, number, issuedAt: '2026-06-18T01:00:00.000Z' } }) as const;
    expect(listBook.decide(command('202600000002'), { serial: 0 }).ok).toBe(false);
    expect(listBook.decide(command('202600000002'), { serial: 1 }).ok).toBe(true);
  });

  it('planted mutant: a counter of its own, counted up before the append, leaves gaps', () => {
    const counters = new WeakMap<OpenLedger, Map<string, ListBookState>>();
    const counted: Issue = (ledger, at, fate) => {
      const year = yearAt(at, 'Asia/Shanghai');
      const own = counters.get(ledger) ?? new Map<string, ListBookState>();
      counters.set(ledger, own);
      const drawn = drawUp(
        content(at),
        own.get(year) ?? { serial: 0 },
        { department: null, session: null },
        digest,
      );
      own.set(year, drawn.book);
      write(ledger, drawn, ledger.versionOf(`list-book:${year}`), fate);
    };
    expect(() => leavesNoGap(counted)).toThrow(/seed/);
  });

  it('planted mutant: a book that takes any version gives a number twice', () => {
    const careless: Issue = (ledger, at, fate) => {
      const year = yearAt(at, 'Asia/Shanghai');
      const { state } = createDesk(ledger, new ManualClock()).state(listBook, year);
      const drawn = drawUp(content(at), state, { department: null, session: null }, digest);
      if (fate === 'raced') careless(ledger, at, 'well');
      const [book] = drawn.writes;
      if (book) write(ledger, { ...drawn, writes: [book] }, ledger.versionOf(`list-book:${year}`), fate);
    };
    expect(() => leavesNoGap(careless)).toThrow(/seed/);
  });
});

describe('the content hash', () => {
  it('changes with every field of the list', () => {
    const list = { number: '202600000001', ...content('2026-06-18T01:00:00.000Z') };
    const seen = new Set([contentText(list)]);
    const [entry] = list.entries;
    if (!entry) throw new TypeError('a list without entries');
    const others = [
      ...Object.keys(list).map((name) =>
        name === 'entries' ? { ...list, entries: [] } : { ...list, [name]: 'other' },
      ),
      ...Object.keys(entry).map((name) => ({ ...list, entries: [{ ...entry, [name]: 'other' }] })),
      { ...list, person: { number: '1', name: '王' } },
    ];
    for (const other of others) seen.add(contentText(other as typeof list));
    expect(seen.size).toBe(1 + others.length);
  });
});
