import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostStatusReader, parseHostStatus } from '#label-printer/languages/zpl-status.ts';

const FIRST = '030,0,0,0320,000,0,0,0,000,0,0,0';
const SECOND = '000,0,0,0,0,2,4,0,00000000,1,000';
const REPLY = Buffer.from(`\x02${FIRST}\x03\r\n\x02${SECOND}\x03\r\n\x021234,0\x03\r\n`, 'latin1');
const withField = (line: string, index: number, value: string): string =>
  line
    .split(',')
    .map((field, i) => (i === index ? value : field))
    .join(',');

describe('the reply to ~HS', () => {
  it('of a healthy idle printer is “connected”, nothing remaining', () => {
    expect(new HostStatusReader().feed(REPLY)).toEqual({
      condition: 'connected',
      cause: null,
      remaining: 0,
      answered: true,
      detail: null,
    });
  });

  it.each([
    ['paper out', withField(FIRST, 1, '1'), SECOND, 'no-media'],
    ['pause', withField(FIRST, 2, '1'), SECOND, 'paused'],
    ['head open', FIRST, withField(SECOND, 2, '1'), 'open'],
    ['ribbon out', FIRST, withField(SECOND, 3, '1'), 'no-media'],
    ['corrupt memory', withField(FIRST, 9, '1'), SECOND, 'warning'],
    ['too cold', withField(FIRST, 10, '1'), SECOND, 'warning'],
    ['too hot', withField(FIRST, 11, '1'), SECOND, 'warning'],
    ['formats waiting', withField(FIRST, 4, '002'), SECOND, 'printing'],
    ['labels remaining', FIRST, withField(SECOND, 8, '00000003'), 'printing'],
    ['a full buffer', withField(FIRST, 5, '1'), SECOND, 'printing'],
    ['a format half received', withField(FIRST, 7, '1'), SECOND, 'printing'],
  ])('with %s', (_, first, second, condition) => {
    expect(parseHostStatus(first, second)?.condition).toBe(condition);
  });

  it('counts formats and labels together', () => {
    expect(parseHostStatus(withField(FIRST, 4, '002'), withField(SECOND, 8, '00000003'))?.remaining).toBe(5);
  });

  it('is understood in chunks of any size, behind any noise', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat({ max: REPLY.length }), { maxLength: 10 }),
        (noise, cuts) => {
          const reader = new HostStatusReader();
          const places = [0, ...cuts.sort((a, b) => a - b), REPLY.length];
          const seen = [reader.feed(noise)];
          places.slice(1).forEach((end, i) => seen.push(reader.feed(REPLY.subarray(places[i], end))));
          expect(seen.find((status) => status !== null)).toMatchObject({ condition: 'connected' });
        },
      ),
    );
  });

  it('is nothing when fields are missing or are no numbers', () => {
    expect(parseHostStatus('030,0,0', SECOND)).toBeNull();
    expect(parseHostStatus(withField(FIRST, 1, '?'), SECOND)).toBeNull();
    expect(new HostStatusReader().feed(Buffer.from(`\x02${FIRST}\x03`))).toBeNull();
  });

  it('does not keep an endless reply', () => {
    const reader = new HostStatusReader();
    for (let i = 0; i < 200; i++) expect(reader.feed(Buffer.alloc(10_000, 0x41))).toBeNull();
    expect(reader.feed(REPLY)).toMatchObject({ answered: true });
  });
});
