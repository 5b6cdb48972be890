import type * as NodeHidModule from 'node-hid';
import type { Device, HIDAsync } from 'node-hid';
import type { Clock } from '#controller/ports/clock.ts';
import type { Link, LinkOpener } from '../link.ts';
import { LinkEnd, messageOf } from './link-end.ts';
import { PendingWrites, writeTimeoutMs } from './pending-writes.ts';

export interface HidAddress {
  readonly vendorId: number;
  readonly productId: number;
}
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

const linkOver = (device: HIDAsync, name: string, clock: Clock): Link => {
  const end = new LinkEnd();
  const writes = new PendingWrites(clock);
  let closing: Promise<void> | null = null;
  const finish = (why: string): Promise<void> => {
    end.end(why);
    writes.end(why);
    return (closing ??= device.close().catch(() => undefined));
  };
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

/** Opens a USB HID device; each chunk is one report, its id first where the device numbers reports. */
export const hidOpener =
  ({ vendorId, productId }: HidAddress, clock: Clock, load = loadHid): LinkOpener =>
  async (timeoutMs = 10_000) => {
    const hex = (n: number): string => n.toString(16).padStart(4, '0');
    const name = `hid:${hex(vendorId)}:${hex(productId)}`;
    const loaded = await load();
    if (!loaded.ok) return loaded;
    const opening = loaded.hid.HIDAsync.open(vendorId, productId);
    return new Promise((resolve) => {
      let waiting = true;
      const failed = (why: string): void =>
        resolve({
          ok: false,
          why: `${name}: ${why}`,
          fix: 'Check the cable and that the user may read /dev/hidraw* (udev rule); lsusb shows what is there.',
        });
      const cancel = clock.after(timeoutMs, () => {
        waiting = false;
        failed(`did not open within ${timeoutMs} ms`);
      });
      opening.then(
        (device) => {
          cancel();
          if (waiting) resolve({ ok: true, link: linkOver(device, name, clock) });
          else void device.close();
        },
        (error: unknown) => {
          cancel();
          failed(messageOf(error));
        },
      );
    });
  };
