import { openLink as openRealLink, type LinkMade } from '#drivers/links/open-link.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { isLockBoard, isPrinter, type DeviceConfig, type SiteConfig } from '../config-schema.ts';
import { compartment } from '../domain/compartment.ts';
import type { Actuator } from '../ports/actuator.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { DeviceHealth, Fault } from '../ports/health.ts';
import type { Lamps } from '../ports/lamps.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { CardReader, Scanner } from '../ports/scanner.ts';
import type { SlotCounter } from '../ports/slot-counter.ts';
import { boltMs, createPulses } from './actuator.ts';
import { createBins } from './bins.ts';
import { boardLines, isOnBus } from './board-lines.ts';
import { watchBoards } from './board-watch.ts';
import { tailOf } from './coils.ts';
import { recorder } from './doors.ts';
import { guard } from './guard.ts';
import { healthBook } from './health-book.ts';
import { createLamps } from './lamps.ts';
import { listenLines } from './listen-lines.ts';
import { placesOf } from './places.ts';
import { pulseHistory } from './pulse-history.ts';
import { createSlots } from './slots.ts';
import { createTwins } from './twins.ts';

export interface DeviceParts {
  readonly config: Pick<SiteConfig, 'devices' | 'cabinets'> & {
    readonly policies: {
      readonly timings: Pick<SiteConfig['policies']['timings'], 'openWindow' | 'slotItem'>;
    };
  };
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Pick<Ledger, 'health' | 'read' | 'head'>;
  /** Makes the opener for a link URL; tests put lines in memory here. */
  readonly openLink?: (url: string, clock: Clock) => LinkMade;
  /** What tells boards that answer alike apart; tests put one that does not here. */
  readonly twins?: typeof createTwins;
}
/** State of a printer as its spooler sees it. */
export type PrinterReport =
  | { readonly state: 'online'; readonly fault: Fault | null }
  | { readonly state: 'offline'; readonly fault: Fault };
/** Every device of the site, kept connected, watched and recorded. */
export interface Devices {
  readonly actuator: Actuator;
  readonly counter: SlotCounter;
  readonly lamps: Lamps;
  scanner(id: string): Scanner | undefined;
  cardReader(id: string): CardReader | undefined;
  /** Link opener of a printer, for its spooler; opened there, job by job. */
  printerLink(id: string): LinkOpener | undefined;
  /** The spooler tells what it sees of a printer; changes go into the ledger like those of any device. */
  reportPrinter(id: string, report: PrinterReport): void;
  /** Input of a board's channel as two reads in a row agree on, polarity not applied; null while they do not. */
  input(device: string, channel: number): boolean | null;
  health(): readonly DeviceHealth[];
  onHealth(listener: (health: DeviceHealth) => void): () => void;
  /** Why nothing is actuated at the moment: the ledger does not take what happened; null when it does. */
  halted(): string | null;
  /** Puts attempts without outcome in doubt, then opens the lines. Throws when the ledger does not take it. */
  start(): void;
  /** Closes every line; what was sent and not answered is recorded as unanswered. */
  stop(): Promise<void>;
}

/** Builds the devices of a site from its configuration; nothing is opened before `start`. */
export const createDevices = (parts: DeviceParts): Devices => {
  const { config, clock, desk, ledger } = parts;
  const openLink = parts.openLink ?? openRealLink;
  const openWindowMs = config.policies.timings.openWindow * 1000;
  const watch = guard(clock, () => ledger.health());
  const health = healthBook(clock, desk, watch.attempt);
  const places = placesOf(config);
  const facts = recorder(desk);
  const printers = new Map<string, LinkOpener>();
  let urgent: ReadonlySet<string> = new Set();

  const open = (device: DeviceConfig): LinkOpener => {
    const made = openLink(device.link, clock);
    if (made.ok) return made.opener;
    const why = `${device.id}: link ${device.link}: ${made.path} is ${JSON.stringify(made.value)}`;
    return () => Promise.resolve({ ok: false, why, fix: made.fix });
  };
  const listening = listenLines(config.devices, { clock, health, open });
  const isUrgent = (compartment: string): boolean => urgent.has(compartment);
  const bins = createBins(clock, desk, facts);
  const slots = createSlots(config, places.of, clock, config.policies.timings.slotItem, isUrgent);
  const twins = (parts.twins ?? createTwins)(config.devices.filter(isOnBus), places, desk, clock);
  const watching = watchBoards({
    ...{ clock, desk, places, bins, slots, twins, openWindowMs, isUrgent },
    ...{ guard: watch, recorder: facts, lamps: () => lamps },
  });
  const boards = boardLines(config.devices, { clock, health, open, listener: watching });
  for (const device of config.devices.filter(isPrinter)) {
    printers.set(device.id, open(device));
    health.add({ ...device, counters: () => ({}) });
  }
  const locks = new Map(config.devices.filter(isLockBoard).map((device) => [device.id, device]));
  const pulses = createPulses({
    ...{ clock, desk, places, openWindowMs, guard: watch, recorder: facts },
    unit: boards.unit,
    distrust: twins.distrust,
    observe: watching.doors,
    history: pulseHistory(ledger, {
      now: clock.now(),
      waitedMs: openWindowMs / 2 + boltMs,
      tailMs: (id) => {
        const board = locks.get(id);
        return board ? tailOf(board, null) : 0;
      },
    }),
  });
  const lamps = createLamps({ clock, places, unit: boards.unit, busy: pulses.busy });

  const isWatched = ({ compartment }: { readonly compartment: string }): boolean => urgent.has(compartment);
  const actuator: Actuator = {
    pulse: pulses.pulse,
    urgent(compartments) {
      urgent = new Set(compartments);
      for (const unit of boards.units()) if (places.of(unit.config.id).some(isWatched)) unit.readSoon();
    },
    door(id, door) {
      const lock = places.lock(id, door);
      return (lock && boards.unit(lock.device)?.door(lock.channel)) ?? 'unknown';
    },
    online: (device) => health.isOnline(device) && twins.distrust(device) === null,
    sensesBin: (id) => bins.senses(id),
    isFull: (id) => bins.isFull(id),
    onDoor: (listener) => facts.door.on(listener),
    onBin: (listener) => facts.bin.on(listener),
    onOutcome: (listener) => facts.outcome.on(listener),
  };
  return {
    actuator,
    counter: slots.counter,
    lamps,
    scanner: (id) => listening.scanners.get(id),
    cardReader: (id) => listening.cardReaders.get(id),
    printerLink: (id) => printers.get(id),
    reportPrinter(id, report) {
      if (!printers.has(id)) return;
      if (report.state === 'offline') health.offline(id, report.fault);
      else health.online(id, null, report.fault ? [report.fault] : []);
    },
    input: (device, channel) => boards.unit(device)?.input(channel) ?? null,
    health: () => health.all(),
    onHealth: (listener) => health.onChange(listener),
    halted: () => watch.halted(),
    start() {
      for (const id of places.compartments) {
        const last = desk.state(compartment, id).state.attempt;
        if (last?.outcome === null) facts.record(id, { type: 'DoubtAfterRestart' }, last.intent);
      }
      boards.start();
      listening.start();
    },
    async stop() {
      pulses.stop();
      await lamps.stop();
      await Promise.all([boards.stop(), listening.stop()]);
      await pulses.idle();
      watch.stop();
    },
  };
};
