import { describe, expect, test } from 'vitest';
import { crossCheck } from '#controller/config-checks.ts';
import { linkTarget } from '#controller/config-links.ts';
import { pathText } from '#controller/config-json.ts';
import { siteConfig } from '#controller/config-schema.ts';

type Raw = Record<string, unknown>;
const RELAY = { id: 'relay', kind: 'lock-board/modbus-relay', link: 'serial:/dev/b?baud=9600', address: 1 };
const INPUTS = { id: 'inputs', kind: 'sensor/modbus-input', link: 'serial:/dev/b?baud=9600', address: 2 };
const WKLY = { id: 'wkly', kind: 'lock-board/wkly', link: 'tcp://10.0.0.5:4001' };
const CU16 = { id: 'cu16', kind: 'lock-board/kerong-cu16', link: 'serial:/dev/c?baud=19200' };
const BCC = { id: 'bcc', kind: 'lock-board/bcc8a', link: 'serial:/dev/a?baud=9600' };
const IPP = { id: 'a4', kind: 'printer/ipp', link: 'ipp://10.0.0.8/ipp/print' };
const SLIPS = { id: 'slips', kind: 'printer/escpos', link: 'file:/dev/usb/lp0' };
const LABELS = { id: 'labels', kind: 'printer/tspl', link: 'file:/dev/usb/lp1' };
const SCANNER = { id: 'scan', kind: 'scanner/hid-pos', link: 'hid:0c2e:0b81' };

const devices = [RELAY, INPUTS, WKLY, CU16, BCC, IPP, SLIPS, LABELS, SCANNER];
const withFeedback = (device: Raw): Raw =>
  String(device['kind']).startsWith('lock-board/') ? { feedback: 'closed_when_set', ...device } : device;
const on = (device: string, channel: number, more: Raw = {}): Raw => ({ device, channel, ...more });
const box = (id: string, number: number, more: Raw): Raw => ({ id, number, usage: 'pooled', ...more });

/** Every kind at work: locks, bins, beams, lamps, printers. */
const site = (
  change: { devices?: readonly Raw[]; first?: Raw; second?: Raw; station?: Raw } = {},
): unknown => ({
  site: { id: 's', name: 's' },
  devices: (change.devices ?? devices).map(withFeedback),
  cabinets: [
    {
      ...{ id: 'A', name: 'A' },
      stations: [
        {
          ...{ id: 'front', name: 'front', flows: ['drop', 'pickup'], scanner: 'scan' },
          ...{ labelPrinter: 'labels', receiptPrinter: 'slips', ...change.station },
        },
      ],
      compartments: [
        box('A01', 1, {
          lock: { front: on('cu16', 1), rear: on('bcc', 1) },
          occupied: on('cu16', 1, { input: 'item' }),
          full: on('inputs', 1),
          slot: { outer: on('inputs', 2), inner: on('inputs', 3) },
          lamps: { documents: on('relay', 8), urgent: on('wkly', 2) },
          ...change.first,
        }),
        box('A02', 2, { lock: { front: on('wkly', 2) }, occupied: on('bcc', 24), ...change.second }),
        box('A03', 3, { lock: { front: on('relay', 1) }, occupied: on('relay', 8) }),
      ],
    },
  ],
});
const findings = (raw: unknown) =>
  crossCheck(siteConfig.parse(raw)).map(({ path, value, fix }) => [pathText(path), value, fix] as const);
const first = 'cabinets[0].compartments[0]';
const second = 'cabinets[0].compartments[1]';
const edited = (id: string, change: Raw): readonly Raw[] =>
  devices.map((device) => (device.id === id ? { ...device, ...change } : device));

test('every kind can stand in one cabinet', () => expect(findings(site())).toEqual([]));

