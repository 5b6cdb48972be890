import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '#simulator/simulator.ts';
import { parseSite } from '#simulator/site.ts';
import { ManualClock } from './manual-clock.ts';

/** Boards of every family, two of them on one line, sensors and lamps of every sort, and readers on USB. */
export const fullSite = () => ({
  site: { id: 'full', name: 'Full' },
  devices: [
    ...[1, 2].map((address) => ({
      ...{ id: `bcc-${address}`, kind: 'lock-board/bcc8a', link: 'serial:/dev/ttyS1?baud=9600' },
      ...{ address, feedback: 'closed_when_set', map: { 3: 7 }, disabled: [3] },
    })),
    { id: 'wkly', kind: 'lock-board/wkly', link: 'serial:/dev/ttyS2', feedback: 'closed_when_set' },
    {
      ...{ id: 'cu16', kind: 'lock-board/kerong-cu16', link: 'serial:/dev/ttyS3?baud=19200' },
      ...{ feedback: 'closed_when_set', supply: 'second' },
    },
    {
      ...{ id: 'cu16c', kind: 'lock-board/kerong-cu16c', link: 'serial:/dev/ttyS4?baud=19200' },
      feedback: 'closed_when_set',
    },
    {
      ...{ id: 'cu48', kind: 'lock-board/kerong-cu48', link: 'serial:/dev/ttyS5?baud=19200' },
      feedback: 'open_when_set',
    },
    {
      ...{ id: 'relay', kind: 'lock-board/modbus-relay', link: 'tcp://10.0.0.5:4001' },
      ...{ feedback: 'closed_when_set', supply: 'relays' },
    },
    { id: 'beams', kind: 'sensor/modbus-input', link: 'tcp://10.0.0.5:4001', address: 2 },
    { id: 'gun', kind: 'scanner/hid-pos', link: 'hid:0c2e:0b81', trigger: 'honeywell' },
    { id: 'newland', kind: 'scanner/serial', link: 'serial:/dev/ttyS6', trigger: 'newland' },
    { id: 'stx', kind: 'card-reader/serial-stx', link: 'serial:/dev/ttyS7' },
    { id: 'keys', kind: 'card-reader/hid', link: 'hid:ffff:0035', format: '8H10D' },
    { id: 'labels', kind: 'printer/zpl', link: 'tcp://127.0.0.1:9100' },
    { id: 'sheets', kind: 'printer/ipp', link: 'ipp://127.0.0.1/ipp/print' },
  ],
  cabinets: [
    {
      ...{
        id: 'A',
        name: 'A',
        stations: [{ id: 'front', name: 'Front', scanner: 'gun', cardReader: 'keys' }],
      },
      compartments: [
        compartment('A01', 1, 'bcc-1', 1),
        compartment('A02', 2, 'bcc-1', 3),
        compartment('A03', 3, 'bcc-2', 1),
        compartment('A04', 4, 'wkly', 1, { lamps: { documents: { device: 'wkly', channel: 1 } } }),
        compartment('A05', 5, 'cu16', 1, {
          occupied: { device: 'cu16', channel: 1, input: 'item' },
        }),
        compartment('A06', 6, 'cu16c', 2, {
          occupied: { device: 'cu16c', channel: 2, input: 'item', polarity: 'empty_when_set' },
        }),
        compartment('A07', 7, 'cu48', 48, { occupied: { device: 'cu48', channel: 48, input: 'item' } }),
        compartment('A08', 8, 'relay', 1, {
          ...{
            capacity: 2,
            occupied: { device: 'beams', channel: 3 },
            full: { device: 'beams', channel: 4 },
          },
          slot: {
            outer: { device: 'beams', channel: 1 },
            inner: { device: 'beams', channel: 2, polarity: 'clear_when_set' },
          },
          lamps: { documents: { device: 'relay', channel: 7 }, error: { device: 'relay', channel: 8 } },
        }),
        compartment('A09', 9, 'relay', 2),
      ],
    },
  ],
});

const compartment = (id: string, number: number, device: string, channel: number, more: object = {}) => ({
  ...{ id, number, usage: 'pooled', lock: { front: { device, channel } } },
  ...more,
});

/** That site in memory, on a clock moved by hand: what is told to a device goes to all on its line. */
export const fullSimulator = () => {
  const clock = new ManualClock();
  const out = mkdtempSync(join(tmpdir(), 'docketbox-full-'));
  const sim = new Simulator({ site: parseSite(fullSite()), clock, out });
  const heard = new Map<string, string[]>();
  const outlet = { plugged: true, send: () => undefined, close: () => Promise.resolve() };
  for (const bus of sim.buses) {
    const list: string[] = [];
    for (const line of bus.lines) heard.set(line.id, list);
    bus.lead({
      ...{ bus, at: { path: bus.link } },
      outlet: { ...outlet, plug: () => Promise.resolve(), unplug: () => Promise.resolve() },
      send: (bytes) => list.push(Buffer.from(bytes).toString('hex')),
    });
  }
  return {
    sim,
    clock,
    /** Chunks the host of a device's line got so far, in hex, and forgets them. */
    heard: (id: string): string[] => heard.get(id)?.splice(0) ?? [],
    /** Sends bytes down the line of a device and lets `ms` pass. */
    tell: async (id: string, hex: string, ms = 100): Promise<void> => {
      sim.device(id).bus.fromHost(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
      await clock.advance(ms);
    },
    dispose: (): void => rmSync(out, { recursive: true, force: true }),
  };
};
export type FullSimulator = ReturnType<typeof fullSimulator>;
