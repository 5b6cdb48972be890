import type { Firmware } from '../line.ts';
import { Mcu, packed, type McuOptions } from './mcu.ts';

/** From the end of a request to the first byte of the reply, ms. */
export const MODBUS_REPLY_MS = 10;
const LONGEST = 256;
const BROADCAST = 0;

export const ILLEGAL_FUNCTION = 0x01;
export const ILLEGAL_ADDRESS = 0x02;
export const ILLEGAL_VALUE = 0x03;
/** A request the unit cannot obey; its code goes back to the host. */
export class ModbusException extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exception ${code}`);
    this.code = code;
  }
}

/** CRC-16 of Modbus over serial line V1.02, 2.5.1.2: low byte first on the wire. */
export const crcOf = (bytes: readonly number[]): number[] => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return [crc & 0xff, crc >> 8];
};
export const withCrc = (...body: readonly number[]): number[] => [...body, ...crcOf(body)];
const trueCrc = (frame: readonly number[]): boolean => {
  const [low, high] = crcOf(frame.slice(0, -2));
  return frame.at(-2) === low && frame.at(-1) === high;
};

/** Silence that ends a frame, ms: 3.5 characters of 11 bits, never less than 1.75 ms. */
export const silenceMs = (baud: number): number => Math.ceil(Math.max(1.75, (3.5 * 11_000) / baud));

/** What a unit does for one function code: the bytes between address and CRC, both ways. Throws `ModbusException`. */
export type ModbusFunction = (data: readonly number[]) => readonly number[];

/** A Modbus RTU unit: frames end by silence, others' and broken ones are ignored, a broadcast is obeyed unanswered. */
export class ModbusUnit extends Mcu implements Firmware {
  readonly #functions: Readonly<Record<number, ModbusFunction>>;
  readonly #silenceMs: number;
  #frame: number[] = [];
  #cancelEnd: (() => void) | null = null;

  constructor(
    functions: (unit: ModbusUnit) => Readonly<Record<number, ModbusFunction>>,
    options: McuOptions & { readonly baud: number },
  ) {
    super(options);
    this.#functions = functions(this);
    this.#silenceMs = silenceMs(options.baud);
  }

  receive(bytes: Uint8Array): void {
    if (this.deaf) return;
    this.#frame.push(...bytes.subarray(0, LONGEST + 1));
    this.#cancelEnd?.();
    this.#cancelEnd = this.after(this.#silenceMs, () => this.#end());
  }

  #end(): void {
    const frame = this.#frame;
    this.#frame = [];
    this.#cancelEnd = null;
    if (frame.length < 4 || frame.length > LONGEST || !trueCrc(frame)) return;
    const [address = 0, code = 0, ...data] = frame.slice(0, -2);
    if (address !== this.address && address !== BROADCAST) return;
    if (this.hang === 'now') return;
    const reply = this.#obey(code, data);
    if (this.mute && code === 0x05) return;
    if (address !== BROADCAST)
      this.after(MODBUS_REPLY_MS, () => this.say(...withCrc(this.address, ...reply)));
  }

  #obey(code: number, data: readonly number[]): readonly number[] {
    try {
      const run = this.#functions[code];
      if (!run) throw new ModbusException(ILLEGAL_FUNCTION);
      return [code, ...run(data)];
    } catch (error) {
      if (!(error instanceof ModbusException)) throw error;
      return [code | 0x80, error.code];
    }
  }

  isMine(bytes: Uint8Array): boolean {
    return bytes[0] === this.address;
  }

  /** Coil or input a request names, from 1; 0 for several. */
  channelOf(bytes: Uint8Array): number {
    const flashes = bytes[1] === 0x05 && bytes[2] !== 0;
    return bytes[1] === 0x05 && (flashes || bytes[3] !== 0xff) ? (bytes[3] ?? 0) + 1 : 0;
  }

  readdress(frame: Uint8Array, address: number | undefined): Uint8Array {
    return Uint8Array.from(withCrc(address ?? (this.address % 247) + 1, ...frame.subarray(1, -2)));
  }

  /** Says nothing unasked. */
  inputsMayHaveChanged(): void {
    return undefined;
  }

  override powerCycle(): void {
    super.powerCycle();
    this.#frame = [];
    this.#cancelEnd = null;
  }
}

/** A 16-bit field, high byte first. */
export const word = (data: readonly number[], at: number): number =>
  ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);

/** Functions 01 and 02: first and how many, answered with a byte count and bits, the first in bit 0. */
export const readBits =
  (count: number, isSet: (number: number) => boolean): ModbusFunction =>
  (data) => {
    if (data.length !== 4) throw new ModbusException(ILLEGAL_VALUE);
    const [first, many] = [word(data, 0), word(data, 2)];
    if (many < 1 || many > 2000) throw new ModbusException(ILLEGAL_VALUE);
    if (first + many > count) throw new ModbusException(ILLEGAL_ADDRESS);
    const set = Array.from({ length: many }, (_, i) => i + 1).filter((i) => isSet(first + i));
    const bytes = packed(Math.ceil(many / 8), set);
    return [bytes.length, ...bytes];
  };
