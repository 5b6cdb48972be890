import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basisOf, clockBook } from '#controller/domain/clocks/clock-book.ts';
import { chineseHolidays } from '#controller/domain/clocks/chinese-holidays.ts';
import { deadlineOf } from '#controller/domain/clocks/deadline.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { writer } from '#controller/ledger/statement.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { DeadlineRecomputation } from '#controller/ports/clock-desk.ts';
import { DeadlineKeeper } from '#controller/supervision/deadline-keeper.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { median, quantile, type BenchResult } from './result.ts';

const OPEN = 1_000_000;
const DEPARTMENTS = 60;
const LOOK_UPS = 2_000;
const LOOK_UP_MS = 1;
const NIGHT_MS = 10_000;
/** No target of its own is given for this one: every deadline is written anew, with its two indices. */
const CHANGE_MS = 60_000;
const START = Date.parse('2026-06-18T01:00:00.000Z');
const MINUTE = 60_000;
/** From the start of one clock to that of the next: registering, labelling and the two visits of each piece. */
const EVENTS_A_CLOCK = 10;
const URGENCIES = [
  'none',
  'none',
  'none',
  'none',
  'none',
  'none',
  'jiaji',
  'teji',
  'pingji',
  'teti',
] as const;

/** Time that stands still; what is to be done at once is done at once. */
const still: Clock = {
  now: () => START,
  after(ms, task) {
    if (ms > 0) return () => undefined;
    const soon = setImmediate(task);
    return () => clearImmediate(soon);
  },
};

const milliseconds = (work: () => unknown): number => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

/**
 * A million open clocks on the disk, half sign-for, half handling, started over the last 60 days. Put straight into
 * the views' tables, as their handlers would: three million appends would take an hour and are not what is measured.
 */
const fill = (ledger: OpenLedger): void => {
  const { db } = ledger;
  const basis = basisOf(createDesk(ledger, still).state(clockBook, 'clocks').state);
  const insert = writer<Record<string, string | number>>(
    db,
    `INSERT INTO view_deadline (sequence, docket, clock, department, urgency, kind, startedAt, dueAt, remindAt)
     VALUES (:sequence, :docket, :clock, :department, :urgency, :kind, :startedAt, :dueAt, :remindAt)`,
  );
  db.transaction(() => {
    for (let i = 1; i <= OPEN; i++) {
      const clock = i % 2 ? 'sign-for' : 'handling';
      const urgency = URGENCIES[i % URGENCIES.length] ?? 'none';
      const kind = i % 7 ? '通知' : '意见';
      const startedAt = START - Math.round(((OPEN - i) / OPEN) * 60 * 1440) * MINUTE;
      const due = deadlineOf(basis, { clock, urgency, kind, startedAt, pauses: [] });
      const department = `d${String(i % DEPARTMENTS).padStart(2, '0')}`;
      insert({
        sequence: i * EVENTS_A_CLOCK,
        docket: `P${i}`,
        clock,
        department,
        urgency,
        kind,
        startedAt,
        ...due,
      });
    }
  })();
};

/** Resolves when the run that `begin` sets off has come to its end: ms by the clock, and of the processor. */
const whole = async (keeper: DeadlineKeeper, begin: () => void): Promise<{ took: number; busy: number }> => {
  const before: DeadlineRecomputation['last'] = keeper.view().last;
  const start = process.hrtime.bigint();
  const used = process.cpuUsage();
  begin();
  while (keeper.view().running !== null || keeper.view().last === before)
    await new Promise<void>((resolve) => void setImmediate(resolve));
  const { user, system } = process.cpuUsage(used);
  return { took: Number(process.hrtime.bigint() - start) / 1e6, busy: (user + system) / 1000 };
};

export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-bench-'));
  const ledger = openLedger({ dataDir: dir, site: 'bench', projections });
  const desk = createDesk(ledger, still);
  const views = createReadModels(ledger.db);
  const keeper = new DeadlineKeeper({
    ...{ clock: still, desk, ledger, views, holidays: chineseHolidays },
    ...{ timeZone: 'Asia/Shanghai', at: '03:00', onTrouble: (error) => console.error(error) },
  });
  try {
    await whole(keeper, () => keeper.start());
    fill(ledger);
    const at = (i: number): string => new Date(START + ((i * 104_729) % (20 * 1440)) * MINUTE).toISOString();
    const next = Array.from({ length: LOOK_UPS }, (_, i) =>
      milliseconds(() => views.nextDeadline('due', at(i))),
    );
    const byKey = ledger.db.prepare('SELECT dueAt FROM view_deadline WHERE sequence = ?').pluck();
    const bare = Array.from({ length: LOOK_UPS }, (_, i) =>
      milliseconds(() => byKey.get((1 + i * 499) * EVENTS_A_CLOCK)),
    );
    const night = await whole(keeper, () => keeper.recompute('night'));
    if (keeper.view().last?.moved !== 0) throw new Error('nothing was to move at night');
    const read = milliseconds(() =>
      ledger.db.prepare('SELECT * FROM view_deadline WHERE endedAt IS NULL').all(),
    );
    const { settings } = desk.state(clockBook, 'clocks').state;
    const longer = [settings.signFor, settings.handling].map((rules) =>
      rules.map((rule) => ({ ...rule, amount: rule.amount + 1 })),
    );
    const [signFor = [], handling = []] = longer;
    const change = await whole(keeper, () => {
      desk.append(
        [
          {
            stream: 'site:clocks',
            events: [{ type: 'ClockSettingsSaved', payload: { ...settings, signFor, handling } }],
          },
        ],
        { actor: 'bench', station: null, cause: 'bench' },
      );
    });
    if (keeper.view().last?.moved !== OPEN) throw new Error('everything was to move');
    const line = (name: string, { took, busy }: typeof night, most: number, what: string): BenchResult => ({
      ...{ name, median: took, p99: took, unit: 'ms', ratio: took / read },
      ...{ target: `≤ ${most} ms, ${what}`, ok: took <= most },
      reference: `reading the same rows and nothing else: ${read.toFixed(0)} ms; processor: ${busy.toFixed(0)} ms`,
    });
    const p99 = quantile(next, 0.99);
    return [
      {
        ...{
          name: 'deadlines-next',
          median: median(next),
          p99,
          unit: 'ms',
          ratio: median(next) / median(bare),
        },
        ...{ target: `p99 ≤ ${LOOK_UP_MS} ms`, ok: p99 <= LOOK_UP_MS },
        reference: `a row by its key: ${median(bare).toFixed(4)} ms; ${OPEN} open clocks`,
      },
      line('deadlines-night', night, NIGHT_MS, 'nothing moves'),
      line('deadlines-move', change, CHANGE_MS, 'all move, durably'),
    ];
  } finally {
    keeper.stop();
    ledger.close();
    rmSync(dir, { recursive: true, force: true });
  }
};
