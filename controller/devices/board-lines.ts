import { createBus, type Bus } from '#drivers/exchange.ts';
import type { BusTimings } from '#drivers/exchange-machine.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { boardDriverOf, busDriverOf, sensorDriverOf, type BusConfig } from '#drivers/registry.ts';
import { isLockBoard, type DeviceConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import { lineDead } from './board-problem.ts';
import { boardUnit, type BoardUnit, type Inputs, type Pace, type UnitOf } from './board-unit.ts';
import type { HealthBook } from './health-book.ts';
import { keepOpen, type Line } from './line.ts';
import { lookForStrangers } from './strangers.ts';

/** A line whose boards are all silent is opened anew at most this often, ms. */
export const renewMs = 15_000;

/** What boards tell the rest of the shell. */
export interface BoardListener {
  /** How often this board is to be read now. */
  pace(unit: BoardUnit): Pace;
  online(unit: BoardUnit): void;
  read(unit: BoardUnit, inputs: Inputs): void;
  lost(unit: BoardUnit): void;
  /** What is wrong with the things that hang on it. */
  faults(unit: BoardUnit): readonly Fault[];
}
export interface BoardLineParts {
  readonly clock: Clock;
  readonly health: HealthBook;
  readonly open: (device: DeviceConfig) => LinkOpener;
  readonly listener: BoardListener;
}
export interface BoardLines {
  unit(device: string): BoardUnit | undefined;
  units(): Iterable<BoardUnit>;
  start(): void;
  stop(): Promise<void>;
}

/** What is asked on a bus and may share it. */
export const isOnBus = (device: DeviceConfig): device is BusConfig =>
  isLockBoard(device) || device.kind === 'sensor/modbus-input';

/** The same line, however its link is written. */
const lineOf = ({ link }: BusConfig): string => {
  const [path = '', query = ''] = link.split('?', 2);
  const options = new URLSearchParams(query);
  options.sort();
  return `${path.startsWith('tcp:') ? path.toLowerCase().replace(/\/$/, '') : path}?${options.toString()}`;
};

/** Boards by the line they share: one bus a line, one conversation at a time on it; lines go on side by side. */
export const boardLines = (devices: readonly DeviceConfig[], parts: BoardLineParts): BoardLines => {
  const onBus = devices.filter(isOnBus);
  const units = new Map<string, BoardUnit>();
  const missing = (): BusConfig[] => onBus.filter(({ id }) => units.get(id)?.online !== true);
  const lines = [...Map.groupBy(onBus, lineOf).values()].map((boards) =>
    boardLine(boards, parts, units, missing),
  );
  return {
    unit: (device) => units.get(device),
    units: () => units.values(),
    start: () => lines.forEach((line) => line.start()),
    stop: async () => void (await Promise.all(lines.map((line) => line.stop()))),
  };
};

/** Boards of one language on one line: the slowest of them sets the pace. */
const timingsFor = (boards: readonly BusConfig[]): BusTimings => {
  const each = boards.map((config) => busDriverOf(config.kind).timings(config as never));
  return {
    gapMs: Math.max(...each.map(({ gapMs }) => gapMs)),
    silenceMs: Math.max(...each.map(({ silenceMs }) => silenceMs)),
    echo: each.some(({ echo }) => echo),
  };
};
const madeFor = (config: BusConfig, bus: Bus, clock: Clock): UnitOf =>
  isLockBoard(config)
    ? { config, driver: boardDriverOf(config.kind).make(config, bus, clock) }
    : { config, driver: sensorDriverOf(config.kind).make(config, bus, clock) };

const boardLine = (
  boards: readonly BusConfig[],
  parts: BoardLineParts,
  units: Map<string, BoardUnit>,
  missing: () => BusConfig[],
): Pick<Line, 'start' | 'stop'> => {
  const { clock, health, listener } = parts;
  const [first] = boards;
  if (!first) throw new TypeError('a line has at least one board');
  const bus = createBus(clock, timingsFor(boards));
  const made = boards.map((config) => madeFor(config, bus, clock));
  const mine: BoardUnit[] = [];
  let renewed = -Infinity;
  let stranger: Fault | null = null;

  const allLost = (): void => {
    if (mine.some((unit) => unit.online) || clock.now() - renewed < renewMs) return;
    renewed = clock.now();
    line.renew(lineDead);
  };
  const strangers = lookForStrangers(first, bus, clock, () =>
    missing().filter(({ id }) => !boards.some((board) => board.id === id)),
  );
  const line = keepOpen(parts.open(first), clock, {
    up(link) {
      bus.attach(link);
      // Relays are told to be off before anything else is said on the line.
      const [told, others] = [mine.filter(mustBeTold), mine.filter((unit) => !mustBeTold(unit))];
      [...told, ...others].forEach((unit) => unit.lineUp());
      return () => bus.detach('the line is gone');
    },
    down: (why) => mine.forEach((unit) => unit.lineDown(why)),
  });
  const mustBeTold = ({ config }: BoardUnit): boolean =>
    made.some((one) => one.config.id === config.id && one.driver.atLineUp !== undefined);
  const watch = (of: UnitOf): BoardUnit => {
    const { config, driver } = of;
    const { id } = config;
    const faults = (): readonly Fault[] => {
      const advice = driver.advice();
      return advice === null ? listener.faults(unit) : [advice, ...listener.faults(unit)];
    };
    const unit: BoardUnit = boardUnit(of, clock, () => listener.pace(unit), {
      online() {
        stranger = null;
        health.online(id, `address ${config.address}, ${config.channels} channels`, faults());
        listener.online(unit);
      },
      read(inputs) {
        listener.read(unit, inputs);
        health.online(id, null, faults());
      },
      lost(why) {
        health.offline(id, stranger ?? why);
        listener.lost(unit);
        if (mine.some((other) => other.online) || !bus.up) return;
        void strangers.look().then((found) => {
          stranger = found;
          if (found !== null && !unit.online) health.offline(id, found);
        });
        allLost();
      },
    });
    return unit;
  };
  for (const of of made) {
    const unit = watch(of);
    of.driver.onHint(() => unit.readSoon());
    mine.push(unit);
    units.set(of.config.id, unit);
    const counters = (): Readonly<Record<string, number>> => ({
      ...unit.counters(),
      ...of.driver.counters(),
      reconnects: line.reconnects(),
    });
    health.add({ ...of.config, counters });
  }
  return {
    start: () => line.start(),
    async stop() {
      mine.forEach((unit) => unit.stop());
      await line.stop();
      made.forEach(({ driver }) => driver.dispose());
    },
  };
};
