import { createBus } from '#drivers/exchange.ts';
import type { LinkOpener } from '#drivers/link.ts';
import type { BoardDriver } from '#drivers/lock-boards/board-driver.ts';
import { boardDriverOf } from '#drivers/registry.ts';
import { isLockBoard, type DeviceConfig, type LockBoardConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import { boardUnit, type BoardUnit } from './board-unit.ts';
import { lose, observe, type Recorder } from './doors.ts';
import type { Guard } from './guard.ts';
import type { HealthBook } from './health-book.ts';
import { keepOpen, type Line } from './line.ts';
import type { Places } from './places.ts';

/** A line whose boards are all silent is opened anew at most this often, ms. */
export const renewMs = 15_000;

export interface BoardLineParts {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly guard: Guard;
  readonly recorder: Recorder;
  readonly health: HealthBook;
  readonly places: Places;
  readonly open: (device: DeviceConfig) => LinkOpener;
  readonly urgent: (compartment: string) => boolean;
  readonly openWindowMs: number;
}
export interface BoardLines {
  unit(device: string): BoardUnit | undefined;
  /** Reads the boards of these compartments now. */
  readSoon(compartments: readonly string[]): void;
  start(): void;
  stop(): Promise<void>;
}

/** Lock boards by the line they share: one bus a line, one conversation at a time on it. */
export const boardLines = (devices: readonly DeviceConfig[], parts: BoardLineParts): BoardLines => {
  const byLink = Map.groupBy(devices.filter(isLockBoard), ({ link }) => link);
  const units = new Map<string, BoardUnit>();
  const lines = [...byLink.values()].map((boards) => boardLine(boards, parts, units));
  return {
    unit: (device) => units.get(device),
    readSoon(compartments) {
      for (const unit of units.values())
        if (parts.places.of(unit.config.id).some((place) => compartments.includes(place.compartment)))
          unit.readSoon();
    },
    start: () => lines.forEach((line) => line.start()),
    stop: async () => void (await Promise.all(lines.map((line) => line.stop()))),
  };
};

const boardLine = (
  boards: readonly LockBoardConfig[],
  parts: BoardLineParts,
  units: Map<string, BoardUnit>,
): Pick<Line, 'start' | 'stop'> => {
  const { clock, health } = parts;
  const [first] = boards;
  if (!first) throw new TypeError('a line has at least one board');
  const { timings, make } = boardDriverOf(first.kind);
  const bus = createBus(clock, { ...timings(first), echo: boards.some(({ echo }) => echo) });
  const mine: BoardUnit[] = [];
  const made: BoardDriver[] = [];
  let renewed = -Infinity;

  const lost = (): void => {
    if (mine.some((unit) => unit.online) || clock.now() - renewed < renewMs) return;
    renewed = clock.now();
    line.renew('no board on it answers');
  };
  const line = keepOpen(parts.open(first), clock, {
    up(link) {
      bus.attach(link);
      mine.forEach((unit) => unit.lineUp());
      return () => bus.detach('the line is gone');
    },
    down: (why, fix) => mine.forEach((unit) => unit.lineDown(fix === null ? why : `${why}. ${fix}`)),
  });
  for (const config of boards) {
    const driver = make(config, bus, clock);
    const unit = watched(config, driver, parts, lost);
    driver.onHint(() => unit.readSoon());
    made.push(driver);
    mine.push(unit);
    units.set(config.id, unit);
    const counters = (): Readonly<Record<string, number>> => ({
      ...unit.counters(),
      ...driver.counters(),
      reconnects: line.reconnects(),
    });
    health.add({ ...config, counters });
  }
  return {
    start: () => line.start(),
    async stop() {
      mine.forEach((unit) => unit.stop());
      await line.stop();
      made.forEach((driver) => driver.dispose());
    },
  };
};

const watched = (
  config: LockBoardConfig,
  driver: BoardDriver,
  parts: BoardLineParts,
  allLost: () => void,
): BoardUnit => {
  const { clock, desk, guard, health, recorder, openWindowMs } = parts;
  const places = parts.places.of(config.id);
  const hurry = (): boolean =>
    places.some(
      (place) =>
        parts.urgent(place.compartment) || (place.is === 'door' && unit.door(place.channel) === 'open'),
    );
  const unit: BoardUnit = boardUnit(config, driver, clock, hurry, {
    online: () =>
      health.online(config.id, `address ${config.address}, ${config.channels} channels`, driver.advice()),
    read() {
      health.online(config.id, null, driver.advice());
      guard.once(() => observe(unit, places, desk, recorder, clock, openWindowMs));
    },
    lost(why) {
      health.offline(config.id, why);
      guard.once(() => lose(unit, places, desk, recorder));
      allLost();
    },
  });
  return unit;
};
