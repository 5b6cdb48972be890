import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '#simulator/simulator.ts';
import { parseSite } from '#simulator/site.ts';
import { ManualClock } from './manual-clock.ts';

/** A board with two compartments (the second double-sided), a scanner, a reader, and printers of every language. */
export const smallSite = (board: Record<string, unknown> = {}) => ({
  site: { id: 'test', name: 'Test' },
  devices: [
    {
      id: 'board',
      kind: 'lock-board/bcc8a',
      link: 'serial:/dev/ttyS1?baud=9600',
      feedback: 'closed_when_set',
      ...board,
    },
    { id: 'scanner', kind: 'scanner/serial', link: 'serial:/dev/ttyS2' },
    { id: 'reader', kind: 'card-reader/serial-em', link: 'serial:/dev/ttyS3' },
    { id: 'labels', kind: 'printer/zpl', link: 'tcp://127.0.0.1:9100' },
    { id: 'slips', kind: 'printer/zpl', link: 'tcp://127.0.0.1:9101', stock: '80' },
    { id: 'dockets', kind: 'printer/tspl', link: 'tcp://127.0.0.1:9102' },
    { id: 'receipts', kind: 'printer/escpos', link: 'tcp://127.0.0.1:9103' },
    { id: 'silent', kind: 'printer/tspl', link: 'tcp://127.0.0.1:9104', oneWay: true },
  ],
  cabinets: [
    {
      id: 'A',
      name: 'A',
      stations: [{ id: 'front', name: 'Front', scanner: 'scanner', cardReader: 'reader' }],
      compartments: [
        {
          id: 'A01',
          number: 1,
          usage: 'department',
          lock: { front: { device: 'board', channel: 1 } },
          occupied: { device: 'board', channel: 13 },
        },
        {
          id: 'A02',
          number: 2,
          usage: 'spare',
          lock: { front: { device: 'board', channel: 2 }, rear: { device: 'board', channel: 3 } },
          occupied: { device: 'board', channel: 14, polarity: 'empty_when_set' },
        },
      ],
    },
  ],
});

/** A simulator on a clock moved by hand, with what each device sent to its host. `dispose()` removes its folder. */
export const smallSimulator = (board: Record<string, unknown> = {}) => {
  const clock = new ManualClock();
  const out = mkdtempSync(join(tmpdir(), 'docketbox-out-'));
  const sim = new Simulator({ site: parseSite(smallSite(board)), clock, out });
  const heard = new Map<string, string[]>();
  for (const { spec, line } of sim.devices) {
    heard.set(spec.id, []);
    line.attachHost((bytes) => heard.get(spec.id)?.push(Buffer.from(bytes).toString('hex')));
  }
  return {
    sim,
    clock,
    out,
    /** Chunks the host of a device got so far, in hex. */
    heard: (id: string): string[] => heard.get(id) ?? [],
    tell: (id: string, hex: string): void =>
      sim.device(id).line.fromHost(Buffer.from(hex.replaceAll(' ', ''), 'hex')),
    dispose: (): void => rmSync(out, { recursive: true, force: true }),
  };
};
export type SmallSimulator = ReturnType<typeof smallSimulator>;
