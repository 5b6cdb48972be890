import canonicalizePackage from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LedgerUnavailable, type AnyStoredEvent, type StreamWrite } from '#controller/ports/ledger.ts';
import { anyWrite } from '#tests/support/arbitrary-events.ts';
import {
  add,
  addAll,
  context,
  doorClosed,
  doorOpen,
  exactly,
  subjects,
  wentOffline,
} from '#tests/support/ledgers.ts';
import { treeHead } from '#tests/support/merkle-reference.ts';

const canonical = canonicalizePackage as unknown as (value: unknown) => string;
const answerFor = (key: string) => () => ({ key, digest: 'd', status: 200, body: '{}' });

describe.each(subjects)('A ledger in $name', ({ open }) => {
  it('numbers events without gaps, over everything and within each stream', () => {
    using subject = open();
    const { ledger } = subject;
    add(ledger, 'compartment:A01', doorOpen, doorClosed);
    add(ledger, 'device:board', wentOffline('cable'));
    add(ledger, 'compartment:A01', doorOpen);
    const seen = ledger.read(0, 10).map(({ sequence, stream, version }) => [sequence, stream, version]);
    expect(seen).toEqual([
      [1, 'compartment:A01', 1],
      [2, 'compartment:A01', 2],
      [3, 'device:board', 1],
      [4, 'compartment:A01', 3],
    ]);
  });

  it('returns what it stored, envelope and all', () => {
    using subject = open();
    const { events, last } = add(subject.ledger, 'compartment:A01', doorOpen);
    expect(events).toEqual([
      {
        ...{ site: 'test', sequence: 1, stream: 'compartment:A01', version: 1, schema: 1 },
        ...context,
        ...doorOpen,
      },
    ]);
    expect(subject.ledger.stream('compartment:A01')).toEqual(events);
    expect(last).toEqual(subject.ledger.proof(1));
    expect(subject.ledger.head()).toEqual({ sequence: 1, root: last.root });
  });

  it('reads a stream and the whole after a given place', () => {
    using subject = open();
    const { ledger } = subject;
    add(ledger, 'compartment:A01', doorOpen, doorClosed, doorOpen);
    add(ledger, 'compartment:A02', doorOpen);
    expect(ledger.stream('compartment:A01', 1).map((event) => event.version)).toEqual([2, 3]);
    expect(ledger.stream('compartment:A03')).toEqual([]);
    expect(ledger.read(1, 2).map((event) => event.sequence)).toEqual([2, 3]);
    expect(ledger.read(4, 2)).toEqual([]);
    expect(ledger.proof(5)).toBeUndefined();
  });

  it.each([
    ['absent, but it exists', 'compartment:A01', 'absent' as const, 1],
    ['behind', 'compartment:A01', { exact: 0 }, 1],
    ['ahead', 'compartment:A01', { exact: 2 }, 1],
    ['there, but it does not exist', 'compartment:A02', { exact: 1 }, 0],
  ])('refuses a stream believed %s, and keeps nothing of the append', (_, stream, expected, version) => {
    using subject = open();
    const { ledger } = subject;
    add(ledger, 'compartment:A01', doorOpen);
    const head = ledger.head();
    const writes: StreamWrite[] = [
      { stream: 'device:board', expected: 'absent', events: [wentOffline('x')] },
      { stream: stream as 'compartment:A01', expected, events: [doorClosed] },
    ];
    const result = ledger.append(writes, context, answerFor('k'));
    expect(result).toEqual({ ok: false, conflict: { stream, version } });
    expect(ledger.head()).toEqual(head);
    expect(ledger.stream('device:board')).toEqual([]);
    expect(ledger.answer('k')).toBeUndefined();
    add(ledger, 'device:board', wentOffline('x'));
  });

  it('lets two writes of one append follow each other in a stream', () => {
    using subject = open();
    const result = subject.ledger.append(
      [
        { stream: 'compartment:A01', expected: 'absent', events: [doorOpen] },
        { stream: 'compartment:A01', expected: { exact: 1 }, events: [doorClosed] },
      ],
      context,
    );
    expect(result.ok && result.events.map((event) => event.version)).toEqual([1, 2]);
  });

  it.each([
    ['a field that does not fit', { door: 'side', intent: null }, /DoorSeenOpen.*door/],
    ['a missing field', { door: 'front' }, /DoorSeenOpen.*intent/],
    ['an undeclared field', { door: 'front', intent: null, title: 't' }, /DoorSeenOpen.*title/],
    ['no object', null, /DoorSeenOpen.*payload/],
  ])('throws a TypeError that names event and field for %s', (_, payload, message) => {
    using subject = open();
    const draft = { type: 'DoorSeenOpen', payload } as typeof doorOpen;
    expect(() => add(subject.ledger, 'compartment:A01', doorOpen, draft)).toThrow(TypeError);
    expect(() => add(subject.ledger, 'compartment:A01', doorOpen, draft)).toThrow(message);
    expect(subject.ledger.head().sequence).toBe(0);
  });

  it('refuses an event in a stream of another kind, an unknown event, and a malformed stream', () => {
    using subject = open();
    const { ledger } = subject;
    expect(() => add(ledger, 'device:A01', doorOpen)).toThrow(/compartment stream/);
    expect(() => add(ledger, 'compartment:', doorOpen)).toThrow(/stream 'compartment:'/);
    expect(() => add(ledger, 'compartment:A01', { ...doorOpen, type: 'Nope' } as never)).toThrow(/catalogue/);
  });

  it.each([
    ['time', { time: '2026-06-18 09:00' }],
    ['actor', { actor: '' }],
    ['cause', { cause: 'x'.repeat(129) }],
  ])('refuses an append whose %s is malformed', (name, change) => {
    using subject = open();
    const write: StreamWrite = { stream: 'compartment:A01', expected: 'absent', events: [doorOpen] };
    expect(() => subject.ledger.append([write], { ...context, ...change })).toThrow(name);
  });

  it('keeps an answer with its events, and neither without the other', () => {
    using subject = open();
    const { ledger } = subject;
    const write: StreamWrite = { stream: 'compartment:A01', expected: 'absent', events: [doorOpen] };
    const failing = () => {
      throw new Error('no answer');
    };
    expect(() => ledger.append([write], context, failing)).toThrow('no answer');
    expect(ledger.head().sequence).toBe(0);
    ledger.append([write], context, ([event]) => ({
      ...answerFor('k')(),
      body: String(event?.sequence),
    }));
    expect(ledger.answer('k')).toEqual({ key: 'k', digest: 'd', status: 200, body: '1' });
    const again: StreamWrite = { ...write, expected: { exact: 1 } };
    expect(() => ledger.append([again], context, answerFor('k'))).toThrow();
    expect(ledger.head().sequence).toBe(1);
    expect(ledger.health()).toEqual({ ok: true });
  });

  it('remembers an answer to which nothing happened', () => {
    using subject = open();
    expect(subject.ledger.append([], context, answerFor('k'))).toMatchObject({ ok: true, events: [] });
    expect(subject.ledger.answer('k')?.status).toBe(200);
  });

  it('tells every listener, in order, even when one throws and one appends', () => {
    const errors: unknown[] = [];
    using subject = open({ onListenerError: (error) => void errors.push(error) });
    const { ledger } = subject;
    const seen: number[] = [];
    ledger.onAppended(() => {
      throw new Error('broken listener');
    });
    ledger.onAppended(([event]) => {
      if (event?.sequence === 1) add(ledger, 'compartment:A01', doorClosed);
    });
    const stop = ledger.onAppended((events) => void seen.push(...events.map((event) => event.sequence)));
    add(ledger, 'compartment:A01', doorOpen);
    stop();
    add(ledger, 'compartment:A01', doorOpen);
    expect(seen).toEqual([1, 2]);
    expect(errors).toHaveLength(3);
  });

  it('does not append while an append is being made', () => {
    using subject = open();
    const { ledger } = subject;
    const write: StreamWrite = { stream: 'compartment:A01', expected: 'absent', events: [doorOpen] };
    const nested = () => {
      add(ledger, 'compartment:A02', doorOpen);
      return answerFor('k')();
    };
    expect(() => ledger.append([write], context, nested)).toThrow(/while an append/);
    expect(ledger.head().sequence).toBe(0);
  });

  it('throws LedgerUnavailable from every method once closed, twice closing being once', () => {
    using subject = open();
    const { ledger } = subject;
    ledger.close();
    ledger.close();
    expect(ledger.health().ok).toBe(false);
    for (const use of [
      () => ledger.head(),
      () => ledger.read(0, 1),
      () => ledger.stream('device:x'),
      () => ledger.proof(1),
      () => ledger.answer('k'),
      () => add(ledger, 'compartment:A01', doorOpen),
    ])
      expect(use).toThrow(LedgerUnavailable);
  });

  it('makes every event a leaf of an RFC 6962 tree, hashed in RFC 8785 form, as others compute them', () => {
    const appends = fc.array(fc.array(anyWrite(), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(appends, (groups) => {
        using subject = open();
        const { ledger } = subject;
        const ends: number[] = [];
        for (const group of groups) {
          const { last } = addAll(ledger, group);
          group.forEach(() => ends.push(last.sequence));
        }
        const entries = ledger.read(0, 100).map((event) => Buffer.from(canonical(event)));
        entries.forEach((entry, i) => {
          const root = treeHead(entries.slice(0, ends[i])).toString('hex');
          expect(ledger.proof(i + 1)).toEqual({
            sequence: i + 1,
            leaf: treeHead([entry]).toString('hex'),
            root,
          });
        });
      }),
      { numRuns: 25 },
    );
  });

  it('holds exactly what was acknowledged, whatever is written in whatever grouping', () => {
    const write = fc.record({ write: anyWrite(), skew: fc.constantFrom(0, 0, 0, 1) });
    fc.assert(
      fc.property(fc.array(fc.array(write, { maxLength: 5 }), { maxLength: 12 }), (appends) => {
        using subject = open();
        const { ledger } = subject;
        const model: AnyStoredEvent[] = [];
        for (const group of appends) {
          const versions = new Map<string, number>();
          const writes = group.map(({ write: { stream, event }, skew }) => {
            const version = versions.get(stream) ?? ledger.versionOf(stream);
            versions.set(stream, version + 1);
            return { stream, events: [event], expected: exactly(version + skew) };
          });
          const result = ledger.append(writes, context);
          expect(result.ok).toBe(group.every(({ skew }) => skew === 0));
          if (result.ok) model.push(...result.events);
        }
        expect(ledger.read(0, 1000)).toEqual(model);
        for (const { stream } of model)
          expect(ledger.stream(stream)).toEqual(model.filter((event) => event.stream === stream));
      }),
      { numRuns: 25 },
    );
  });
});
