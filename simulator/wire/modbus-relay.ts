import {
  ILLEGAL_ADDRESS,
  ILLEGAL_VALUE,
  ModbusException,
  readBits,
  word,
  type ModbusFunction,
  type ModbusUnit,
} from './modbus.ts';

const ALL = 0x00ff;
const FLASH_ON = 0x0200;
const FLASH_OFF = 0x0400;
const ON = 0xff00;
const OFF = 0x0000;
const FLIP = 0x5500;
/** The board times a flash in steps of so many ms. */
export const FLASH_STEP_MS = 100;
const LONGEST_FLASH = 0x7fff;

/**
 * A relay board with as many inputs (Waveshare Modbus RTU Relay (D)): relays by functions 05 and 0F, a pulse the board
 * times itself at 05 with address 02xx, their state by 01, the inputs by 02. docs/protocols/modbus-relay.md
 */
export const modbusRelay = (unit: ModbusUnit): Readonly<Record<number, ModbusFunction>> => {
  const timers = new Map<number, () => void>();
  /** A relay set by hand forgets the flash that ran. */
  const set = (relay: number, on: boolean): void => {
    timers.get(relay)?.();
    timers.delete(relay);
    unit.drive(relay, on);
  };
  const flash = (relay: number, on: boolean, steps: number): void => {
    if (steps < 1 || steps > LONGEST_FLASH) throw new ModbusException(ILLEGAL_VALUE);
    set(relay, on);
    timers.set(
      relay,
      unit.after(steps * FLASH_STEP_MS, () => set(relay, !on)),
    );
  };
  const write = (relay: number, value: number): void => {
    if (value === ON || value === OFF) set(relay, value === ON);
    else if (value === FLIP) set(relay, !unit.outputs.includes(relay));
    else throw new ModbusException(ILLEGAL_VALUE);
  };
  const known = (relay: number): number => {
    if (unit.has(relay)) return relay;
    throw new ModbusException(ILLEGAL_ADDRESS);
  };

  const writeOne: ModbusFunction = (data) => {
    if (data.length !== 4) throw new ModbusException(ILLEGAL_VALUE);
    const [address, value] = [word(data, 0), word(data, 2)];
    if (address === ALL) for (const relay of unit.all) write(relay, value);
    else if (address >= FLASH_OFF) flash(known(address - FLASH_OFF + 1), false, value);
    else if (address >= FLASH_ON) flash(known(address - FLASH_ON + 1), true, value);
    else write(known(address + 1), value);
    return data;
  };
  const writeSeveral: ModbusFunction = (data) => {
    const [first, many, bytes = 0, ...bits] = [word(data, 0), word(data, 2), data[4], ...data.slice(5)];
    if (many < 1 || bytes !== Math.ceil(many / 8) || bits.length !== bytes)
      throw new ModbusException(ILLEGAL_VALUE);
    if (first + many > unit.channels) throw new ModbusException(ILLEGAL_ADDRESS);
    for (let i = 0; i < many; i++) set(first + i + 1, ((bits[i >> 3] ?? 0) & (1 << (i & 7))) !== 0);
    return data.slice(0, 4);
  };

  return {
    0x01: readBits(unit.channels, (relay) => unit.outputs.includes(relay)),
    0x02: readBits(unit.channels, (input) => unit.terminals.input(input)),
    0x05: writeOne,
    0x0f: writeSeveral,
  };
};

/** A box of plain inputs: function 02 and nothing else. */
export const modbusInput = (unit: ModbusUnit): Readonly<Record<number, ModbusFunction>> => ({
  0x02: readBits(unit.channels, (input) => unit.terminals.input(input)),
});
