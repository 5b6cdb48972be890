import { describe, expect, test } from 'vitest';
import { ok, tableOf, wrong } from '#controller/cli/doctor/finding.ts';
import {
  clockFindings,
  diskFinding,
  nodeFinding,
  portFindings,
  type Machine,
} from '#controller/cli/doctor/machine.ts';

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
  list: () => ['pci-0-usb-1-port0'],
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
    const [finding] = portFindings(machine({ file: () => null }), 'board', 'serial:/dev/ttyS9');
    expect(finding).toMatchObject({
      state: 'wrong',
      fix: expect.stringContaining('/dev/serial/by-path/pci-0-usb-1-port0'),
    });
  });

  test.each([
    'serial:/dev/ttyUSB0',
    'serial:/dev/ttyACM3',
    'serial:/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
  ])('warns of %s and proposes the name that stays', (link) => {
    expect(portFindings(machine(), 'board', link)).toMatchObject([
      { state: 'warning', fix: 'write /dev/serial/by-path/pci-0-usb-1-port0' },
    ]);
  });

  test('prints what a device said without its control characters', () => {
    const lines = tableOf([ok('a', 'fine'), wrong('board', 'said \u001b[31m\u202e', 'mend it')]);
    expect(lines.join('')).not.toMatch(/\p{C}/u);
    expect(lines).toHaveLength(3);
  });
});
