import { expect, it } from 'vitest';
import { dailySheetBySchedule } from '#controller/composition/daily-sheet.ts';
import { DailySheetWatch } from '#controller/supervision/daily-sheet-watch.ts';
import { demoConfig, makeSite } from '#tests/support/api-site.ts';

const HOUR = 3_600_000;
/** A Thursday, nine in the morning there. */
const watching = () => {
  const printer = { id: 'office', kind: 'printer/ipp', link: 'ipp://127.0.0.1/ipp/print' };
  const site = makeSite({
    // Real files take real time, and this clock is moved by hand.
    writeTable: ({ name }) => Promise.resolve(Buffer.from(`%PDF-1.7 ${name}`)),
    config: demoConfig((demo) => ({ ...demo, devices: [...demo.devices, printer] })),
  });
  const watch = (): DailySheetWatch =>
    new DailySheetWatch({
      ...{ clock: site.clock, desk: site.desk, views: site.views, timeZone: 'Asia/Shanghai', at: '17:30' },
      draw: dailySheetBySchedule({ ...site, look: () => site.reconciliation.look() }),
      onTrouble: (error) => {
        throw error;
      },
    });
  const drawn = () =>
    site.views.dailySheets({ limit: 50 }).rows.map(({ date, drawnAt }) => `${date} ${drawnAt}`);
  return { site, watch, drawn };
};

it('is drawn up on each working day at its time, once, and put in line for the A4 printer', async () => {
  const { site, watch, drawn } = watching();
  const running = watch();
  running.start();
  await site.clock.advance(24 * HOUR * 6);
  running.stop();
  // Thursday, Friday, Monday, Tuesday: no Saturday, no Sunday.
  expect(drawn().toReversed()).toEqual([
    '2026-06-18 2026-06-18T09:30:00.000Z',
    '2026-06-19 2026-06-19T09:30:00.000Z',
    '2026-06-22 2026-06-22T09:30:00.000Z',
    '2026-06-23 2026-06-23T09:30:00.000Z',
  ]);
  const jobs = site.views.printJobs({ limit: 50 }).rows;
  expect(jobs.map(({ artwork, label }) => [artwork, label])).toEqual(
    ['23', '22', '19', '18'].map((day) => ['sheet', `daily sheet 2026-06-${day}`]),
  );
  expect(site.sheets.list()).toHaveLength(4);
  expect(site.clock.pending).toBe(0);
}, 60_000);

it('is made up for by a start later on the day, and not a second time by another', async () => {
  const { site, watch, drawn } = watching();
  await site.clock.advance(12 * HOUR);
  for (let start = 0; start < 3; start++) {
    const running = watch();
    running.start();
    await site.clock.advance(60_000);
    running.stop();
  }
  expect(drawn()).toEqual(['2026-06-18 2026-06-18T13:00:00.000Z']);
}, 60_000);
