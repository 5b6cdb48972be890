import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { siteConfig, type SiteConfig } from '#controller/config-schema.ts';
import { compartment } from '#controller/domain/compartment.ts';
import { createDevices, type Devices } from '#controller/devices/supervisor.ts';
import type { OpenOrder, OpenOutcome } from '#controller/ports/actuator.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { instantOf } from '#controller/ports/clock.ts';
import { memoryPair, type MemoryPair } from '#drivers/links/memory.ts';
import { fakeBoard, type FakeBoard } from './fake-board.ts';
import { ManualClock } from './manual-clock.ts';

export interface BenchOptions {
  readonly feedback?: 'closed_when_set' | 'open_when_set';
  readonly echo?: boolean;
  readonly board?: Readonly<Record<string, unknown>>;
  readonly clock?: ManualClock;
  readonly ledger?: ReturnType<typeof createMemoryLedger>;
  /** Stands in for the real shell: planted mutants. */
  readonly create?: typeof createDevices;
}

/** A site of one board and twelve compartments, each on its channel, bins on 13 to 24. */
export const benchSite = (options: BenchOptions = {}): SiteConfig =>
  siteConfig.parse({
    site: { id: 'bench', name: 'bench' },
    devices: [
      {
        ...{ id: 'board', kind: 'lock-board/bcc8a', link: 'serial:/bench' },
        ...{ feedback: options.feedback ?? 'closed_when_set', echo: options.echo ?? false },
        ...options.board,
      },
    ],
    cabinets: [
      {
        ...{ id: 'A', name: 'A', stations: [{ id: 'front', name: 'front', flows: ['drop'] }] },
        compartments: Array.from({ length: 12 }, (_, i) => ({
          ...{ id: `A${i + 1}`, number: i + 1, usage: 'department' },
          lock: { front: { device: 'board', channel: i + 1 } },
          occupied: { device: 'board', channel: i + 13 },
        })),
      },
    ],
  });

/** The devices shell on a board in memory and a ledger in memory. */
export const deviceBench = async (options: BenchOptions = {}) => {
  const clock = options.clock ?? new ManualClock();
  const ledger = options.ledger ?? createMemoryLedger({ site: 'bench' });
  const desk = createDesk(ledger, clock);
  const config = benchSite(options);
  const board: FakeBoard = fakeBoard(clock, {
    closedWhenSet: config.devices[0] !== undefined && options.feedback !== 'open_when_set',
  });
  let line: MemoryPair | null = null;
  const cable = { plugged: true, opened: 0 };
  const devices: Devices = (options.create ?? createDevices)({
    ...{ config, clock, desk, ledger },
    openLink: () => ({
      ok: true,
      opener: () => {
        if (!cable.plugged) return Promise.resolve({ ok: false, why: 'nothing there', fix: 'plug it in' });
        cable.opened += 1;
        line = memoryPair(clock);
        board.attach(line.far);
        return Promise.resolve({ ok: true, link: line.near });
      },
    }),
  });
  const outcomes: OpenOutcome[] = [];
  devices.actuator.onOutcome((outcome) => outcomes.push(outcome));

  /** Appends the durable intent, as a flow does, without the door's rules: the shell is tested, not the flow. */
  const intend = (channel: number, intent: string, attempt = 1): OpenOrder => {
    const identity = { intent, attempt, door: 'front' as const, device: 'board', channel };
    const order: OpenOrder = { compartment: `A${channel}`, ...identity };
    const id = order.compartment;
    const payload = { ...identity, session: 's', person: '1', reason: 'drop' as const };
    desk.append([{ stream: `compartment:${id}`, events: [{ type: 'OpenRequested', payload }] }], {
      ...{ actor: '1', station: 'front', cause: intent },
    });
    return order;
  };
  return {
    ...{ clock, ledger, desk, config, board, devices, outcomes, cable, intend, actuator: devices.actuator },
    line: (): MemoryPair => {
      if (!line) throw new Error('the line was never opened');
      return line;
    },
    state: (channel: number) => desk.state(compartment, `A${channel}`).state,
    events: (): AnyStoredEvent[] => ledger.read(0, 100_000),
    /** Types of the events of one compartment. */
    history: (channel: number): string[] =>
      ledger
        .stream(`compartment:A${channel}`)
        .map((event) => event.type)
        .filter((type) => !type.startsWith('Bin')),
    now: () => instantOf(clock),
    start: async (): Promise<void> => {
      devices.start();
      await clock.advance(500);
    },
    /** Stops, and shows that nothing is left running. */
    stop: async (): Promise<number> => {
      await devices.stop();
      await clock.advance(boardRest);
      return clock.pending;
    },
  };
};
/** Longer than anything the fake board still has to say, ms. */
const boardRest = 10_000;
export type DeviceBench = Awaited<ReturnType<typeof deviceBench>>;
