import { systemClock } from '#controller/adapters/system-clock.ts';
import {
  deviceConfig,
  isScanner,
  type CardReaderConfig,
  type ScannerConfig,
} from '#controller/config-schema.ts';
import type { ScanDiscard } from '#controller/ports/scanner.ts';
import type { CardReaderDriver } from '#drivers/card-readers/card-reader-driver.ts';
import { hexOf } from '#drivers/framing/bytes.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { cardReaderOf, scannerOf } from '#drivers/registry.ts';
import type { ScannerDriver } from '#drivers/scanners/scanner-driver.ts';
import { Line } from '#simulator/line.ts';
import { Tape } from '#simulator/tape.ts';
import { emFrame } from '#simulator/wire/em-reader.ts';
import { HeldCard } from '#simulator/wire/held-card.ts';
import { HidScanner } from '#simulator/wire/hid-scanner.ts';
import { KeyboardReader } from '#simulator/wire/keyboard-reader.ts';
import { SerialScanner } from '#simulator/wire/serial-scanner.ts';
import { stxFrame } from '#simulator/wire/stx-reader.ts';
import { ManualClock } from './manual-clock.ts';
import type { ScanShown } from './listening-bench.ts';

type ListenerConfig = ScannerConfig | CardReaderConfig;
/** The configuration of a scanner or reader as a site would have it, the simulator's link in place of USB. */
export const listenerConfig = (more: Readonly<Record<string, unknown>>): ListenerConfig => {
  const hid = more['kind'] === 'scanner/hid-pos' || more['kind'] === 'card-reader/hid';
  const link = hid ? 'tcp://127.0.0.1:1' : 'serial:/stand';
  return deviceConfig.parse({ id: 'stand', link, ...more }) as ListenerConfig;
};

const wired = (config: ListenerConfig, clock: ManualClock, driver: ScannerDriver | CardReaderDriver) => {
  const pair = memoryPair(clock, 'tcp://stand');
  const line = new Line(config.id, clock, new Tape(clock), () => undefined);
  line.attachHost((bytes) => void pair.far.write(bytes));
  pair.far.onBytes((bytes) => line.fromHost(bytes));
  const detach = driver.attach(pair.near);
  return { line, detach, send: (frame: Uint8Array) => line.fromDevice(frame, true) };
};
/** A frame every so often while a card is held, ms. */
const repeatMs = { 'card-reader/serial-em': 50, 'card-reader/serial-stx': 100 } as const;

/** A scanner's driver, a line with faults, and simulated firmware. */
export const scannerStand = (more: Readonly<Record<string, unknown>>) => {
  const clock = new ManualClock();
  const config = listenerConfig(more) as ScannerConfig;
  const driver = scannerOf(config, clock);
  const { line, detach, send } = wired(config, clock, driver);
  const firmware =
    config.kind === 'scanner/serial'
      ? new SerialScanner(config, clock, send)
      : new HidScanner(config.trigger !== 'none', send);
  line.attachDevice(firmware);
  const scans: ScanShown[] = [];
  const discards: ScanDiscard[] = [];
  driver.onScan(({ text, bytes, aim }) => scans.push({ text, hex: hexOf(bytes), aim }));
  driver.onDiscard((discard) => discards.push(discard));
  return { clock, config, driver, line, firmware, scans, discards, detach };
};

/** A card reader's driver, a line with faults, and simulated firmware. */
export const readerStand = (more: Readonly<Record<string, unknown>>) => {
  const clock = new ManualClock();
  const config = listenerConfig(more) as CardReaderConfig;
  const driver = cardReaderOf(config, clock);
  const { line, detach, send } = wired(config, clock, driver);
  const firmware =
    config.kind === 'card-reader/hid'
      ? new KeyboardReader(config, clock, send)
      : new HeldCard(
          clock,
          repeatMs[config.kind],
          config.kind === 'card-reader/serial-em' ? emFrame : stxFrame,
          send,
        );
  const cards: string[] = [];
  driver.onCard(({ uid }) => cards.push(uid));
  return { clock, config, driver, line, firmware, cards, detach };
};

/**
 * What an environment variable names, as `kind@link`; options of the device follow after a blank, `name=value`:
 * `scanner/serial@serial:/dev/ttyACM0 suffix=CR`. Null when there is none.
 */
export const namedListener = (text: string | undefined): ListenerConfig | null => {
  const [device = '', ...options] = (text ?? '').split(' ').filter(Boolean);
  const [kind, ...link] = device.split('@');
  if (kind === undefined || kind === '') return null;
  const given = options.map((option) => option.split('=') as [string, string]);
  const values = given.map(([name, value]) => [name, value === 'true' ? true : value]);
  return listenerConfig({ kind, link: link.join('@'), ...Object.fromEntries(values) });
};

/** The driver of real hardware on its real line. Throws with the fix when the line does not open. */
export const realListener = async (config: ListenerConfig) => {
  const made = openLink(config.link, systemClock);
  if (!made.ok) throw new Error(`${config.link}: ${made.fix}`);
  const opened = await made.opener();
  if (!opened.ok) throw new Error(`${opened.why}: ${opened.fix}`);
  const seen: string[] = [];
  const driver = isScanner(config) ? scannerOf(config, systemClock) : cardReaderOf(config, systemClock);
  if ('onScan' in driver) driver.onScan(({ bytes }) => seen.push(hexOf(bytes)));
  else driver.onCard(({ uid }) => seen.push(uid));
  const detach = driver.attach(opened.link);
  if ('trigger' in driver) driver.trigger?.(true);
  return {
    driver,
    seen,
    async end(): Promise<void> {
      if ('trigger' in driver) driver.trigger?.(false);
      detach();
      await opened.link.close();
    },
  };
};
