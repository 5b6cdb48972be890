import { deviceConfig, type DeviceConfig, type LockBoardConfig } from '#controller/config-devices.ts';
import { createBus, type Bus } from '#drivers/exchange.ts';
import { memoryPair, type MemoryPair } from '#drivers/links/memory.ts';
import type { BoardDriver, SensorDriver } from '#drivers/lock-boards/board-driver.ts';
import { busDriverOf, type BusConfig } from '#drivers/registry.ts';
import { Line } from '#simulator/line.ts';
import { Tape } from '#simulator/tape.ts';
import { bcc8a } from '#simulator/wire/bcc8a.ts';
import { kerongCu16, kerongCu16c, kerongCu48 } from '#simulator/wire/kerong.ts';
import { LockBoard } from '#simulator/wire/lock-board.ts';
import type { McuOptions } from '#simulator/wire/mcu.ts';
import { modbusInput, modbusRelay } from '#simulator/wire/modbus-relay.ts';
import { ModbusUnit } from '#simulator/wire/modbus.ts';
import { wkly } from '#simulator/wire/wkly.ts';
import { ManualClock } from './manual-clock.ts';

export const boardKinds = [
  'lock-board/bcc8a',
  'lock-board/wkly',
  'lock-board/kerong-cu16',
  'lock-board/kerong-cu16c',
  'lock-board/kerong-cu48',
  'lock-board/modbus-relay',
] as const satisfies readonly LockBoardConfig['kind'][];
export type BoardKind = (typeof boardKinds)[number];
type BusKind = BusConfig['kind'];

/** From the current in a coil until its door stands open, ms. */
const boltMs = 40;

export const firmware: { readonly [K in BusKind]: (options: McuOptions) => LockBoard | ModbusUnit } = {
  'lock-board/bcc8a': (options) => new LockBoard(bcc8a, options),
  'lock-board/wkly': (options) => new LockBoard(wkly, options),
  'lock-board/kerong-cu16': (options) => new LockBoard(kerongCu16, options),
  'lock-board/kerong-cu16c': (options) => new LockBoard(kerongCu16c, options),
  'lock-board/kerong-cu48': (options) => new LockBoard(kerongCu48, options),
  'lock-board/modbus-relay': (options) => new ModbusUnit(modbusRelay, { ...options, baud: 9600 }),
  'sensor/modbus-input': (options) => new ModbusUnit(modbusInput, { ...options, baud: 9600 }),
};

/** The configuration of a board of this kind as a site would have it, defaults filled in. */
export const configFor = <K extends BusKind>(
  kind: K,
  more: Readonly<Record<string, unknown>> = {},
): Extract<DeviceConfig, { kind: K }> =>
  deviceConfig.parse({
    ...{ id: 'board', kind, link: 'serial:/stand' },
    ...(kind.startsWith('lock-board/') && { feedback: 'closed_when_set' }),
    ...more,
  }) as Extract<DeviceConfig, { kind: K }>;

/** A driver, a line with faults, and simulated firmware with doors on its terminals; time is advanced by hand. */
export interface Stand<D> {
  readonly clock: ManualClock;
  readonly config: BusConfig;
  readonly driver: D;
  readonly bus: Bus;
  readonly pair: MemoryPair;
  readonly line: Line;
  readonly board: LockBoard | ModbusUnit;
  /** Terminals whose door stands open, whose bolt does not move, where something lies. */
  readonly open: Set<number>;
  readonly jammed: Set<number>;
  readonly items: Set<number>;
  /** Every coil that was energised, in order, and which are now. */
  readonly pulses: number[];
  readonly driven: Set<number>;
  /** Terminals whose own lamp was flashed. */
  readonly flashed: number[];
  /** What the driver wrote, hex a frame. */
  readonly requests: string[];
  /** What the firmware said before any fault struck, hex a frame. */
  readonly replies: string[];
  /** Lets time pass while a call is under way. */
  settled<R>(call: Promise<R>, ms?: number): Promise<R>;
}

const stand = <D>(config: BusConfig, told: BusConfig = config): Stand<D> => {
  const clock = new ManualClock();
  const pair = memoryPair(clock);
  const line = new Line(config.id, clock, new Tape(clock), () => undefined);
  const closedWhenSet = !('feedback' in config) || config.feedback === 'closed_when_set';
  const [open, jammed, items] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const [pulses, driven, flashed] = [[] as number[], new Set<number>(), [] as number[]];
  const [requests, replies] = [[] as string[], [] as string[]];
  const board = firmware[config.kind]({
    ...{ address: config.address, channels: config.channels, clock },
    terminals: {
      drive(terminal, on) {
        if (!on) return void driven.delete(terminal);
        if (!driven.has(terminal)) pulses.push(terminal);
        driven.add(terminal);
        clock.after(boltMs, () => {
          if (!jammed.has(terminal)) open.add(terminal);
          if (board instanceof LockBoard) board.inputsMayHaveChanged();
        });
      },
      input: (terminal) => open.has(terminal) !== closedWhenSet,
      item: (terminal) => items.has(terminal),
      pressed: () => false,
      flash: (terminal) => void flashed.push(terminal),
    },
    send(frame, unasked) {
      replies.push(Buffer.from(frame).toString('hex'));
      line.fromDevice(frame, unasked);
    },
  });
  line.attachDevice(board);
  line.attachHost((bytes) => void pair.far.write(bytes));
  pair.far.onBytes((bytes) => {
    requests.push(Buffer.from(bytes).toString('hex'));
    line.fromHost(bytes);
  });
  const factory = busDriverOf(config.kind) as unknown as {
    timings(of: BusConfig): Parameters<typeof createBus>[1];
    make(of: BusConfig, bus: Bus, time: ManualClock): D;
  };
  const bus = createBus(clock, factory.timings(told));
  const driver = factory.make(told, bus, clock);
  bus.attach(pair.near);
  return {
    ...{
      clock,
      config,
      driver,
      bus,
      pair,
      line,
      board,
      open,
      jammed,
      items,
      pulses,
      driven,
      flashed,
      requests,
      replies,
    },
    async settled(call, ms = 3000) {
      await clock.advance(ms);
      return call;
    },
  };
};

export type BoardStand = Stand<BoardDriver>;
type More = Readonly<Record<string, unknown>>;
/** `told`: what the driver is told differently from how the board really is. */
export const boardStand = (kind: BoardKind, more: More = {}, told: More = {}): BoardStand =>
  stand<BoardDriver>(configFor(kind, more), configFor(kind, { ...more, ...told }));
export const sensorStand = (more: More = {}): Stand<SensorDriver> =>
  stand<SensorDriver>(configFor('sensor/modbus-input', more));
