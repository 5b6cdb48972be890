// Runs inside the virtual machine: real drivers on a real hidraw, with devices that this script plugs in and out.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { keepOpen } from '#controller/devices/line.ts';
import { hidCardReader } from '#drivers/card-readers/hid.ts';
import type { Link } from '#drivers/link.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { hidPosScanner } from '#drivers/scanners/hid-pos.ts';
import { plug, type Description, type VirtualDevice } from './uhid.ts';

const say = (what: object): void => console.log(`@@${JSON.stringify(what)}`);
const until = async (what: string, holds: () => boolean): Promise<number> => {
  const from = performance.now();
  while (!holds()) {
    if (performance.now() - from > 60_000) throw new Error(`not within a minute: ${what}`);
    await sleep(5);
  }
  return Math.round(performance.now() - from);
};

const scannerDevice: Description = {
  ...{ name: 'Bar code scanner', serial: 'SN1', vendorId: 0x0c2e, productId: 0x0b81 },
  // Usage page 8C, usage 2: reports 02 and 04 in, report FD out, 63 bytes each.
  descriptor: '058c0902a1018502150026ff007508953f090181028504953f0903810285fd953f09029102c0',
};
const readerDevice: Description = {
  ...{ name: 'Card reader', serial: '', vendorId: 0xffff, productId: 0x0035 },
  // The boot keyboard of HID 1.11, appendix B.1.
  descriptor:
    '05010906a101050719e029e71500250175019508810295017508810195057501050819012905910295017503910195067508150025650507190029658100c0',
};
const open = (url: string) => {
  const made = openLink(url, systemClock);
  if (!made.ok) throw new Error(made.fix);
  return made.opener;
};
/** A line kept open as the controller does it. */
const kept = (url: string, attach: (link: Link) => () => void) => {
  const state = { up: false, why: '' };
  const line = keepOpen(open(url), systemClock, {
    up: (link) => {
      state.up = true;
      return attach(link);
    },
    down: ({ what }) => Object.assign(state, { up: false, why: what }),
  });
  line.start();
  return { state, stop: () => line.stop(), reconnects: () => line.reconnects() };
};
const hidrawFiles = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('/dev/hidraw');
    } catch {
      return false;
    }
  }).length;

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly meaning: { readonly scans?: readonly unknown[]; readonly discards?: unknown };
}
const vectorsOf = (file: string): readonly Vector[] =>
  (JSON.parse(readFileSync(`tests/vectors/${file}.json`, 'utf8')) as { vectors: Vector[] }).vectors;
const reportsOf = ({ hex }: Vector, length: number): Uint8Array[] => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return Array.from({ length: bytes.length / length }, (_, i) =>
    bytes.subarray(i * length, (i + 1) * length),
  );
};
const send = async (device: VirtualDevice, reports: readonly Uint8Array[]): Promise<void> => {
  // At once, so that no pause of a busy machine comes between them; the kernel keeps 64 for a reader.
  for (const report of reports) device.send(report);
  await sleep(2);
};

const scanner = hidPosScanner(
  {
    ...{ id: 'scanner', kind: 'scanner/hid-pos', link: 'hid:0c2e:0b81' },
    ...{ maxBytes: 4096, trigger: 'honeywell' },
  },
  systemClock,
);
const reader = hidCardReader(
  {
    ...{ id: 'reader', kind: 'card-reader/hid', link: 'hid:ffff:0035', debounceMs: 200 },
    ...{ format: '8H10D', byteOrder: 'msb-first' },
  },
  systemClock,
);
let heard: { text: string | null; hex: string; aim: string | null }[] = [];
let thrown: { reason: string; bytes: number }[] = [];
let cards: string[] = [];
scanner.onScan(({ text, bytes, aim }) => heard.push({ text, hex: Buffer.from(bytes).toString('hex'), aim }));
scanner.onDiscard((discard) => thrown.push(discard));
reader.onCard(({ uid }) => cards.push(uid));

const scans = kept('hid:0c2e:0b81', scanner.attach);
const taps = kept('hid:ffff:0035', reader.attach);
const both = (): boolean => scans.state.up && taps.state.up;
const neither = (): boolean => !scans.state.up && !taps.state.up;

await until('the lines say that nothing is plugged in', () =>
  [scans, taps].every(({ state }) => state.why.includes('nothing is plugged in')),
);
say({ step: 'empty', scanner: scans.state.why, reader: taps.state.why });

const posVectors = vectorsOf('hid-pos');
const card = vectorsOf('hid-reader')[0];
if (!card) throw new Error('no card');
for (let cycle = 1; cycle <= 4; cycle += 1) {
  const devices = [plug(scannerDevice), plug(readerDevice)] as const;
  const upMs = await until('both are open', both);
  [heard, thrown, cards] = [[], [], []];
  const vectors = [];
  for (const vector of cycle === 1 ? posVectors : posVectors.slice(0, 10)) {
    [heard, thrown] = [[], []];
    const { scans: expected = [], discards } = vector.meaning;
    const wanted = expected.length + (discards as readonly unknown[]).length;
    await send(devices[0], reportsOf(vector, 64));
    await until(vector.name, () => heard.length + thrown.length >= wanted);
    vectors.push({ name: vector.name, scans: heard, discards: thrown });
  }
  await send(devices[1], reportsOf(card, 8));
  await until('the card', () => cards.length > 0);
  // What was wished before is told at every plug; the new wish must come too.
  const outputs = (): string[] => devices[0].outputs().map((report) => report.slice(0, 10));
  scanner.trigger?.(cycle % 2 === 1);
  const command = cycle % 2 === 1 ? 'fd0316540d' : 'fd0316550d';
  await until(`the command ${command}`, () => outputs().includes(command));
  // Pulled in the middle of a scan of several reports: its begin must not run into the next one.
  const long = posVectors.find(({ name }) => name.startsWith('57 bytes'));
  [heard, thrown] = [[], []];
  if (long) await send(devices[0], reportsOf(long, 64).slice(0, 1));
  // Long enough to be read; should it have timed out by then, it is thrown away all the same.
  await sleep(300);
  const commands = outputs();
  for (const device of devices) device.unplug();
  const downMs = await until('both are missed', neither);
  say({ step: 'cycle', cycle, vectors, cards, outputs: commands, after: { heard, thrown }, upMs, downMs });
  await until('the kernel has forgotten them', () => hidrawFiles() === 0);
}

const twins = ['A1', 'B2'].map((serial) => plug({ ...scannerDevice, vendorId: 0x0c2f, serial }));
await sleep(500);
const refused = await open('hid:0c2f:0b81')();
const chosen = await open('hid:0c2f:0b81?serial=B2')();
const got: string[] = [];
if (chosen.ok) chosen.link.onBytes((bytes) => got.push(Buffer.from(bytes).toString('hex').slice(0, 4)));
await sleep(100);
twins.forEach((twin, i) => twin.send(Uint8Array.of(2, i, ...new Uint8Array(62))));
await until('the chosen twin speaks', () => got.length > 0);
say({ step: 'twins', why: refused.ok ? '' : refused.why, fix: refused.ok ? '' : refused.fix, got });
if (chosen.ok) await chosen.link.close();
for (const twin of twins) twin.unplug();

await Promise.all([scans.stop(), taps.stop()]);
scanner.trigger?.(false);
say({ step: 'over', files: hidrawFiles(), reconnects: [scans.reconnects(), taps.reconnects()] });
// Nothing is left running: Node ends by itself.
