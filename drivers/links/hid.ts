import type * as NodeHidModule from 'node-hid';
import type { Device, HIDAsync } from 'node-hid';
import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { Link, LinkFault, LinkOpener } from '../link.ts';
import { choose, nameOf, type HidAddress } from './hid-choice.ts';
import { LinkEnd, messageOf } from './link-end.ts';
import { PendingWrites, writeTimeoutMs } from './pending-writes.ts';

type NodeHid = typeof NodeHidModule;
export type Loaded =
  | { readonly ok: true; readonly hid: NodeHid }
  | { readonly ok: false; readonly why: string; readonly fix: string };

/** Loads the USB HID binding; a plain kiosk PC may lack the libraries it links to. */
export const loadHid = async (load: () => Promise<NodeHid> = () => import('node-hid')): Promise<Loaded> => {
  try {
    const module = await load();
    const hid = 'default' in module ? (module.default as NodeHid) : module;
    // The native part is loaded at the first call, not at the import.
    hid.getHidapiVersion();
    return { ok: true, hid };
  } catch (error) {
    const library = /lib(usb|udev)[\w.-]*/.exec(messageOf(error))?.[0];
    return {
      ok: false,
      why: library
        ? `USB HID cannot be used: ${library} is missing`
        : `USB HID cannot be used: ${messageOf(error)}`,
      fix: library
        ? 'Install the libraries: apt-get install libusb-1.0-0 libudev1'
        : 'Run npm ci again; if it stays, apt-get install libusb-1.0-0 libudev1',
    };
  }
};

/** USB HID devices present, for `docketbox doctor`. Never rejects. */
export const listHid = async (): Promise<
  { readonly ok: true; readonly devices: readonly Device[] } | Extract<Loaded, { ok: false }>
> => {
  const loaded = await loadHid();
  if (!loaded.ok) return loaded;
  try {
    return { ok: true, devices: await loaded.hid.devicesAsync() };
  } catch (error) {
    return { ok: false, why: messageOf(error), fix: 'Check the permissions of /dev/hidraw* (udev rule).' };
  }
};

/** A read that fails tells of an unplug at once; should it not, the list of devices does, asked so often, ms. */
export const presenceMs = 1000;
/** Longest a closing device is waited for, ms. */
export const closingMs = 500;

const linkOver = (device: HIDAsync, name: string, clock: Clock, present: () => Promise<boolean>): Link => {
  const end = new LinkEnd();
  const writes = new PendingWrites(clock);
  let closing: Promise<void> | null = null;
  let cancel: Cancel = () => undefined;
  const finish = (why: string): Promise<void> => {
    cancel();
    end.end(why);
    writes.end(why);
    return (closing ??= new Promise((resolve) => {
      const giveUp = clock.after(closingMs, () => resolve());
      const closed = (): void => {
        giveUp();
        resolve();
      };
      device.close().then(closed, closed);
    }));
  };
  // One look at a time: with a sick device on the bus a look can take ten seconds.
  const watch = (): void => {
    cancel = clock.after(presenceMs, () => {
      void present().then((there) => {
        if (end.why !== null) return;
        if (there) watch();
        else void finish('unplugged');
      });
    });
  };
  watch();
  device.on('data', (report: Buffer) => end.deliver(report));
  device.on('error', (error: unknown) => void finish(messageOf(error)));
  return {
    name,
    onBytes: end.onBytes,
    onClosed: end.onClosed,
    write(bytes, timeoutMs = writeTimeoutMs) {
      if (end.why !== null) return Promise.resolve({ kind: 'not-sent', why: end.why });
      const start = (done: (error: unknown) => void): void =>
        void device.write(Buffer.from(bytes)).then(() => done(null), done);
      return writes.run(timeoutMs, start, () => void finish('a write got stuck'));
    },
    close: () => finish('closed'),
  };
};

/**
 * Opens a USB HID device; each chunk is one report, its id first where the device numbers reports. The device is
 * looked up anew every time: after a re-plug it has another device file.
 */
export const hidOpener =
  (address: HidAddress, clock: Clock, load = loadHid): LinkOpener =>
  async (timeoutMs = 10_000) => {
    const name = nameOf(address);
    const loaded = await load();
    if (!loaded.ok) return { ...loaded, code: 'link-library' };
    const { hid } = loaded;
    const look = async () => choose(await hid.devicesAsync(address.vendorId, address.productId), address);
    const failed = (why: string, fix: string, code: LinkFault) => ({
      ...{ ok: false as const, why: `${name}: ${why}` },
      ...{ fix, code },
    });
    const access =
      'Let the user that runs the service read and write it: a udev rule for SUBSYSTEM=="hidraw" with GROUP="dialout", MODE="0660".';

    let waiting = true;
    const opening = async (): Promise<Awaited<ReturnType<LinkOpener>>> => {
      const choice = await look();
      if (!choice.ok) return failed(choice.why, choice.fix, choice.code);
      if (!waiting) return failed('too late', access, 'link-failed');
      const device = await hid.HIDAsync.open(choice.path);
      if (!waiting) await device.close();
      const present = async (): Promise<boolean> => {
        const devices = await hid.devicesAsync(address.vendorId, address.productId).catch(() => null);
        return devices === null || devices.some(({ path }) => path === choice.path);
      };
      return waiting
        ? { ok: true, link: linkOver(device, name, clock, present) }
        : failed('too late', access, 'link-failed');
    };
    return new Promise((resolve) => {
      const cancel = clock.after(timeoutMs, () => {
        waiting = false;
        resolve(
          failed(
            `did not open within ${timeoutMs} ms`,
            'Unplug it and plug it in again: it does not answer.',
            'link-failed',
          ),
        );
      });
      const answer = (result: Awaited<ReturnType<LinkOpener>>): void => {
        cancel();
        resolve(result);
      };
      opening().then(answer, (error: unknown) => answer(failed(messageOf(error), access, 'link-forbidden')));
    });
  };
