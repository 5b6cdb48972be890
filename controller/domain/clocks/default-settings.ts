import type { ClockRule, ClockSettings } from '../catalogue/clock-settings.ts';

type Duration = Pick<ClockRule, 'amount' | 'unit' | 'on' | 'remind'>;
const rule = (urgencies: ClockRule['urgencies'], kinds: string[], duration: Duration): ClockRule => ({
  urgencies,
  kinds,
  ...duration,
});
const TELEGRAM = ['电报', '明电', '电传'];
/** Kinds that set policy; the others are routine. */
const POLICY = ['决议', '决定', '命令', '公报', '公告', '通告', '意见', '议案'];

/** The starting values of the trade. */
export const defaultClockSettings: ClockSettings = {
  hours: [
    { from: 510, to: 720 },
    { from: 810, to: 1080 },
  ],
  weekdays: [1, 2, 3, 4, 5],
  signFor: [
    rule(['teti'], [], { amount: 15, unit: 'minute', on: 'clock', remind: 5 }),
    rule(['teji'], [], { amount: 30, unit: 'minute', on: 'clock', remind: 10 }),
    rule(['jiaji'], [], { amount: 4, unit: 'hour', on: 'clock', remind: 60 }),
    rule([], [], { amount: 8, unit: 'hour', on: 'working', remind: 120 }),
  ],
  handling: [
    rule(['teti'], [], { amount: 1, unit: 'day', on: 'clock', remind: 240 }),
    rule(['teji'], TELEGRAM, { amount: 2, unit: 'day', on: 'clock', remind: 480 }),
    rule([], TELEGRAM, { amount: 6, unit: 'day', on: 'clock', remind: 1440 }),
    rule(['pingji'], [], { amount: 6, unit: 'day', on: 'clock', remind: 1440 }),
    rule([], POLICY, { amount: 3, unit: 'day', on: 'clock', remind: 1440 }),
    rule([], [], { amount: 1, unit: 'day', on: 'working', remind: 120 }),
  ],
};
