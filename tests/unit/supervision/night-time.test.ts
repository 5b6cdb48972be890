import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { untilLocalTime } from '#controller/supervision/night-time.ts';

const minutes = (count: number): number => count * 60_000;
const local = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(
    instant,
  );

describe('The time until a local time of day', () => {
  it.each([
    ['2026-06-18T01:00:00.000Z', '03:00', 'Asia/Shanghai', minutes(18 * 60)],
    ['2026-06-18T18:59:00.000Z', '03:00', 'Asia/Shanghai', minutes(1)],
    ['2026-06-18T19:00:00.000Z', '03:00', 'Asia/Shanghai', minutes(24 * 60)],
    ['2026-06-18T00:00:00.500Z', '00:00', 'UTC', minutes(24 * 60) - 500],
    // The night clocks are put forward from 02:00 to 03:00, and the one they are put back.
    ['2026-03-08T05:00:00.000Z', '03:00', 'America/New_York', minutes(2 * 60)],
    ['2026-11-01T04:00:00.000Z', '03:00', 'America/New_York', minutes(4 * 60)],
  ])('from %s to %s in %s', (now, at, timeZone, expected) => {
    expect(untilLocalTime(Date.parse(now), at, timeZone)).toBe(expected);
  });

  it('is never past, at most a day and an hour, and ends when the clock shows it or skipped it', () => {
    const zones = [
      'Asia/Shanghai',
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2028-01-01') }),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1439 }),
        (now, zone, minute) => {
          const at = [Math.floor(minute / 60), minute % 60]
            .map((part) => String(part).padStart(2, '0'))
            .join(':');
          const ms = untilLocalTime(now, at, zone);
          expect(ms).toBeGreaterThan(0);
          expect(ms).toBeLessThanOrEqual(minutes(25 * 60));
          const shown = local(now + ms, zone);
          // A time that a night leaves out is shifted by what was left out.
          const [hour = 0, past = 0] = shown.split(':').map(Number);
          const off = Math.abs(hour * 60 + past - minute);
          expect([0, 30, 60]).toContain(Math.min(off, 1440 - off));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
