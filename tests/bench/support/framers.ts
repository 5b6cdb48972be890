import { deviceConfig, type CardReaderConfig, type ScannerConfig } from '#controller/config-devices.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { createBus } from '#drivers/exchange.ts';
import type { Link } from '#drivers/link.ts';
import { boardDriverOf, cardReaderOf, scannerOf, sensorDriverOf } from '#drivers/registry.ts';
import { boardKinds, configFor } from '../../support/board-stand.ts';

/** A driver with everything that cuts its line into frames, fed by hand. */
export interface Framer {
  feed(bytes: Uint8Array): void;
  end(): void;
}

/** A clock that stands still until told; nothing here waits for anything but the next byte. */
const stillClock = () => {
  const tasks = new Map<number, () => void>();
  let [now, next] = [0, 0];
  const clock: Clock = {
    now: () => now,
    after(_ms, task) {
      const id = next++;
      tasks.set(id, task);
      return () => void tasks.delete(id);
    },
  };
  /** A second passes: everything that was set runs once. */
  const tick = (): void => {
    now += 1000;
    const due = [...tasks.values()];
    tasks.clear();
    due.forEach((task) => task());
  };
  return { clock, tick };
};
const openLine = (name: string) => {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const link: Link = {
    name,
    onBytes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onClosed: () => () => undefined,
    write: () => Promise.resolve({ kind: 'written' }),
    close: () => Promise.resolve(),
  };
  return { link, feed: (bytes: Uint8Array) => listeners.forEach((listener) => listener(bytes)) };
};

/** Bytes between two reads of a board; at 20 MB/s that is a hundred times as many reads as its time limit allows. */
const perRead = 64 << 10;
/** `asked`: a read is under way all the time, and its time limit runs out again and again. */
const onBus = (kind: (typeof boardKinds)[number] | 'sensor/modbus-input', asked: boolean) => (): Framer => {
  const { clock, tick } = stillClock();
  const { link, feed } = openLine('bench:');
  const bus = createBus(clock, { gapMs: 30, silenceMs: 20, echo: asked });
  const driver =
    kind === 'sensor/modbus-input'
      ? sensorDriverOf(kind).make(configFor(kind), bus, clock)
      : boardDriverOf(kind).make(configFor(kind), bus, clock);
  bus.attach(link);
  let fed = 0;
  return {
    feed(bytes) {
      if (asked && (fed += bytes.length) > perRead) {
        fed = 0;
        tick();
        void driver.readAll();
      }
      feed(bytes);
    },
    end() {
      bus.detach('over');
      driver.dispose();
    },
  };
};
const listening = (config: Readonly<Record<string, unknown>>) => (): Framer => {
  const device = deviceConfig.parse({ id: 'bench', link: 'serial:/bench', ...config }) as
    ScannerConfig | CardReaderConfig;
  const { clock } = stillClock();
  const { link, feed } = openLine('tcp://bench');
  const driver = device.kind.startsWith('scanner/')
    ? scannerOf(device as ScannerConfig, clock)
    : cardReaderOf(device as CardReaderConfig, clock);
  return { feed, end: driver.attach(link) };
};

/** Everything that makes frames of bytes, by name: a new driver belongs here. */
export const framers: Readonly<Record<string, () => Framer>> = {
  ...Object.fromEntries(boardKinds.map((kind) => [`${kind} idle`, onBus(kind, false)])),
  ...Object.fromEntries(boardKinds.map((kind) => [`${kind} asked`, onBus(kind, true)])),
  'sensor/modbus-input asked': onBus('sensor/modbus-input', true),
  'scanner/serial CR': listening({ kind: 'scanner/serial' }),
  'scanner/serial STX CRLF': listening({ kind: 'scanner/serial', prefix: 'STX', suffix: 'CRLF', aim: true }),
  'scanner/serial silence': listening({ kind: 'scanner/serial', suffix: 'none' }),
  'scanner/serial newland': listening({ kind: 'scanner/serial', trigger: 'newland' }),
  'scanner/hid-pos': listening({ kind: 'scanner/hid-pos', link: 'tcp://bench:1' }),
  'card-reader/serial-em': listening({ kind: 'card-reader/serial-em' }),
  'card-reader/serial-stx': listening({ kind: 'card-reader/serial-stx' }),
  'card-reader/hid': listening({ kind: 'card-reader/hid', link: 'tcp://bench:1' }),
};
