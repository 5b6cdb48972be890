import { describe, expect, it } from 'vitest';
import { keepOpen } from '#controller/devices/line.ts';
import type { Link } from '#drivers/link.ts';
import { hidOpener, presenceMs } from '#drivers/links/hid.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { FakeHid } from '#tests/support/fake-hid.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const address = { vendorId: 0x0c2e, productId: 0x0b81 };
const bench = () => {
  const clock = new ManualClock();
  const hid = new FakeHid();
  const open = async (which: object = {}, timeoutMs = 2000) => {
    const opening = hidOpener({ ...address, ...which }, clock, hid.load)(timeoutMs);
    await clock.advance(0);
    return opening;
  };
  const opened = async (): Promise<Link> => {
    const result = await open();
    if (!result.ok) throw new Error(result.why);
    return result.link;
  };
  return { clock, hid, open, opened };
};

describe('a USB HID link', () => {
  it('carries one report a chunk, both ways', async () => {
    const { clock, hid, opened } = bench();
    hid.plug();
    const link = await opened();
    const got: number[][] = [];
    link.onBytes((bytes) => got.push([...bytes]));
    const [device] = hid.open;
    device?.emit('data', Buffer.from([2, 1]));
    device?.emit('data', Buffer.from([2, 2]));
    expect(got).toEqual([
      [2, 1],
      [2, 2],
    ]);
    expect(await link.write(Uint8Array.of(0xfd, 3))).toEqual({ kind: 'written' });
    expect(device?.written).toEqual([Buffer.from([0xfd, 3])]);
    await link.close();
    expect(await link.write(Uint8Array.of(1))).toEqual({ kind: 'not-sent', why: 'closed' });
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['whose read fails', false, 0],
    ['that only vanishes from the list', true, 2000],
  ])('%s is noticed to be unplugged within 2 s', async (_, quietly, within) => {
    const { clock, hid, opened } = bench();
    const { path } = hid.plug();
    const link = await opened();
    let why = '';
    link.onClosed((said) => (why = said));
    await clock.advance(5 * presenceMs);
    expect(why).toBe('');
    hid.unplug(path, quietly);
    await clock.advance(within);
    expect(why).not.toBe('');
    expect(hid.open.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('planted mutant: without the look at the list, a vanished device would go unnoticed', async () => {
    const { clock, hid, opened } = bench();
    const { path } = hid.plug();
    const link = await opened();
    let closed = false;
    link.onClosed(() => (closed = true));
    hid.unplug(path, true);
    hid.devices = [{ ...hid.plug(), path }];
    await clock.advance(10_000);
    expect(closed).toBe(false);
    await link.close();
  });

  it('is used again after a re-plug, under its new device file, and leaks nothing over 50 cycles', async () => {
    const { clock, hid } = bench();
    const state = { up: 0, down: 0, reports: 0 };
    const line = keepOpen(hidOpener(address, clock, hid.load), clock, {
      up: (link) => {
        state.up += 1;
        return link.onBytes(() => (state.reports += 1));
      },
      down: () => void (state.down += 1),
    });
    line.start();
    for (let cycle = 1; cycle <= 50; cycle += 1) {
      const { path } = hid.plug();
      await clock.advance(5000);
      expect(state.up).toBe(cycle);
      const [device] = hid.open;
      expect(device?.path).toBe(path);
      device?.emit('data', Buffer.from([2]));
      hid.unplug(path, cycle % 2 === 0);
      await clock.advance(2000);
      expect(hid.open.size).toBe(0);
    }
    expect(state.reports).toBe(50);
    expect(hid.opened).toBe(50);
    expect(hid.closed).toBe(50);
    await line.stop();
    expect(clock.pending).toBe(0);
  });

  it('that opens too late is closed again, and nothing of it stays', async () => {
    const { clock, hid, open } = bench();
    hid.plug();
    let go: () => void = () => undefined;
    hid.slowOpen = new Promise<void>((resolve) => (go = resolve));
    const opening = open();
    await clock.advance(2000);
    expect(await opening).toMatchObject({ ok: false, why: 'hid:0c2e:0b81: did not open within 2000 ms' });
    go();
    await clock.advance(0);
    expect([hid.opened, hid.open.size, clock.pending]).toEqual([1, 0, 0]);
  });

  it('whose device never closes is not waited for, and a stuck write is an unknown outcome', async () => {
    const { clock, hid, opened } = bench();
    hid.plug();
    const link = await opened();
    hid.slowWrite = hid.slowClose = new Promise(() => undefined);
    const writing = link.write(Uint8Array.of(1), 300);
    await clock.advance(300);
    expect(await writing).toMatchObject({ kind: 'unknown' });
    const closing = link.close();
    await clock.advance(1000);
    await closing;
    expect(clock.pending).toBe(0);
  });
});

describe('which USB HID device is meant', () => {
  it('is an error that names the paths when two are the same, and a serial number or a path decides', async () => {
    const { hid, open } = bench();
    const [a, b] = [hid.plug({ serialNumber: 'A1' }), hid.plug({ serialNumber: 'B2' })];
    const refused = await open();
    expect(refused).toMatchObject({
      ...{ ok: false, why: 'hid:0c2e:0b81: there are 2 of them: /dev/hidraw0, /dev/hidraw1' },
      fix: 'Say which: ?serial=A1 or ?serial=B2.',
    });
    expect(hid.opened).toBe(0);
    await open({ serial: 'B2' });
    await open({ path: a.path });
    expect([...hid.open].map(({ path }) => path)).toEqual([b.path, a.path]);
  });

  it('is asked for by a udev name when they carry no serial numbers', async () => {
    const { hid, open } = bench();
    hid.plug();
    hid.plug();
    expect(await open()).toMatchObject({
      ok: false,
      fix: expect.stringContaining('?path=/dev/NAME') as string,
    });
  });

  it('is the scanner of a device that is also a keyboard, however often it is listed', async () => {
    const { hid, open } = bench();
    hid.plug({ usagePage: 0x01, usage: 0x06 });
    const scanner = hid.plug();
    hid.devices.push({ ...scanner, usage: 0x01 });
    expect((await open()).ok).toBe(true);
    expect([...hid.open].map(({ path }) => path)).toEqual([scanner.path]);
  });

  it('is nothing while nothing is plugged in, and a refusal names the udev rule', async () => {
    const { hid, open } = bench();
    expect(await open()).toMatchObject({ ok: false, why: 'hid:0c2e:0b81: nothing is plugged in' });
    hid.plug();
    hid.refuses = new Error('cannot open device');
    expect(await open()).toMatchObject({ ok: false, fix: expect.stringContaining('udev rule') as string });
  });

  it.each([
    ['hid:0c2e:0b81?serial=SN%201', true],
    ['hid:0c2e:0b81?path=/dev/scanner-front', true],
    ['hid:0c2e:0b81?path=scanner', false],
    ['hid:0c2e:0b81?serial=', false],
    ['hid:0c2e:0b81?serial=a&path=/dev/b', false],
    ['hid:0c2e:0b81?port=1', false],
  ])('can be written as %s: %s', (url, ok) => {
    expect(openLink(url, new ManualClock()).ok).toBe(ok);
  });
});
