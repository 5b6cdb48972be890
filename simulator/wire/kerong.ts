import { trueSum, withSum } from './check.ts';
import type { Dialect, LockBoard } from './lock-board.ts';

/** Coil time of one pulse as the factory sets it, ms. */
export const KERONG_PULSE_MS = 500;
/** From the last byte of a status request to the first of the reply, ms. */
export const KERONG_READ_MS = 5;
/** Each board waits this long times its number before it answers a question to all, so that they take turns, ms. */
export const TURN_MS = 12;

const STX = 0x02;
const ETX = 0x03;

/** Whether bytes are the beginning of `02 … 03 SUM` of a length that `lengthOf` tells from its command byte. */
const judgeKerong = (
  bytes: readonly number[],
  commandAt: number,
  lengthOf: (command: number) => number | null,
): 'noise' | 'part' | 'whole' => {
  if (bytes[0] !== STX) return 'noise';
  const command = bytes[commandAt];
  if (command === undefined) return 'part';
  const length = lengthOf(command);
  if (length === null) return 'noise';
  if (bytes.length < length) return 'part';
  return bytes.at(-2) === ETX && trueSum(bytes) ? 'whole' : 'noise';
};

const LENGTHS: Readonly<Record<number, number>> = {
  0x30: 5,
  0x31: 5,
  0x32: 5,
  0x33: 5,
  0x37: 7,
  0x38: 5,
  0x39: 6,
};
const EVERY_BOARD = 0xf0;

/**
 * KERONG KR-CU16: `02 ADDR CMD 03 SUM`, board in the high and lock in the low half of ADDR. An unlock is not answered.
 * docs/protocols/kerong-cu16.md
 */
export const kerongCu16 = (board: LockBoard): Dialect => {
  let pulseMs = KERONG_PULSE_MS;
  let delaySeconds = 0;
  const own = (): number => board.address << 4;
  const status = (): void =>
    board.say(...withSum(STX, own(), 0x35, ...board.bits(2, 'input'), ...board.bits(2, 'item'), ETX));
  const delayed = (unlock: () => void): void => {
    if (delaySeconds === 0) unlock();
    else board.after(delaySeconds * 1000, unlock);
  };

  return {
    judge: (bytes) => judgeKerong(bytes, 2, (command) => LENGTHS[command] ?? null),
    isMine: ([, address = 0, command]) =>
      command === 0x32 ? address === EVERY_BOARD : address >> 4 === board.address,
    channelOf: ([, address = 0, command]) => (command === 0x31 ? (address & 0x0f) + 1 : 0),
    obey([, address = 0, command, high = 0, low = 0]) {
      const channel = (address & 0x0f) + 1;
      if (command === 0x30) board.busy(KERONG_READ_MS, status);
      if (command === 0x32) board.after(KERONG_READ_MS + board.address * TURN_MS, status);
      if (command === 0x31 && board.has(channel)) delayed(() => board.pulse([channel], pulseMs));
      if (command === 0x33) delayed(() => board.pulseEach(board.all, pulseMs, 0, () => undefined));
      if (command === 0x37) {
        const tens = (high << 8) | low;
        if (tens > 0) pulseMs = tens * 10;
        board.busy(KERONG_READ_MS, () => board.say(...withSum(STX, own(), 0x38, high, low, ETX)));
      }
      if (command === 0x39) delaySeconds = high;
    },
    frees: ([, , command]) => command === 0x38,
    report: () => null,
    readdress: (frame, address) =>
      withSum(STX, ((address ?? (board.address + 1) & 0x0f) << 4) & 0xff, ...frame.slice(2, -1)),
  };
};

interface Layout {
  readonly status: number;
  readonly unlock: number;
  /** A LOCK byte that stands for every lock. */
  readonly everyLock: number | null;
  /** Command whose LOCK byte sets the seconds of push-to-open. */
  readonly pushToOpen: number | null;
  readonly reply: (board: LockBoard, lock: number) => readonly number[];
  /** Answer to an unlock in the other layout; this one has none. */
  readonly otherAck?: (board: LockBoard, lock: number) => readonly number[];
}

/** The newer boards: `02 ADDR LOCK CMD 03 SUM`, locks counted from 0. An unlock is not answered. */
const newer = (board: LockBoard, layout: Layout): Dialect => {
  const known = [layout.status, layout.unlock, layout.pushToOpen];
  const unlock = (lock: number): void => {
    if (lock === layout.everyLock) board.pulseEach(board.all, KERONG_PULSE_MS, 0, () => undefined);
    else if (board.has(lock + 1)) board.pulse([lock + 1], KERONG_PULSE_MS);
    else return;
    const ack = board.otherLayout ? layout.otherAck?.(board, lock) : undefined;
    if (ack) board.after(KERONG_READ_MS, () => board.say(...ack));
  };
  return {
    judge: (bytes) => judgeKerong(bytes, 3, (command) => (known.includes(command) ? 6 : null)),
    isMine: ([, address]) => address === board.address,
    channelOf: ([, , lock = 0, command]) => (command === layout.unlock ? lock + 1 : 0),
    obey([, , lock = 0, command]) {
      if (command === layout.status)
        board.busy(KERONG_READ_MS, () => board.say(...layout.reply(board, lock)));
      if (command === layout.unlock) unlock(lock);
    },
    report: () => null,
    readdress: (frame, address) => withSum(STX, address ?? (board.address + 1) & 0xff, ...frame.slice(2, -1)),
  };
};

/** KERONG CU16C: hook, item and push-switch bits. docs/protocols/kerong-cu16c.md */
export const kerongCu16c = (board: LockBoard): Dialect =>
  newer(board, {
    status: 0x70,
    unlock: 0x71,
    everyLock: null,
    pushToOpen: 0x72,
    reply: ({ address }, lock) =>
      withSum(
        ...[STX, address, lock, 0x85],
        ...[...board.bits(2, 'input'), ...board.bits(2, 'item'), ...board.bits(2, 'pressed')],
        ETX,
      ),
  });

/** KERONG CU48: 48 hook and 48 item bits; another source describes a reply with a length byte and an acknowledgement. */
export const kerongCu48 = (board: LockBoard): Dialect =>
  newer(board, {
    status: 0x60,
    unlock: 0x61,
    everyLock: 0x30,
    pushToOpen: null,
    reply: ({ address, otherLayout }, lock) =>
      otherLayout
        ? withSum(STX, address, 0x00, 0x75, 0x06, ...board.bits(6, 'input'))
        : withSum(STX, address, lock, 0x75, ...board.bits(6, 'input'), ...board.bits(6, 'item'), ETX),
    otherAck: ({ address }, lock) => withSum(STX, address, lock, 0x75, 0x00),
  });