describe('what hangs where', () => {
  test.each<[string, Parameters<typeof site>[0], string, unknown, RegExp]>([
    [
      'a lock on plain inputs',
      { second: { lock: { front: on('inputs', 4) } } },
      `${second}.lock.front.device`,
      'inputs',
      /inputs is a sensor\/modbus-input; name a lock-board here/,
    ],
    [
      'a lamp on a board that has none',
      { first: { lamps: { error: on('bcc', 3) } } },
      `${first}.lamps.error.device`,
      'bcc',
      /name a lock-board\/modbus-relay or a lock-board\/wkly/,
    ],
    [
      'an item sensor of a board without',
      { first: { occupied: on('bcc', 3, { input: 'item' }) } },
      `${first}.occupied.device`,
      'bcc',
      /kerong-…, or remove "input": "item"/,
    ],
    [
      'a beam on a printer',
      { first: { slot: { outer: on('slips', 1), inner: on('inputs', 3) } } },
      `${first}.slot.outer.device`,
      'slips',
      /a lock-board or a sensor\/modbus-input/,
    ],
    [
      'a beam beyond the inputs',
      { first: { slot: { outer: on('inputs', 9), inner: on('inputs', 3) } } },
      `${first}.slot.outer.channel`,
      9,
      /inputs has channels 1 to 8/,
    ],
    [
      'the two beams of a slot on two devices',
      { first: { slot: { outer: on('inputs', 2), inner: on('bcc', 9) } } },
      `${first}.slot.inner.device`,
      'bcc',
      /hang both beams of a slot on one device: the outer one is on inputs/,
    ],
    [
      'both beams on one input',
      { first: { slot: { outer: on('inputs', 3), inner: on('inputs', 3) } } },
      `${first}.slot.inner.channel`,
      3,
      /is the outer slot beam of A01 already/,
    ],
    [
      'a bin sensor on the switch of a lock',
      { first: { occupied: on('cu16', 1) } },
      `${first}.occupied.channel`,
      1,
      /is the front lock of A01 already/,
    ],
    [
      'a lamp on the coil of a lock',
      { first: { lamps: { documents: on('relay', 1) } } },
      'cabinets[0].compartments[2].lock.front.channel',
      1,
      /is the lamp for documents of A01 already/,
    ],
    [
      'two lamps on one channel',
      { first: { lamps: { documents: on('wkly', 2), error: on('wkly', 2) } } },
      `${first}.lamps.error.channel`,
      2,
      /is the lamp for documents of A01 already/,
    ],
    [
      'a lock on a disabled terminal',
      { devices: edited('cu16', { disabled: [1] }) },
      `${first}.lock.front.channel`,
      1,
      /terminal 1 of cu16 is disabled.*"map": \{ "1": <that terminal> \}/,
    ],
    [
      'a lock moved onto the terminal of another',
      { devices: edited('relay', { map: { 1: 8 } }), second: { lock: { front: on('relay', 8) } } },
      'cabinets[0].compartments[2].lock.front.channel',
      1,
      /channel 1 of relay is the .* of A0[12] already/,
    ],
  ])('%s', (_, change, path, value, fix) => {
    const found = findings(site(change));
    expect(found.find(([where]) => where === path)).toEqual([path, value, expect.stringMatching(fix)]);
  });

  test('a lock whose terminal is dead hangs on another one', () => {
    const moved = {
      devices: edited('cu16', { map: { 1: 16 }, disabled: [1] }),
      first: { occupied: undefined },
    };
    expect(findings(site(moved))).toEqual([]);
  });

  test('an item sensor and the lamp of a channel stand beside its lock', () => {
    const beside = {
      first: { occupied: on('cu16', 1, { input: 'item' }), lamps: { documents: on('wkly', 2) } },
    };
    expect(findings(site(beside))).toEqual([]);
  });
});

describe('the terminals of a board', () => {
  test.each<[string, Raw, string, unknown, RegExp]>([
    ['a terminal it has not', { map: { 1: 17 } }, 'devices[3].map["1"]', 17, /1 to 16/],
    ['a channel it has not', { map: { 17: 2 } }, 'devices[3].map["17"]', 17, /1 to 16/],
    [
      'two channels to one',
      { map: { 1: 9, 2: 9 } },
      'devices[3].map["2"]',
      9,
      /channel 1 is moved to terminal 9/,
    ],
    [
      'one that is disabled',
      { map: { 1: 9 }, disabled: [9] },
      'devices[3].map["1"]',
      9,
      /terminal 9 is disabled/,
    ],
    ['disabling what is not there', { disabled: [17] }, 'devices[3].disabled[0]', 17, /1 to 16/],
    ['disabling twice', { disabled: [9, 9] }, 'devices[3].disabled[1]', 9, /twice/],
  ])('%s', (_, change, path, value, fix) => {
    const found = findings(site({ devices: edited('cu16', change) }));
    expect(found.filter(([where]) => where === path)).toEqual([[path, value, expect.stringMatching(fix)]]);
  });
});

