import { describe, expect, it } from 'vitest';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { LedgerUnavailable } from '#controller/ports/ledger.ts';
import type {
  Distrusted,
  LedgerWalk,
  WalkEnd,
  WalkProgress,
  WalkReport,
} from '#controller/ports/ledger-walk.ts';
import { RecordWatch } from '#controller/supervision/record-watch.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { add, doorOpen } from '#tests/support/ledgers.ts';

const hour = 3_600_000;
const whole: WalkReport = { size: 9, root: 'ab', findings: [] };
const edited: WalkReport = {
  ...{ size: 9, root: null },
  findings: [{ code: 'leaf-differs', sequence: 7, detail: 'the leaf is not the hash of the event' }],
};

/** A walk that ends when it is told to. */
class ToldWalk implements LedgerWalk {
  begun = 0;
  cancelled = 0;
  progress: (progress: WalkProgress) => void = () => undefined;
  end: (report: WalkReport) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  start(progress: (progress: WalkProgress) => void): ReturnType<LedgerWalk['start']> {
    this.begun++;
    this.progress = progress;
    const { promise: done, resolve, reject } = Promise.withResolvers<WalkReport | null>();
    this.end = resolve;
    this.fail = reject;
    const cancel = async (): Promise<void> => {
      this.cancelled++;
      resolve(null);
      await done;
    };
    return { done, cancel };
  }
}

const world = (trusting?: Distrusted) => {
  const clock = new ManualClock('2026-06-18T01:00:00.000Z');
  const ledger = createMemoryLedger({ site: 'test' });
  const desk = createDesk(ledger, clock);
  const walk = new ToldWalk();
  const told: string[] = [];
  const kept: { end: WalkEnd | null } = { end: null };
  const watch = (): RecordWatch =>
    new RecordWatch({
      ...{ clock, desk, walk, ledger: trusting ?? ledger, timeZone: 'Asia/Shanghai' },
      times: { at: '03:00', afterStart: 60 },
      note: { read: () => kept.end, write: (end) => void (kept.end = end) },
      onReport: ({ findings }) => void told.push(`report ${findings.length}`),
      onTrouble: (error) => void told.push(`trouble ${String(error)}`),
      onFault: () => void told.push(`fault ${ledger.health().ok ? 'over' : 'found'}`),
    });
  /** A walk that is due within `ms` comes to this end. */
  const walked = async (ms: number, report: WalkReport): Promise<void> => {
    await clock.advance(ms);
    walk.end(report);
    await clock.advance(0);
  };
  const types = (): string[] => ledger.read(0, 100).map(({ type }) => type);
  return { clock, ledger, walk, watch, told, walked, types };
};

/** What the watch is for: after a fault was found, nothing more is recorded, and so nothing moves. */
const stopsEverything = async (trusting?: Distrusted): Promise<boolean> => {
  const { ledger, watch, walked } = world(trusting);
  const watching = watch();
  watching.start();
  await walked(60_000, edited);
  await watching.stop();
  try {
    add(ledger, 'compartment:A01', doorOpen);
    return false;
  } catch (error) {
    return error instanceof LedgerUnavailable;
  }
};

describe('The watch over the record', () => {
  it('walks a minute after the start and every night at three on the site’s clocks', async () => {
    const { clock, walk, watch, told, walked } = world();
    const watching = watch();
    watching.start();
    await clock.advance(59_999);
    expect(walk.begun).toBe(0);
    await clock.advance(1);
    expect(watching.view()).toMatchObject({ state: 'walking', last: null, next: '2026-06-18T19:00:00.000Z' });
    walk.progress({ verified: 500, total: 1000 });
    expect(watching.view().progress).toEqual({ verified: 500, total: 1000 });
    await walked(5000, whole);
    expect(watching.view()).toMatchObject({
      ...{ state: 'waiting', progress: null, fault: null },
      last: { at: '2026-06-18T01:01:05.000Z', size: 9, root: 'ab', findings: 0 },
    });
    await walked(18 * hour, whole);
    await walked(24 * hour, whole);
    expect([walk.begun, told]).toEqual([3, ['report 0', 'report 0', 'report 0']]);
    await watching.stop();
    expect(clock.pending).toBe(0);
  });

  it('knows after a restart how the last walk ended', async () => {
    const { watch, walked } = world();
    const first = watch();
    first.start();
    await walked(60_000, whole);
    await first.stop();
    const second = watch();
    second.start();
    expect(second.view().last).toMatchObject({ at: '2026-06-18T01:01:00.000Z', size: 9, findings: 0 });
    await second.stop();
  });

  it('writes a fault down, then lets nothing more be recorded, and says why', async () => {
    expect(await stopsEverything()).toBe(true);
    const { ledger, watch, told, walked, types } = world();
    const watching = watch();
    watching.start();
    await walked(60_000, edited);
    expect(types()).toEqual(['RecordFaultFound']);
    expect(told).toEqual(['report 1', 'fault found']);
    expect(ledger.health()).toMatchObject({
      ...{ ok: false, untrusted: true },
      why: expect.stringContaining('event 7: leaf-differs'),
    });
    expect(watching.view()).toMatchObject({
      last: { findings: 1 },
      fault: expect.stringContaining('event 7'),
    });
    expect(ledger.probe()).toBe(false);
    expect(ledger.read(0, 10)).toHaveLength(1);
    await watching.stop();
  });

  it('planted mutant: a ledger that is not told goes on recording, and that is noticed', async () => {
    expect(await stopsEverything({ distrust: () => undefined })).toBe(false);
  });

  it('takes a fault up again after a restart, and lets go when a walk finds the ledger whole', async () => {
    const { ledger, watch, told, walked, types } = world();
    const first = watch();
    first.start();
    await walked(60_000, edited);
    await first.stop();
    ledger.distrust(null);

    const second = watch();
    second.start();
    expect(ledger.health()).toMatchObject({ ok: false, untrusted: true });
    await walked(60_000, edited);
    expect(types()).toEqual(['RecordFaultFound']);
    await walked(24 * hour, whole);
    expect(ledger.health()).toEqual({ ok: true });
    expect(types()).toEqual(['RecordFaultFound', 'RecordFoundWhole']);
    expect(told.at(-1)).toBe('fault over');
    await second.stop();
  });

  it('blames nobody for a walk that could not be made, and tries again the next night', async () => {
    const { clock, ledger, walk, watch, told } = world();
    const watching = watch();
    watching.start();
    await clock.advance(60_000);
    walk.fail(new Error('no thread'));
    await clock.advance(0);
    expect(told).toEqual(['trouble Error: no thread']);
    expect(ledger.health()).toEqual({ ok: true });
    await clock.advance(18 * hour);
    expect(walk.begun).toBe(2);
    await watching.stop();
  });

  it('gives a walk up when it is stopped, and leaves nothing running', async () => {
    const { clock, walk, watch, told } = world();
    const watching = watch();
    watching.start();
    await clock.advance(60_000);
    await watching.stop();
    await clock.advance(48 * hour);
    expect([walk.begun, walk.cancelled, clock.pending, told]).toEqual([1, 1, 0, []]);
  });

  it('stops everything even when the fault can no longer be written down', async () => {
    const { ledger, watch, told, walked } = world();
    const watching = watch();
    watching.start();
    ledger.append = () => {
      throw new LedgerUnavailable('the disk is gone');
    };
    await walked(60_000, edited);
    expect(told).toEqual(['report 1', 'trouble Error: the disk is gone', 'fault found']);
    expect(ledger.health()).toMatchObject({ untrusted: true });
    await watching.stop();
  });
});
