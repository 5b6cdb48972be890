// Started by the benchmarks as a process of its own: CU48 boards on pseudo-terminals, each byte taking its time on the
// wire. Arguments: baud, then the number of boards of each line. Prints the paths of the lines as JSON and stays.
import { pseudoTerminal, type PseudoTerminal } from './pseudo-terminal.ts';

const REQUEST = 6;
/** A door that was opened is pushed shut when it has been read open so many times. */
const READ_OPEN = 4;
const [baud = 19_200, ...boardsOf] = process.argv.slice(2).map(Number);
const wireMs = (bytes: number): number => (bytes * 10 * 1000) / baud;

/** Runs the task at an instant of `performance.now()`, a timer being too coarse for the last millisecond. */
const at = (instant: number, task: () => void): void => {
  const left = instant - performance.now();
  if (left <= 0) task();
  else if (left > 2) setTimeout(() => at(instant, task), left - 2);
  else setImmediate(() => at(instant, task));
};
const summed = (...bytes: number[]): Buffer =>
  Buffer.from([...bytes, bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0)]);

const serve = (line: PseudoTerminal, boards: number): void => {
  /** Doors standing open, and how often they were read so. */
  const open = new Map<string, number>();
  let heard = Buffer.alloc(0);
  const status = (board: number): Buffer => {
    const hooks = Array.from({ length: 6 }, (_, group) =>
      Array.from({ length: 8 }, (_, bit) => (open.has(`${board}/${group * 8 + bit}`) ? 0 : 1 << bit)).reduce(
        (a, b) => a | b,
      ),
    );
    return summed(0x02, board, 0x00, 0x75, ...hooks, 0, 0, 0, 0, 0, 0, 0x03);
  };
  const read = (board: number): void => {
    for (const [door, times] of open) {
      if (!door.startsWith(`${board}/`)) continue;
      if (times + 1 < READ_OPEN) open.set(door, times + 1);
      else open.delete(door);
    }
  };
  line.onBytes((bytes) => {
    heard = Buffer.concat([heard, bytes]);
    for (; heard.length >= REQUEST; heard = heard.subarray(REQUEST)) {
      const [, board = 0, lock = 0, command] = heard;
      if (board >= boards) continue;
      const arrives = performance.now() + wireMs(REQUEST);
      if (command === 0x60)
        at(arrives + wireMs(18), () => {
          line.send(status(board));
          read(board);
        });
      if (command !== 0x61) continue;
      at(arrives, () => open.set(`${board}/${lock}`, 0));
    }
  });
};

const lines = await Promise.all(boardsOf.map(() => pseudoTerminal()));
lines.forEach((line, n) => serve(line, boardsOf[n] ?? 0));
const end = (): void => void Promise.all(lines.map((line) => line.cut())).finally(() => process.exit(0));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
console.log(JSON.stringify(lines.map(({ path }) => path)));