describe('a line', () => {
  test.each<[string, string, Raw, RegExp | null]>([
    ['is shared by Modbus relays and Modbus inputs', 'inputs', {}, null],
    ['but not under one address', 'inputs', { address: 1 }, /relay has address 1.*set another DIP address/],
    ['nor at two speeds', 'inputs', { link: 'serial:/dev/b?baud=19200' }, /same speed as for relay/],
    ['nor with and without echo', 'inputs', { echo: true }, /write "echo": false as for relay/],
    ['is not shared by two languages', 'wkly', { link: RELAY.link, address: 7 }, /speaks Modbus; give wkly/],
    [
      'nor by a board and a printer',
      'slips',
      { link: RELAY.link },
      /relay is on this link already; only lock/,
    ],
    ['of USB is opened by one', 'labels', { link: 'file:/dev/usb/lp0' }, /slips is on this link already/],
  ])('%s', (_, id, change, fix) => {
    const found = findings(site({ devices: edited(id, change) }));
    expect(found.map(([, , text]) => text)).toEqual(fix === null ? [] : [expect.stringMatching(fix)]);
  });
});

describe('a link', () => {
  test.each([
    ['hid:0C2E:0B81', 'hid:0c2e:0b81'],
    ['file:/dev/usb/lp0', 'file:/dev/usb/lp0'],
    ['file:///dev/usb/lp0', 'file:/dev/usb/lp0'],
    ['ipp://Printer.local/ipp/print', 'ipp://printer.local:631/ipp/print'],
    ['ipps://10.0.0.8:6310', 'ipps://10.0.0.8:6310'],
    ['tcp://[fe80::1]:9100', 'tcp://[fe80::1]:9100'],
  ])('%s leads to %s', (link, target) => expect(linkTarget(link)).toMatchObject({ ok: true, target }));

  test.each([
    ['hid:c2e:b81', /four hexadecimal digits/],
    ['hid:0c2e:0b81;rm', /four hexadecimal digits/],
    ['file:usb/lp0', /whole path/],
    ['file:/dev/../etc/passwd', /whole path/],
    ['ipp://:631/x', /ipp:\/\/host\/path/],
    ['ipp://host:99999/x', /ipp:\/\/host\/path/],
    ['ipp://host/x?y=1', /ipp:\/\/host\/path/],
    ['http://host/', /start with serial:/],
    ['constructor:x', /start with serial:/],
    ['hid:0c2e:0b81\n', /control characters/],
  ])('%j is refused with what to write', (link, fix) =>
    expect(linkTarget(link)).toEqual({ ok: false, fix: expect.stringMatching(fix) }),
  );
});

describe('the printers of a station', () => {
  test.each<[string, Raw, RegExp | null]>([
    ['labels and slips on their own paper', {}, null],
    ['both on one A4 printer', { labelPrinter: 'a4', receiptPrinter: 'a4' }, null],
    [
      'labels on a roll for slips',
      { labelPrinter: 'slips' },
      /slips holds stock 80; a label printer needs stock 60x40/,
    ],
    [
      'slips on labels',
      { receiptPrinter: 'labels' },
      /labels holds stock 60x40; a receipt printer needs stock 80/,
    ],
    [
      'a scanner for a printer',
      { receiptPrinter: 'scan' },
      /scan is a scanner\/hid-pos; name a printer here/,
    ],
  ])('%s', (_, station, fix) => {
    const found = findings(site({ station }));
    expect(found.map(([, , text]) => text)).toEqual(fix === null ? [] : [expect.stringMatching(fix)]);
  });
});
