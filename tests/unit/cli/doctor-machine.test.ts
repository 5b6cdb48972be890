import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ok, tableOf, wrong } from '#controller/cli/doctor/finding.ts';
import { clockFindings, diskFinding, nodeFinding, type Machine } from '#controller/cli/doctor/machine.ts';
import { recordFinding } from '#controller/cli/doctor/house.ts';
import { portFindings, portList } from '#controller/cli/doctor/ports.ts';
import { twinFindings } from '#controller/cli/doctor/twins.ts';
import { deviceConfig } from '#controller/config-devices.ts';
import { walkNoteFile, writeWalkNote } from '#controller/ledger/walk-note.ts';

const port = { real: '/dev/ttyUSB0', gid: 20, mode: 0o20660, readable: true, writable: true };
const machine = (change: Partial<Machine> = {}): Machine => ({
  nodeVersion: 'v24.21.0',
  now: Date.UTC(2026, 5, 18),
  timeZone: 'Asia/Shanghai',
  groups: [20],
  groupName: () => 'dialout',
  file: () => port,
  freeBytes: () => 50e9,
  clockSynchronised: () => true,
  list: (folder) => (folder === '/dev/serial/by-path' ? ['pci-0-usb-1-port0'] : []),
  ...change,
});
const states = (found: readonly { state: string }[]) => found.map(({ state }) => state);
const BY_PATH = 'serial:/dev/serial/by-path/pci-0-usb-1-port0?baud=9600';

describe('the doctor', () => {
  test('finds nothing wrong with a machine in order', () => {
    const well = machine();
    expect(nodeFinding(well).state).toBe('ok');
    expect(states(clockFindings(well, 'Asia/Shanghai'))).toEqual(['ok']);
    expect(diskFinding(well, '/var').state).toBe('ok');
    expect(portFindings(well, 'board', BY_PATH)).toEqual([]);
    expect(portFindings(well, 'printer', 'tcp://10.0.0.7:9100')).toEqual([]);
  });

  test('refuses another Node', () =>
    expect(nodeFinding(machine({ nodeVersion: 'v20.20.2' })).state).toBe('wrong'));

  test('takes a clock before 2026 as wrong, one that follows nobody as a warning', () => {
    expect(states(clockFindings(machine({ now: Date.UTC(2025, 11, 31) }), null))).toEqual(['wrong']);
    expect(states(clockFindings(machine({ clockSynchronised: () => false }), null))).toEqual(['warning']);
    expect(states(clockFindings(machine({ clockSynchronised: () => null }), null))).toEqual(['warning']);
    const [zone] = clockFindings(machine({ timeZone: 'UTC' }), 'Asia/Shanghai');
    expect(zone).toMatchObject({ state: 'warning', fix: expect.stringContaining('Asia/Shanghai') });
  });

  test.each([
    [1e8, 'wrong'],
    [1e9, 'warning'],
    [1e10, 'ok'],
    [null, 'warning'],
  ])('calls %s free bytes %s', (free, state) => {
    expect(diskFinding(machine({ freeBytes: () => free }), '/var').state).toBe(state);
  });

  test('tells somebody outside the group of a port to join it', () => {
    const outside = machine({ groups: [], file: () => ({ ...port, writable: false }) });
    expect(portFindings(outside, 'board', BY_PATH)).toMatchObject([
      { state: 'wrong', fix: expect.stringContaining('usermod -aG dialout') },
    ]);
    const closed = machine({ file: () => ({ ...port, mode: 0o20600, readable: false, writable: false }) });
    expect(portFindings(closed, 'board', BY_PATH)).toMatchObject([{ fix: expect.stringContaining('udev') }]);
  });

  test('names the ports there are when one is missing', () => {
    const [finding] = portFindings(
      machine({ file: (path) => (path === '/dev/ttyS9' ? null : port) }),
      'board',
      'serial:/dev/ttyS9',
    );
    expect(finding).toMatchObject({
      state: 'wrong',
      fix: expect.stringContaining('/dev/serial/by-path/pci-0-usb-1-port0'),
    });
  });

  test.each([
    'serial:/dev/ttyUSB0?baud=9600',
    'serial:/dev/ttyACM3?baud=9600',
    'serial:/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0?baud=9600',
  ])('warns of %s and proposes the name that stays', (link) => {
    expect(portFindings(machine(), 'board', link)).toMatchObject([
      { state: 'warning', fix: 'write "link": "serial:/dev/serial/by-path/pci-0-usb-1-port0?baud=9600"' },
    ]);
  });

  test('believes the by-id name of an adapter that has a serial number', () =>
    expect(
      portFindings(machine(), 'board', 'serial:/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0'),
    ).toEqual([]));

  test('lists every port once, by the name that stays, with who uses it', () => {
    const files: Record<string, string> = {
      ...{ '/dev/serial/by-path/a': '/dev/ttyUSB0', '/dev/serial/by-path/a-usbv2': '/dev/ttyUSB0' },
      ...{
        '/dev/serial/by-path/b': '/dev/ttyUSB1',
        '/dev/ttyUSB0': '/dev/ttyUSB0',
        '/dev/ttyUSB1': '/dev/ttyUSB1',
      },
    };
    const three = machine({
      list: (folder) =>
        Object.keys(files)
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1)),
      file: (path) => (files[path] === undefined ? null : { ...port, real: files[path] }),
    });
    const list = portList(three, [
      { id: 'board-a', link: 'serial:/dev/ttyUSB0?baud=9600' },
      { id: 'board-b', link: 'serial:/dev/serial/by-path/a' },
    ]);
    expect(list.map(({ found }) => found)).toEqual([
      '/dev/serial/by-path/a is /dev/ttyUSB0: board-a, board-b',
      '/dev/serial/by-path/b is /dev/ttyUSB1: free',
    ]);
  });

  test('looks at the device file of a printer as at a port', () => {
    const none = machine({ file: () => null, list: (folder) => (folder === '/dev/usb' ? ['lp1'] : []) });
    expect(portFindings(none, 'labels', 'file:/dev/usb/lp0')).toMatchObject([
      { state: 'wrong', fix: 'plug it in; present are: /dev/usb/lp1' },
    ]);
    const locked = machine({ groups: [], groupName: () => 'lp', file: () => ({ ...port, writable: false }) });
    expect(portFindings(locked, 'labels', 'file:///dev/usb/lp0')).toMatchObject([
      { fix: expect.stringContaining('usermod -aG lp') },
    ]);
  });

  test('prints what a device said without its control characters', () => {
    const lines = tableOf([ok('a', 'fine'), wrong('board', 'said \u001b[31m\u202e', 'mend it')]);
    expect(lines.join('')).not.toMatch(/\p{C}/u);
    expect(lines).toHaveLength(3);
  });
});

