import { openLink as openRealLink, type LinkMade } from '#drivers/links/open-link.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { isPrinter, type DeviceConfig, type SiteConfig } from '../config-schema.ts';
import { compartment } from '../domain/compartment.ts';
import type { Actuator } from '../ports/actuator.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { DeviceHealth } from '../ports/health.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { CardReader, Scanner } from '../ports/scanner.ts';
import { createPulses } from './actuator.ts';
import { boardLines, type BoardLines } from './board-lines.ts';
import { recorder } from './doors.ts';
import { guard } from './guard.ts';
import { healthBook } from './health-book.ts';
import { listenLines } from './listen-lines.ts';
import { placesOf } from './places.ts';
import { pulseHistory } from './pulse-history.ts';

export interface DeviceParts {
  readonly config: Pick<SiteConfig, 'devices' | 'cabinets'> & {
    readonly policies: { readonly timings: Pick<SiteConfig['policies']['timings'], 'openWindow'> };
  };
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Pick<Ledger, 'health' | 'read' | 'head'>;
  /** Makes the opener for a link URL; tests put lines in memory here. */
  readonly openLink?: (url: string, clock: Clock) => LinkMade;
}
/** State of a printer as its spooler sees it. */
export interface PrinterReport {
  readonly state: 'online' | 'offline';
  /** One sentence for a technician; null when nothing is wrong. */
  readonly problem: string | null;
}
/** Every device of the site, kept connected, watched and recorded. */
export interface Devices {
  readonly actuator: Actuator;
  scanner(id: string): Scanner | undefined;
  cardReader(id: string): CardReader | undefined;
  /** Link opener of a printer, for its spooler; opened there, job by job. */
  printerLink(id: string): LinkOpener | undefined;
  /** The spooler tells what it sees of a printer; changes go into the ledger like those of any device. */
  reportPrinter(id: string, report: PrinterReport): void;
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
  const boards: BoardLines = boardLines(config.devices, {
    ...{ clock, desk, health, places, open, openWindowMs },
    ...{ guard: watch, recorder: facts },
    urgent: (compartment) => urgent.has(compartment),
  });
  for (const device of config.devices.filter(isPrinter)) {
    printers.set(device.id, open(device));
    health.add({ ...device, counters: () => ({}) });
  }
  const pulses = createPulses({
    ...{ clock, desk, places, openWindowMs, guard: watch, recorder: facts },
    unit: boards.unit,
    history: pulseHistory(ledger, clock.now()),
  });

  const actuator: Actuator = {
    pulse: pulses.pulse,
    urgent(compartments) {
      urgent = new Set(compartments);
      boards.readSoon(compartments);
    },
    door(id, door) {
      const lock = places.lock(id, door);
      return (lock && boards.unit(lock.device)?.door(lock.channel)) ?? 'unknown';
    },
    online: (device) => health.isOnline(device),
    onDoor: (listener) => facts.door.on(listener),
    onBin: (listener) => facts.bin.on(listener),
    onOutcome: (listener) => facts.outcome.on(listener),
  };
  return {
    actuator,
    scanner: (id) => listening.scanners.get(id),
    cardReader: (id) => listening.cardReaders.get(id),
    printerLink: (id) => printers.get(id),
    reportPrinter(id, { state, problem }) {
      if (!printers.has(id)) return;
      if (state === 'online') health.online(id, null, problem);
      else health.offline(id, problem ?? 'it does not answer');
    },
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
      await Promise.all([boards.stop(), listening.stop()]);
      await pulses.idle();
      watch.stop();
    },
  };
};
