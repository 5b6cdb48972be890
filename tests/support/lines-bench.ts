import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { siteConfig, type SiteConfig } from '#controller/config-schema.ts';
import { createDevices, type Devices } from '#controller/devices/supervisor.ts';
import type { OpenOrder, OpenOutcome } from '#controller/ports/actuator.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { memoryPair, type MemoryPair } from '#drivers/links/memory.ts';
import type { BusConfig } from '#drivers/registry.ts';
import { firmware } from './board-stand.ts';
import { ManualClock } from './manual-clock.ts';

/** From the current in a coil until its door stands open, ms. */
const boltMs = 40;

/** What hangs on one board: terminals count from 1. */
export interface Wires {
  readonly open: Set<number>;
  readonly jammed: Set<number>;
  /** Inputs that are no door: their level. */
  readonly level: Map<number, boolean>;
  readonly items: Set<number>;
  /** Outputs with current now, and everything that was switched on, with its time. */
  readonly driven: Set<number>;
  readonly pulses: { readonly terminal: number; readonly at: number }[];
  readonly flashed: number[];
}
const wires = (): Wires => ({
  ...{ open: new Set(), jammed: new Set(), level: new Map(), items: new Set() },
  ...{ driven: new Set(), pulses: [], flashed: [] },
});

export interface LinesBenchOptions {
  readonly devices: readonly Readonly<Record<string, unknown>>[];
  readonly compartments: readonly Readonly<Record<string, unknown>>[];
  readonly clock?: ManualClock;
  readonly ledger?: ReturnType<typeof createMemoryLedger>;
  readonly create?: typeof createDevices;
}

/** The devices shell over simulated boards of any kind, several on a line, a ledger in memory, time moved by hand. */
export const linesBench = (options: LinesBenchOptions) => {
  const clock = options.clock ?? new ManualClock();
  const ledger = options.ledger ?? createMemoryLedger({ site: 'bench' });
  const desk = createDesk(ledger, clock);
  const config: SiteConfig = siteConfig.parse({
    site: { id: 'bench', name: 'bench' },
    devices: options.devices,
    cabinets: [
      {
        ...{ id: 'A', name: 'A', stations: [{ id: 'front', name: 'front', flows: ['drop'] }] },
        compartments: options.compartments.map((more, i) => ({ number: i + 1, usage: 'spare', ...more })),
      },
    ],
  });
  const boards = config.devices.flatMap((device) => ('address' in device ? [device as BusConfig] : []));
  const hung = new Map(boards.map(({ id }) => [id, wires()]));
  const wired = (id: string): Wires => {
    const found = hung.get(id);
    if (!found) throw new Error(`no board ${id}`);
    return found;
  };
  /** Requests on each line, hex, with their time. */
  const requests: { readonly link: string; readonly hex: string; readonly at: number }[] = [];
  /** Where each line really leads: swapped cables. */
  const leadsTo = new Map<string, string>();
  const unplugged = new Set<string>();
  const dead = new Set<string>();
  const lines = new Map<string, MemoryPair>();

  const plugIn = (link: string): MemoryPair => {
    const pair = memoryPair(clock);
    lines.set(link, pair);
    const end = leadsTo.get(link) ?? link;
    for (const board of boards.filter((each) => each.link === end)) {
      const hang = wired(board.id);
      const closedWhenSet = 'feedback' in board && board.feedback === 'closed_when_set';
      const made = firmware[board.kind]({
        ...{ address: board.address, channels: board.channels, clock },
        terminals: {
          drive(terminal, on) {
            if (!on) return void hang.driven.delete(terminal);
            hang.driven.add(terminal);
            hang.pulses.push({ terminal, at: clock.now() });
            clock.after(boltMs, () => !hang.jammed.has(terminal) && hang.open.add(terminal));
          },
          input: (terminal) => hang.level.get(terminal) ?? hang.open.has(terminal) !== closedWhenSet,
          item: (terminal) => hang.items.has(terminal),
          pressed: () => false,
          flash: (terminal) => void hang.flashed.push(terminal),
        },
        send: (frame) => void (dead.has(board.id) || pair.far.write(frame)),
      });
      pair.far.onBytes((bytes) => void (dead.has(board.id) || made.receive(bytes)));
    }
    pair.far.onBytes((bytes) =>
      requests.push({ link, hex: Buffer.from(bytes).toString('hex'), at: clock.now() }),
    );
    return pair;
  };
  const devices: Devices = (options.create ?? createDevices)({
    ...{ config, clock, desk, ledger },
    openLink: (url) => ({
      ok: true,
      opener: () =>
        Promise.resolve(
          unplugged.has(url)
            ? { ok: false, why: 'nothing there', fix: 'plug it in' }
            : { ok: true, link: plugIn(url).near },
        ),
    }),
  });
  const outcomes: OpenOutcome[] = [];
  devices.actuator.onOutcome((outcome) => outcomes.push(outcome));
  return {
    ...{ clock, ledger, desk, config, devices, outcomes, requests, leadsTo, unplugged, dead, lines },
    actuator: devices.actuator,
    on: wired,
    /** Appends the durable intent, as a flow does, without the door's rules. */
    intend(compartment: string, intent: string): OpenOrder {
      const lock = config.cabinets[0]?.compartments.find(({ id }) => id === compartment)?.lock.front;
      if (!lock) throw new Error(`no compartment ${compartment}`);
      const identity = { intent, attempt: 1, door: 'front' as const, ...lock };
      const payload = { ...identity, session: 's', person: '1', reason: 'drop' as const };
      desk.append([{ stream: `compartment:${compartment}`, events: [{ type: 'OpenRequested', payload }] }], {
        ...{ actor: '1', station: 'front', cause: intent },
      });
      return { compartment, ...identity };
    },
    history: (compartment: string): AnyStoredEvent['type'][] =>
      ledger.stream(`compartment:${compartment}`).map(({ type }) => type),
    problem: (id: string): string | null =>
      devices.health().find((health) => health.id === id)?.problem ?? null,
    async start(ms = 1500): Promise<void> {
      devices.start();
      await clock.advance(ms);
    },
    /** Stops, and tells how many timers are left. */
    async stop(): Promise<number> {
      const stopped = devices.stop();
      await clock.advance(15_000);
      await stopped;
      return clock.pending;
    },
  };
};
export type LinesBench = ReturnType<typeof linesBench>;
