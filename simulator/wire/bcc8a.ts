import { trueXor, withXor } from './check.ts';
import type { Dialect, LockBoard } from './lock-board.ts';

/** Coil time of one pulse, ms; fixed by the board. */
export const PULSE_MS = 300;
/** From the end of the pulse until the input is read and the reply goes out, ms. */
export const SETTLE_MS = 30;
/** From the last byte of a read request to the first of the reply, ms. */
export const READ_MS = 5;

const OPEN = 0x8a;
const READ = 0x80;
const BITMAP = 0x90;
const HOLD = 0x9a;
const RELEASE = 0x9b;
const LONG_OR_SHORT = [OPEN, BITMAP];

/**
 * The 8A family. Requests: `8A AA CC 11 XOR` opens, with a sixth byte for so many seconds; `80 AA CC 33 XOR` reads
 * (function 99 in older firmware); `90 AA S1 S2 S3 XOR` opens by bitmap; `9A`, `9B AA CC 10 XOR` holds and lets go.
 * Channel 00 stands for all of them. docs/protocols/bcc8a.md
 */
export const bcc8a = (board: LockBoard): Dialect => {
  const status = (channel: number): number => (board.terminals.input(channel) ? 0x11 : 0x00);
  const say = (head: number, channel: number, st: number): void =>
    board.say(...withXor(head, board.address, channel, st));

  const open = (channel: number, ms: number): void =>
    board.pulseEach([channel], ms, SETTLE_MS, () => {
      if (!board.mute) say(OPEN, channel, status(channel));
    });
  const openAll = (): void =>
    board.pulseEach(board.all, PULSE_MS, SETTLE_MS, () => {
      const allSet = board.all.every((channel) => board.terminals.input(channel));
      if (!board.mute) say(OPEN, 0, allSet ? 0x11 : 0x00);
    });
  /** Highest group of eight first, channels 1 to 8 last; even a small board sends three groups. */
  const readAll = (command: number): void => {
    const groups = board.bits(Math.max(3, Math.ceil(board.channels / 8)), 'input');
    board.say(...withXor(READ, board.address, ...groups.reverse(), command));
  };
  const read = (channel: number, command: number): void =>
    board.busy(READ_MS, () => (channel === 0 ? readAll(command) : say(READ, channel, status(channel))));
  const bitmap = (bytes: readonly number[]): void => {
    const wanted = board.all.filter(
      (channel) => (bytes[(channel - 1) >> 3] ?? 0) & (1 << ((channel - 1) & 7)),
    );
    board.pulseEach(wanted, PULSE_MS, SETTLE_MS, () => undefined);
  };

  return {
    judge(bytes) {
      const [head = 0, , , command] = bytes;
      if (![OPEN, READ, BITMAP, HOLD, RELEASE].includes(head)) return 'noise';
      if (bytes.length < 5) return 'part';
      if (bytes.length === 5 && head !== BITMAP && trueXor(bytes)) return 'whole';
      const mayGoOn = LONG_OR_SHORT.includes(head) && (head === BITMAP || command === 0x11);
      if (bytes.length === 5) return mayGoOn ? 'part' : 'noise';
      return trueXor(bytes) ? 'whole' : 'noise';
    },
    isMine: (request) => request[1] === board.address,
    channelOf: (request) => (request[0] === BITMAP ? 0 : (request[2] ?? 0)),
    obey([head, , channel = 0, command, seconds = 0, ...more]) {
      if (head === BITMAP) return bitmap([channel, command ?? 0, seconds]);
      if (channel > board.channels) return;
      if (head === READ && (command === 0x33 || command === 0x99)) return read(channel, command);
      if (head === HOLD && command === 0x10 && channel > 0) return board.drive(channel, true);
      if (head === RELEASE && command === 0x10 && channel > 0) return board.drive(channel, false);
      if (head !== OPEN || command !== 0x11) return;
      if (more.length > 0) {
        if (channel > 0 && seconds >= 1 && seconds <= 9) open(channel, seconds * 1000);
      } else if (channel === 0) openAll();
      else open(channel, PULSE_MS);
    },
    report: (channel, set) =>
      withXor(board.pushes === '82' ? 0x82 : 0x81, board.address, channel, set ? 0x11 : 0x00),
    readdress: (frame, address) =>
      withXor(frame[0] ?? 0, address ?? (board.address % 31) + 1, ...frame.slice(2, -1)),
  };
};
