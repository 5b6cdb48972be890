import { trueXor, withXor } from './check.ts';
import type { Dialect, LockBoard } from './lock-board.ts';

/** Coil time of one pulse, ms; fixed by the board. */
export const WKLY_PULSE_MS = 400;
/** From the end of the pulse until the switch is read and the reply goes out, ms. */
export const WKLY_SETTLE_MS = 20;
export const WKLY_READ_MS = 10;
/** How long command 81 lets a channel's lamp flash, ms; the manuals do not say. */
export const FLASH_MS = 3000;

const HEADER = [0x57, 0x4b, 0x4c, 0x59];
/** What some boards begin their replies with. */
const ODD_HEADER = [0x53, 0x4b, 0x4c, 0x59];
const LEAST = 8;
const OK = 0x00;
const FAILED = 0xff;

/**
 * "WKLY": `57 4B 4C 59 LEN ADDR CMD data… XOR`, LEN counting all of it and XOR over all before it. States are one byte
 * a channel, 01 for a set switch. docs/protocols/wkly.md
 */
export const wkly = (board: LockBoard): Dialect => {
  const longest = LEAST + 1 + board.channels;
  const say = (command: number, ...data: readonly number[]): void => board.say(...frame(command, data));
  const frame = (command: number, data: readonly number[]): number[] =>
    withXor(...head(), LEAST + data.length, board.address, command, ...data);
  const head = (): number[] => (board.otherLayout ? ODD_HEADER : HEADER);
  const state = (channel: number): number => {
    if (board.unreadable.has(channel)) return FAILED;
    return board.terminals.input(channel) ? 1 : 0;
  };
  const answer = (command: number, ...data: readonly number[]): void =>
    board.busy(WKLY_READ_MS, () => say(command, ...data));

  const openOne = (channel: number): void =>
    board.pulseEach([channel], WKLY_PULSE_MS, WKLY_SETTLE_MS, () => {
      if (!board.mute) say(0x82, OK, channel, state(channel));
    });
  /** The channels a request lists, if it lists them truly. */
  const listed = ([count = 0, ...channels]: readonly number[]): readonly number[] | null =>
    count > 0 && channels.length === count && channels.every((each) => board.has(each)) ? channels : null;
  const openTogether = (data: readonly number[]): void => {
    const channels = listed(data);
    if (!channels) return answer(0x80, FAILED);
    board.pulse(channels, WKLY_PULSE_MS);
    board.busy(WKLY_PULSE_MS + WKLY_SETTLE_MS, () => say(0x80, OK));
  };
  const openInTurn = (command: number, channels: readonly number[] | null): void => {
    if (!channels) return answer(command, FAILED);
    board.pulseEach(channels, WKLY_PULSE_MS, WKLY_SETTLE_MS, () => say(command, OK));
  };
  const hold = (command: number, channel: number): void => {
    board.drive(channel, command === 0x88);
    answer(command, OK, channel);
  };
  const flash = (channel: number): void => {
    board.terminals.flash(channel, FLASH_MS);
    answer(0x81, OK, channel);
  };
  /** Commands about one channel, and what they do with one the board has. */
  const single: Readonly<Record<number, (channel: number) => void>> = {
    0x81: flash,
    0x82: openOne,
    0x83: (channel) => board.busy(WKLY_READ_MS, () => say(0x83, OK, channel, state(channel))),
    0x88: (channel) => hold(0x88, channel),
    0x89: (channel) => hold(0x89, channel),
  };
  const refused = (command: number, channel: number): void =>
    command === 0x82 || command === 0x83
      ? answer(command, FAILED, channel, FAILED)
      : answer(command, FAILED, channel);

  return {
    judge(bytes) {
      if (bytes.some((byte, i) => i < HEADER.length && byte !== HEADER[i])) return 'noise';
      const length = bytes[4];
      if (length === undefined) return 'part';
      if (length < LEAST || length > longest) return 'noise';
      if (bytes.length < length) return 'part';
      return trueXor(bytes) ? 'whole' : 'noise';
    },
    isMine: (request) => request[5] === board.address,
    channelOf: (request) => (single[request[6] ?? 0] ? (request[7] ?? 0) : 0),
    obey(request) {
      const [command = 0, ...data] = request.slice(6, -1);
      const one = single[command];
      const [channel = 0] = data;
      if (one) {
        if (data.length !== 1) return;
        if (board.has(channel)) one(channel);
        else refused(command, channel);
      } else if (command === 0x80) openTogether(data);
      else if (command === 0x87) openInTurn(0x87, listed(data));
      else if (data.length > 0) return;
      else if (command === 0x86) openInTurn(0x86, board.all);
      else if (command === 0x84)
        board.busy(WKLY_READ_MS, () => say(0x84, OK, board.channels, ...board.all.map(state)));
    },
    report: (channel, set) => frame(0x85, [channel, set ? 1 : 0]),
    readdress: (other, address) =>
      withXor(...other.slice(0, 5), address ?? (board.address + 1) % 32, ...other.slice(6, -1)),
  };
};
