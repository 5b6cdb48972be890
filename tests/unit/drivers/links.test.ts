import { describe, expect, it } from 'vitest';
import { hidOpener, loadHid } from '#drivers/links/hid.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

describe('a link URL', () => {
  it.each([
    'serial:/dev/ttyS1?baud=9600',
    'serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0',
    'serial:/dev/ttyS1?baud=115200&parity=even&bits=7&stop=2&hupcl=0',
    'tcp://10.0.0.5:4001',
    'tcp://[::1]:4001',
    'hid:0c2e:0b81',
  ])('%s is understood', (url) => {
    expect(openLink(url, new ManualClock())).toMatchObject({ ok: true });
  });

  it.each([
    ['serial:ttyS1', 'path', 'ttyS1'],
    ['serial:/dev/ttyS1?baud=fast', 'baud', 'fast'],
    ['serial:/dev/ttyS1?speed=9600', 'speed', '9600'],
    ['serial:/dev/ttyS1?parity=mark', 'parity', 'mark'],
    ['tcp://10.0.0.5', 'host:port', 'tcp://10.0.0.5'],
    ['tcp://10.0.0.5:70000', 'port', '70000'],
    ['hid:12:34', 'vendor:product', 'hid:12:34'],
    ['usb:1', 'scheme', 'usb:1'],
  ])('%s is refused with place, value and fix', (url, path, value) => {
    const made = openLink(url, new ManualClock());
    expect(made).toMatchObject({ ok: false, path, value });
    expect(made.ok ? '' : made.fix).not.toBe('');
  });
});

describe('USB HID on a machine without its libraries', () => {
  const missing = () =>
    loadHid(() => Promise.reject(new Error('libusb-1.0.so.0: cannot open shared object file')));

  it('says which library is missing and how to get it', async () => {
    expect(await missing()).toEqual({
      ...{ ok: false, why: 'USB HID cannot be used: libusb-1.0.so.0 is missing' },
      fix: 'Install the libraries: apt-get install libusb-1.0-0 libudev1',
    });
  });

  it('the opener hands the explanation on instead of failing the start', async () => {
    const open = hidOpener({ vendorId: 1, productId: 2 }, new ManualClock(), missing);
    expect(await open()).toMatchObject({ ok: false, fix: expect.stringContaining('apt-get') as string });
  });
});
