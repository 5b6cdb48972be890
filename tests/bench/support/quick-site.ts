import { rmSync } from 'node:fs';
import { systemEntropy } from '#controller/adapters/system-entropy.ts';
import { siteConfig } from '#controller/config-schema.ts';
import { createDevices } from '#controller/devices/supervisor.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { noSlotCounter } from '#controller/ports/slot-counter.ts';
import { createStations } from '#controller/stations/stations.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { openLink } from '#drivers/links/open-link.ts';

export const CHANNELS = 50;
/** How much faster than the machine's the site's clock runs. */
export const FACTOR = 5;
const DAY = 86_400;

/** A machine's clock that runs `factor` times as fast: rests and polls shrink, the measured path has none. */
export const fastClock = (factor: number): Clock => {
  const begin = Date.now();
  return {
    now: () => begin + (Date.now() - begin) * factor,
    after(ms, task) {
      const timer = setTimeout(task, ms / factor);
      return () => clearTimeout(timer);
    },
  };
};

const configFor = (board: string, scanner: string) =>
  siteConfig.parse({
    site: { id: 'bench', name: 'bench' },
    devices: [
      {
        ...{ id: 'board', kind: 'lock-board/bcc8a', link: `serial:${board}?baud=115200`, channels: CHANNELS },
        ...{ feedback: 'closed_when_set', restMs: 300, pulsesPerMinute: 60 },
      },
      { id: 'scanner', kind: 'scanner/serial', link: `serial:${scanner}?baud=115200` },
    ],
    cabinets: [
      {
        id: 'A',
        name: 'A',
        stations: [{ id: 'front', name: 'front', flows: ['drop'], scanner: 'scanner' }],
        compartments: Array.from({ length: CHANNELS }, (_, i) => ({
          ...{ id: `A${i + 1}`, number: i + 1, usage: 'department', department: `d${i + 1}` },
          lock: { front: { device: 'board', channel: i + 1 } },
        })),
      },
    ],
    policies: {
      timings: { idleSignOut: DAY, absoluteSignOut: DAY, nothingDropped: DAY, doorNotClosed: DAY },
    },
  });

/**
 * The controller's own parts between a scanner's line and a board's line, as `controller/main.ts` puts them together.
 * `scanned`: told when the last byte of a scan has come in.
 */
export const quickSite = (
  dataDir: string,
  lines: { board: string; scanner: string },
  scanned: (at: number) => void,
) => {
  const config = configFor(lines.board, lines.scanner);
  const clock = fastClock(FACTOR);
  const ledger = openLedger({ dataDir, site: 'bench', projections });
  const desk = createDesk(ledger, clock);
  const views = createReadModels(ledger.db);
  const marked =
    (open: LinkOpener): LinkOpener =>
    async (timeoutMs) => {
      const opened = await open(timeoutMs);
      if (!opened.ok) return opened;
      const { link } = opened;
      const onBytes: typeof link.onBytes = (listener) =>
        link.onBytes((bytes) => {
          if (bytes.at(-1) === 0x0d) scanned(performance.now());
          listener(bytes);
        });
      return { ok: true, link: { ...link, name: link.name, onBytes } };
    };
  const devices = createDevices({
    ...{ config, clock, desk, ledger },
    openLink: (url, time) => {
      const made = openLink(url, time);
      return made.ok ? { ok: true, opener: marked(made.opener) } : made;
    },
  });
  const person = {
    number: '1',
    name: 'bench',
    roles: ['messenger' as const],
    departments: ['d1'],
    standsInFor: [],
  };
  const stations = createStations({
    ...{ config, clock, entropy: systemEntropy, ledger, desk, views, actuator: devices.actuator },
    counter: noSlotCounter,
    signIn: {
      byPin: () => Promise.resolve({ ok: true, person, method: 'pin' }),
      byCard: () => Promise.resolve({ ok: true, person, method: 'card' }),
      byBadge: () => Promise.resolve({ ok: true, person, method: 'badge' }),
      isBadge: () => false,
    },
    registrar: { registerFromRecord: () => ({ ok: false, refusal: { code: 'none', values: {} } }) },
    classifiedHash: () => '',
    devices: () => devices.health(),
    onError: (error) => {
      throw error;
    },
  });
  devices.scanner('scanner')?.onScan((scan) => stations.get('front')?.scanned(scan));
  devices.start();
  stations.start();
  const station = stations.get('front');
  if (!station) throw new Error('the bench has no station');
  return {
    ...{ station, desk, devices, ledger, entropy: systemEntropy },
    async stop() {
      stations.close();
      await devices.stop();
      ledger.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
