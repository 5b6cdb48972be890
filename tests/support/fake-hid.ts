import { EventEmitter } from 'node:events';
import type { Device } from 'node-hid';
import type { Loaded } from '#drivers/links/hid.ts';

type NodeHid = Extract<Loaded, { ok: true }>['hid'];

/** One opened device as the binding hands it out. */
class OpenDevice extends EventEmitter {
  readonly #fake: FakeHid;
  readonly path: string;
  readonly written: Buffer[] = [];
  constructor(fake: FakeHid, path: string) {
    super();
    this.#fake = fake;
    this.path = path;
  }
  async write(bytes: Buffer): Promise<number> {
    await this.#fake.slowWrite;
    this.written.push(bytes);
    return bytes.length;
  }
  async close(): Promise<void> {
    await this.#fake.slowClose;
    if (this.#fake.open.delete(this)) this.#fake.closed += 1;
    this.removeAllListeners();
  }
}

/** A USB HID binding with devices made of nothing: what is plugged in, opened, closed, and how slowly. */
export class FakeHid {
  devices: Device[] = [];
  readonly open = new Set<OpenDevice>();
  opened = 0;
  closed = 0;
  looks = 0;
  slowOpen: Promise<unknown> = Promise.resolve();
  slowWrite: Promise<unknown> = Promise.resolve();
  slowClose: Promise<unknown> = Promise.resolve();
  refuses: Error | null = null;
  /** Next device file; the kernel counts on. */
  #next = 0;

  plug(device: Partial<Device> = {}): Device {
    const path = `/dev/hidraw${this.#next++}`;
    const made: Device = {
      ...{ vendorId: 0x0c2e, productId: 0x0b81, path, release: 0, interface: 0 },
      ...{ usagePage: 0x8c, usage: 0x02, serialNumber: '' },
      ...device,
    };
    this.devices.push(made);
    return made;
  }
  /** Gone from the bus; `quietly`: the pending read does not fail. */
  unplug(path: string | undefined, quietly = false): void {
    this.devices = this.devices.filter((device) => device.path !== path);
    if (quietly) return;
    for (const device of [...this.open])
      if (device.path === path) device.emit('error', new Error('could not read from HID device'));
  }
  readonly load = (): Promise<Loaded> => {
    const hid = {
      getHidapiVersion: () => '0',
      devicesAsync: (vendorId: number, productId: number): Promise<Device[]> => {
        this.looks += 1;
        return Promise.resolve(
          this.devices.filter((one) => one.vendorId === vendorId && one.productId === productId),
        );
      },
      HIDAsync: {
        open: async (path: string): Promise<OpenDevice> => {
          await this.slowOpen;
          if (this.refuses) throw this.refuses;
          const device = new OpenDevice(this, path);
          this.open.add(device);
          this.opened += 1;
          return device;
        },
      },
    };
    return Promise.resolve({ ok: true, hid: hid as unknown as NodeHid });
  };
}
