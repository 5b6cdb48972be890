import { wireFault } from '#simulator/faults.ts';
import { LockBoard } from '#simulator/wire/lock-board.ts';
import { boardStand, type BoardKind, type BoardStand } from './board-stand.ts';

/** Everything that can go wrong on the wire, one at a time, as a technician would name it. */
export const boardFaults = {
  'nothing wrong': [],
  'request lost': [{ name: 'silent', lose: 'request' }],
  'reply lost': [{ name: 'silent', lose: 'reply' }],
  'echo, not configured': [{ name: 'echo' }],
  'echo and the reply lost': [{ name: 'echo' }, { name: 'silent', lose: 'reply' }],
  'reply 2 s late': [{ name: 'late-reply', delayMs: 2000 }],
  'reply byte by byte': [{ name: 'split', size: 1, gapMs: 5 }],
  'reply in threes with long pauses': [{ name: 'split', size: 3, gapMs: 60 }],
  'glued to a report': [{ name: 'merged', windowMs: 30 }],
  'a bit flipped': [{ name: 'flipped-bit', byte: 3, bit: 4, on: 'reply' }],
  'a bit of the check flipped': [{ name: 'flipped-bit', byte: -1, bit: 0, on: 'reply' }],
  'request damaged': [{ name: 'flipped-bit', byte: 2, bit: 2, on: 'request' }],
  'only another board answers': [{ name: 'foreign-address', where: 'instead' }],
  'another board answers first': [{ name: 'foreign-address', where: 'before' }],
  'noise before it': [{ name: 'garbage', hex: 'ff 00 5a', where: 'before' }],
  'noise after it': [{ name: 'garbage', hex: '8a 02 57', where: 'after' }],
  'nothing but noise': [{ name: 'garbage', hex: 'fb 10 02 83 f2', where: 'instead' }],
  'reply cut short': [{ name: 'truncated', bytes: 4 }],
  'wrong speed': [{ name: 'wrong-baud' }],
  'A and B swapped': [{ name: 'swapped-ab' }],
  'reports its doors unasked': [],
  'reports its doors unasked, cut up and glued': [
    { name: 'merged', windowMs: 40 },
    { name: 'split', size: 4, gapMs: 3 },
  ],
} as const satisfies Readonly<Record<string, readonly object[]>>;
export type BoardFault = keyof typeof boardFaults;

/** What an open under this fault came to, what a read under it said, and where the door is in truth. */
export interface Cell {
  readonly open: string;
  readonly door: 'open' | 'closed';
  readonly read: string;
}

const set = (stand: BoardStand, fault: BoardFault): void => {
  boardFaults[fault].forEach((one) => stand.line.faults.set(wireFault.parse(one)));
  if (fault.startsWith('reports its doors') && stand.board instanceof LockBoard) stand.board.setPushes('on');
};

/** Opens channel 3 under the fault; then, apart from that, reads under it. Every read that says something is true. */
export const tried = async (
  kind: BoardKind,
  fault: BoardFault,
  alter: (stand: BoardStand) => void = () => undefined,
): Promise<Cell> => {
  const opening = boardStand(kind);
  alter(opening);
  set(opening, fault);
  const reply = await opening.settled(opening.driver.open(3), 4000);
  opening.line.faults.clear();
  await opening.clock.advance(4000);
  const after = await opening.settled(opening.driver.readAll());
  if (after.kind !== 'inputs') throw new Error(`${kind}: no reading after ${fault} is over: ${after.kind}`);
  const isOpen = opening.open.has(3);
  if (after.inputs[2] === isOpen) throw new Error(`${kind}: the reading after ${fault} is not true`);
  if (opening.pulses.some((channel) => channel !== 3)) throw new Error(`${kind}: another door moved`);

  const reading = boardStand(kind);
  alter(reading);
  reading.open.add(5);
  set(reading, fault);
  const read = await reading.settled(reading.driver.readAll(), 4000);
  if (read.kind === 'inputs' && read.inputs.indexOf(false) !== 4)
    throw new Error(`${kind}: a false reading under ${fault}`);
  return {
    open: reply.kind === 'unknown' ? reply.why : reply.kind,
    door: isOpen ? 'open' : 'closed',
    read: read.kind,
  };
};