describe('of the record', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-doctor-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const now = Date.UTC(2026, 5, 18);
  const end = { at: new Date(now).toISOString(), size: 9, root: 'ab', findings: 0 };
  const found = (at = now) => recordFinding(dir, at);

  test('the doctor says when the whole ledger was walked last, and what that found', () => {
    expect(found()).toMatchObject({ state: 'warning', found: 'no walk over the whole ledger has ended yet' });
    writeWalkNote(dir, end);
    expect(found()).toMatchObject({
      state: 'ok',
      found: 'verified 2026-06-18T00:00 UTC, 9 events: nothing was changed',
    });
    expect(found(now + 4 * 86_400_000)).toMatchObject({ state: 'warning' });
    writeWalkNote(dir, { ...end, root: null, findings: 2 });
    expect(found()).toMatchObject({ state: 'wrong', fix: expect.stringContaining(`verify --data ${dir}`) });
    writeFileSync(walkNoteFile(dir), '{"at": 3');
    expect(found()).toMatchObject({ state: 'warning' });
  });

  test('and names boards nobody can tell apart', () => {
    const board = (id: string, address: number) =>
      deviceConfig.parse({
        ...{ id, kind: 'lock-board/bcc8a', link: `serial:/dev/${id}`, feedback: 'closed_when_set', address },
      });
    expect(twinFindings([board('a', 1), board('b', 2)])).toEqual([]);
    expect(twinFindings([board('a', 1), board('b', 2), board('c', 1)])).toMatchObject([
      { about: 'c', state: 'warning', found: expect.stringContaining('answers like a') },
    ]);
  });
});
