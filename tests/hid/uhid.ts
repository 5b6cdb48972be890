import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** linux/uhid.h: event types and the shape of the events used here. */
const [DESTROY, OUTPUT, CREATE2, INPUT2] = [1, 6, 11, 12];
const [dataAt, mostData] = [4, 4096];
const busUsb = 3;

export interface Description {
  readonly name: string;
  readonly serial: string;
  readonly vendorId: number;
  readonly productId: number;
  /** Report descriptor, hex. */
  readonly descriptor: string;
}
/** A HID device that a program plays to the kernel. */
export interface VirtualDevice {
  /** The device sends a report, its id first where it numbers them. */
  send(report: Uint8Array): void;
  /** Output reports that programs wrote to it so far, hex. */
  outputs(): readonly string[];
  unplug(): void;
}

/** Plugs a device in: the kernel makes a hidraw node for it a moment later. */
export const plug = ({ name, serial, vendorId, productId, descriptor }: Description): VirtualDevice => {
  const file = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
  const layout = Buffer.from(descriptor, 'hex');
  const create = Buffer.alloc(dataAt + 128 + 64 + 64 + 2 + 2 + 4 * 4 + mostData);
  create.writeUInt32LE(CREATE2, 0);
  create.write(name, dataAt);
  create.write(serial, dataAt + 128 + 64);
  const numbers = dataAt + 128 + 64 + 64;
  create.writeUInt16LE(layout.length, numbers);
  create.writeUInt16LE(busUsb, numbers + 2);
  create.writeUInt32LE(vendorId, numbers + 4);
  create.writeUInt32LE(productId, numbers + 8);
  layout.copy(create, numbers + 20);
  writeSync(file, create);

  const outputs: string[] = [];
  const event = Buffer.alloc(dataAt + mostData + 512);
  const heard = (): void => {
    for (;;) {
      try {
        if (readSync(file, event) <= 0) return;
      } catch {
        return; // nothing more for now
      }
      if (event.readUInt32LE(0) !== OUTPUT) continue;
      const size = event.readUInt16LE(dataAt + mostData);
      outputs.push(event.subarray(dataAt, dataAt + size).toString('hex'));
    }
  };
  return {
    send(report) {
      const input = Buffer.alloc(dataAt + 2 + report.length);
      input.writeUInt32LE(INPUT2, 0);
      input.writeUInt16LE(report.length, dataAt);
      input.set(report, dataAt + 2);
      writeSync(file, input);
    },
    outputs() {
      heard();
      return outputs;
    },
    unplug() {
      const destroy = Buffer.alloc(4);
      destroy.writeUInt32LE(DESTROY, 0);
      writeSync(file, destroy);
      closeSync(file);
    },
  };
};
