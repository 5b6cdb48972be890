import type { Clock } from '#controller/ports/clock.ts';
import type { Link } from '#drivers/link.ts';

/** What goes wrong on the bus, one thing at a time. */
export type BusFault =
  | 'none'
  | 'silent'
  | 'echo'
  | 'echo-only'
  | 'late'
  | 'split'
  | 'merged'
  | 'flipped-bit'
  | 'foreign-address'
  | 'noise-before'
  | 'push-between';

/** A lock board of 24 channels for tests: physics, and faults that touch only what leaves it. */
export interface FakeBoard {
  fault: BusFault;
  /** How late `late` is, ms. */
  lateMs: number;
  /** Faults touch the replies to these requests only; null: to all. */
  faultOn: 'open' | 'read' | null;
  /** The bolt does not move. */
  jammed: Set<number>;
  /** The input of these channels keeps the given value. */
  stuck: Map<number, boolean>;
  /** Channels whose door stands open. */
  readonly open: Set<number>;
  /** Every open frame that arrived, and when. */
  readonly pulses: { readonly channel: number; readonly at: number }[];
  reads: number;
  attach(link: Link): void;
  sendRaw(bytes: readonly number[]): void;
}

const withCheck = (...body: number[]): number[] => [...body, body.reduce((a, b) => a ^ b, 0)];
/** Time of a pulse with its feedback read, of a read, and of a late answer, ms. */
export const boardTimes = { pulse: 330, read: 5, late: 2500 } as const;

export const fakeBoard = (
  clock: Clock,
  { address = 1, closedWhenSet = true, channels = 24 } = {},
): FakeBoard => {
  let link: Link | null = null;
  const send = (bytes: readonly number[]): void => void link?.write(Uint8Array.from(bytes));
  const input = (channel: number): boolean =>
    board.stuck.get(channel) ?? board.open.has(channel) !== closedWhenSet;

  const answer = (request: readonly number[], reply: number[], kind: 'open' | 'read'): void => {
    const fault = board.faultOn === null || board.faultOn === kind ? board.fault : 'none';
    switch (fault) {
      case 'silent':
      case 'echo-only':
        return;
      case 'late':
        return void clock.after(board.lateMs, () => send(reply));
      case 'split':
        return reply.forEach((byte, i) => void clock.after(i * 4, () => send([byte])));
      case 'merged':
        return send([...withCheck(0x81, address, 9, 0x11), ...reply, ...withCheck(0x82, address, 9, 0)]);
      case 'flipped-bit':
        return send(reply.map((byte, i) => (i === 3 ? byte ^ 0x10 : byte)));
      case 'foreign-address':
        return send(withCheck(reply[0] ?? 0, address + 1, ...reply.slice(2, -1)));
      case 'noise-before':
        return send([0x00, 0xff, 0x8a, ...reply]);
      case 'push-between':
        send(withCheck(0x81, address, request[2] ?? 0, 0x11));
        return void clock.after(10, () => send(reply));
      default:
        return send(reply);
    }
  };
  const pulse = (request: readonly number[], channel: number): void => {
    board.pulses.push({ channel, at: clock.now() });
    clock.after(boardTimes.pulse, () => {
      if (!board.jammed.has(channel)) board.open.add(channel);
      answer(request, withCheck(0x8a, address, channel, input(channel) ? 0x11 : 0x00), 'open');
    });
  };
  const read = (request: readonly number[]): void => {
    board.reads += 1;
    const groups = Array.from({ length: Math.max(3, Math.ceil(channels / 8)) }, (_, group) =>
      Array.from({ length: 8 }, (_, bit) => (input(group * 8 + bit + 1) ? 1 << bit : 0)).reduce(
        (a, b) => a | b,
      ),
    );
    clock.after(boardTimes.read, () =>
      answer(request, withCheck(0x80, address, ...groups.reverse(), 0x33), 'read'),
    );
  };
  const receive = (bytes: Uint8Array): void => {
    const request = [...bytes];
    const [head, to, channel = 0, command] = request;
    if (board.fault === 'echo' || board.fault === 'echo-only') send(request);
    if (request.length !== 5 || to !== address || request.reduce((a, b) => a ^ b, 0) !== 0) return;
    if (head === 0x8a && command === 0x11) pulse(request, channel);
    if (head === 0x80 && command === 0x33) read(request);
  };
  const board: FakeBoard = {
    ...{
      fault: 'none',
      lateMs: boardTimes.late,
      faultOn: null,
      jammed: new Set(),
      stuck: new Map(),
      open: new Set(),
    },
    ...{ pulses: [], reads: 0, sendRaw: send },
    attach(next) {
      link = next;
      next.onBytes(receive);
    },
  };
  return board;
};
