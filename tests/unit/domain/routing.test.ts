import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { berthRefusal, berthFor, route, type Berth } from '#controller/domain/routing.ts';

const berth = (id: string, more: Partial<Berth> = {}): Berth => ({
  ...{ id, number: 1, cabinet: 'A', usage: 'department', department: 'bgs', capacity: 2 },
  ...{ service: 'in-service', faulty: false, online: true, binFull: false, occupied: false, inside: [] },
  ...more,
});
const pooled = (id: string, more: Partial<Berth> = {}) =>
  berth(id, { usage: 'pooled', department: null, ...more });

describe('a piece goes', () => {
  it.each<[string, readonly Berth[], string]>([
    ['to its department’s box here', [berth('A1')], 'A1'],
    [
      'to the second of its boxes when the first is full',
      [berth('A1', { binFull: true }), berth('A2')],
      'A2',
    ],
    ['to another cabinet’s box', [berth('B1', { cabinet: 'B' })], 'go-to-cabinet'],
    ['nowhere while its department is away', [berth('A1', { service: 'away' }), pooled('A2')], 'away'],
    ['nowhere when its box is full', [berth('A1', { inside: ['bgs', 'bgs'] })], 'full'],
    ['nowhere when its box is faulty', [berth('A1', { faulty: true })], 'faulty'],
    ['nowhere when its box is out of service', [berth('A1', { service: 'out-of-service' })], 'faulty'],
    ['nowhere when its board does not answer', [berth('A1', { online: false })], 'offline'],
    ['to a free pooled box without one of its own', [pooled('A1', { inside: ['x'] }), pooled('A2')], 'A2'],
    ['to the pooled box it has already', [pooled('A1'), pooled('A2', { inside: ['bgs'] })], 'A2'],
    [
      'not into a pooled box in which something unrecorded lies',
      [pooled('A1', { occupied: true })],
      'no-compartment',
    ],
    ['nowhere without any box', [berth('A1', { usage: 'spare', department: null })], 'no-compartment'],
  ])('%s', (_where, berths, expected) => {
    const way = route('bgs', 'A', berths);
    expect(way.kind === 'here' ? way.compartment : way.why).toBe(expected);
  });

  it('never into a box that must not be armed, is another’s, or holds another’s paper', () => {
    const any = fc.record<Berth>({
      id: fc.uuid(),
      number: fc.nat(20),
      cabinet: fc.constantFrom('A', 'B'),
      usage: fc.constantFrom('department', 'pooled', 'returns', 'outgoing', 'spare'),
      department: fc.constantFrom('bgs', 'fgw', null),
      capacity: fc.integer({ min: 1, max: 3 }),
      service: fc.constantFrom('in-service', 'in-service', 'away', 'out-of-service'),
      faulty: fc.boolean(),
      online: fc.boolean(),
      binFull: fc.boolean(),
      occupied: fc.boolean(),
      inside: fc.array(fc.constantFrom('bgs', 'fgw'), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (berths) => {
        const way = route('bgs', 'A', berths);
        if (way.kind === 'nowhere') return;
        const to = berths.find((one) => one.id === way.compartment);
        expect(to).toBeDefined();
        if (!to) return;
        expect([to.cabinet, berthRefusal(to)]).toEqual(['A', null]);
        if (to.usage === 'department') expect(to.department).toBe('bgs');
        else
          expect([to.usage, to.inside.every((department) => department === 'bgs')]).toEqual(['pooled', true]);
      }),
    );
  });
});

it('refused pieces go to a returns compartment that works', () => {
  const returns = (id: string, more: Partial<Berth> = {}) =>
    berth(id, { usage: 'returns', department: null, ...more });
  expect(berthFor('returns', 'A', [returns('A1', { online: false }), returns('A2'), berth('A3')])?.id).toBe(
    'A2',
  );
  expect(berthFor('returns', 'A', [returns('A1', { online: false })])?.id).toBe('A1');
  expect(berthFor('returns', 'B', [returns('A1')])).toBeNull();
});
