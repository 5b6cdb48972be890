import { describe, expect, it } from 'vitest';
import type { Decider, Evolver } from '#controller/domain/decider.ts';
import { createDesk, snapshotEvery } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { add, doorClosed, doorOpen, subjects, temporaryDir } from '#tests/support/ledgers.ts';

const by = { actor: '1001', station: 'front', cause: 'c' };

interface Count {
  readonly opened: number;
  readonly seen: ReadonlyMap<string, string>;
}
let folded = 0;
const counter: Evolver<Count> = {
  kind: 'compartment',
  revision: 1,
  initialState: () => ({ opened: 0, seen: new Map() }),
  evolve: (state, event) => {
    folded++;
    return event.type === 'DoorSeenOpen'
      ? { opened: state.opened + 1, seen: new Map([...state.seen, ['last', event.time]]) }
      : state;
  },
};
const opener: Decider<'open', Count> = {
  ...counter,
  decide: (_, state) =>
    state.opened < 2
      ? { ok: true, events: [doorOpen] }
      : { ok: false, refusal: { code: 'enough', values: { opened: state.opened } } },
};

describe.each(subjects)('A desk over a ledger in $name', ({ open }) => {
  it('decides on the present state and appends with the time of the clock', async () => {
    using subject = open();
    const clock = new ManualClock();
    const desk = createDesk(subject.ledger, clock);
    expect(desk.decide(opener, 'A01', 'open', by).ok).toBe(true);
    await clock.advance(1500);
    const second = desk.decide(opener, 'A01', 'open', by);
    expect(second.ok && second.events[0]).toMatchObject({ version: 2, time: '2026-06-18T01:00:01.500Z' });
    expect(desk.decide(opener, 'A01', 'open', by)).toEqual({
      ok: false,
      refusal: { code: 'enough', values: { opened: 2 } },
    });
    expect(subject.ledger.head().sequence).toBe(2);
  });

  it('sees what others append, also inside a listener told before it', () => {
    using subject = open();
    const { ledger } = subject;
    const desk = createDesk(ledger, new ManualClock());
    const seen: number[] = [];
    ledger.onAppended(([event]) => {
      if (event?.sequence === 1) desk.append([{ stream: 'compartment:A01', events: [doorOpen] }], by);
      seen.push(desk.state(counter, 'A01').state.opened);
    });
    add(ledger, 'compartment:A01', doorOpen);
    add(ledger, 'compartment:A01', doorOpen);
    expect(seen).toEqual([2, 2, 3]);
    expect(desk.state(counter, 'A01').version).toBe(3);
    expect(desk.state(counter, 'A02')).toEqual({ version: 0, state: counter.initialState() });
  });

  it('appends to several streams, and twice to one, in one go', () => {
    using subject = open();
    const desk = createDesk(subject.ledger, new ManualClock());
    const { events } = desk.append(
      [
        { stream: 'compartment:A01', events: [doorOpen] },
        { stream: 'compartment:A02', events: [doorOpen] },
        { stream: 'compartment:A01', events: [doorClosed] },
      ],
      by,
      () => ({ key: 'k', digest: 'd', status: 201, body: '{}' }),
    );
    expect(events.map(({ stream, version }) => [stream, version])).toEqual([
      ['compartment:A01', 1],
      ['compartment:A02', 1],
      ['compartment:A01', 2],
    ]);
    expect(subject.ledger.answer('k')?.status).toBe(201);
  });
});

describe('A snapshot', () => {
  const openings = 3 * snapshotEvery + 5;
  const prepare = (dataDir: string): void => {
    const ledger = openLedger({ dataDir, site: 'test' });
    const desk = createDesk(ledger, new ManualClock());
    for (let i = 0; i < openings; i++) {
      desk.append([{ stream: 'compartment:A01', events: [doorOpen] }], by);
      desk.state(counter, 'A01');
    }
    ledger.close();
  };
  const load = (dataDir: string, evolver: Evolver<Count>) => {
    const ledger = openLedger({ dataDir, site: 'test' });
    folded = 0;
    const found = createDesk(ledger, new ManualClock()).state(evolver, 'A01');
    ledger.close();
    return { opened: found.state.opened, last: found.state.seen.get('last'), folded };
  };

  it('spares a start all but the last events of a long stream, and changes nothing', () => {
    using dir = temporaryDir();
    prepare(dir.path);
    const last = '2026-06-18T01:00:00.000Z';
    expect(load(dir.path, counter)).toEqual({ opened: openings, last, folded: 5 });
  });

  it('is not used by an evolver of another revision or another text', () => {
    using dir = temporaryDir();
    prepare(dir.path);
    expect(load(dir.path, { ...counter, revision: 2 }).folded).toBe(openings);
    const other: Evolver<Count> = {
      ...counter,
      evolve: (state) => {
        folded += 1;
        return { ...state, opened: state.opened + 10 };
      },
    };
    expect(load(dir.path, other)).toMatchObject({ opened: openings * 10, folded: openings });
  });

  it('is only a cache: a damaged or impossible one is left aside', () => {
    using dir = temporaryDir();
    prepare(dir.path);
    for (const damage of ["state = x'00ff'", 'version = 100000']) {
      const ledger = openLedger({ dataDir: dir.path, site: 'test' });
      ledger.db.exec(`UPDATE snapshots SET ${damage}`);
      ledger.close();
      expect(load(dir.path, counter), damage).toMatchObject({ opened: openings, folded: openings });
    }
  });
});
