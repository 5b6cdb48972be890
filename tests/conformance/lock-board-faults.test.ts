import { describe, expect, it } from 'vitest';
import type { Ask } from '#drivers/exchange-machine.ts';
import { boardFaults, tried, type BoardFault } from '#tests/support/board-faults.ts';
import { boardKinds, type BoardKind, type BoardStand } from '#tests/support/board-stand.ts';

/** What an open came to / where the door is in truth / what a read came to. */
type Cell = string;
const all = (cell: Cell): Readonly<Record<BoardKind, Cell>> => ({
  'lock-board/bcc8a': cell,
  'lock-board/wkly': cell,
  'lock-board/kerong-cu16': cell,
  'lock-board/kerong-cu16c': cell,
  'lock-board/kerong-cu48': cell,
  'lock-board/modbus-relay': cell,
});
/** Families that answer an open, and the KERONG boards, for whom silence is the rule. */
const both = (answering: Cell, silent: Cell): Readonly<Record<BoardKind, Cell>> => ({
  ...all(answering),
  'lock-board/kerong-cu16': silent,
  'lock-board/kerong-cu16c': silent,
  'lock-board/kerong-cu48': silent,
});
const fine = both('opened/open/inputs', 'silent/open/inputs');
const lost = both('garbled/open/garbled', 'silent/open/garbled');

/** Total by its type: a board or a fault without a cell does not compile. */
const table: Readonly<Record<BoardFault, Readonly<Record<BoardKind, Cell>>>> = {
  'nothing wrong': fine,
  'request lost': all('silent/closed/silent'),
  'reply lost': all('silent/open/silent'),
  'echo, not configured': fine,
  'echo and the reply lost': {
    ...both('proves-nothing/open/garbled', 'silent/open/garbled'),
    // Its reply is longer than its request: the echo is noise to it, not a reply that proves nothing.
    'lock-board/wkly': 'garbled/open/garbled',
  },
  'reply 2 s late': all('silent/open/silent'),
  'reply byte by byte': fine,
  'reply in threes with long pauses': {
    ...fine,
    // Longer replies than these take more time than we give them.
    'lock-board/wkly': 'opened/open/garbled',
    'lock-board/kerong-cu48': 'silent/open/garbled',
  },
  'glued to a report': fine,
  'a bit flipped': lost,
  'a bit of the check flipped': lost,
  'request damaged': all('silent/closed/silent'),
  'only another board answers': lost,
  'another board answers first': fine,
  'noise before it': fine,
  'noise after it': fine,
  'nothing but noise': lost,
  'reply cut short': lost,
  'wrong speed': lost,
  'A and B swapped': both('garbled/closed/garbled', 'silent/closed/garbled'),
  'reports its doors unasked': fine,
  'reports its doors unasked, cut up and glued': fine,
};

const cellOf = async (...what: Parameters<typeof tried>): Promise<Cell> => {
  const { open, door, read } = await tried(...what);
  return `${open}/${door}/${read}`;
};

describe.each(boardKinds)('%s: what an open, the door and a read come to', (kind) => {
  it.each(Object.keys(boardFaults) as BoardFault[])('%s', async (fault) => {
    expect(await cellOf(kind, fault)).toBe(table[fault][kind]);
  });

  it('no cell says "opened" of a closed door, nor "still closed" of an open one', () => {
    for (const cell of Object.values(table).map((row) => row[kind]))
      expect(cell).not.toMatch(/^(opened\/closed|still-closed\/open)/);
  });
});

/** How often the first frame that was written was written: an open is never sent again. */
const openFrames = (stand: BoardStand | undefined): number =>
  stand?.requests.filter((frame) => frame === stand.requests[0]).length ?? 0;

describe('planted mutants are caught by the table', () => {
  const altered = (change: (ask: Ask<unknown>) => Ask<unknown>) => (stand: BoardStand) => {
    const { ask } = stand.bus;
    stand.bus.ask = (given) => ask(change(given as Ask<unknown>)) as ReturnType<typeof ask<never>>;
  };
  const caughtFor = async (alter: (stand: BoardStand) => void): Promise<BoardKind[]> => {
    const caught: BoardKind[] = [];
    for (const kind of boardKinds)
      for (const fault of Object.keys(boardFaults) as BoardFault[]) {
        const cell = await cellOf(kind, fault, alter).catch(() => 'untrue');
        if (cell !== table[fault][kind] && !caught.includes(kind)) caught.push(kind);
      }
    return caught;
  };

  it('a reply believed whatever its last byte is', async () => {
    const careless = altered((ask) => ({
      ...ask,
      read(received, moment) {
        for (let last = 0; last < 256 && received.length > 0; last += 1) {
          const repaired = Uint8Array.from(received);
          repaired[received.length - 1] = last;
          const found = ask.read(repaired, moment);
          if (found) return found;
        }
        return ask.read(received, moment);
      },
    }));
    expect(await caughtFor(careless)).toEqual(boardKinds);
  });

  it('a frame sent again when nothing answers', async () => {
    const again = (stand: BoardStand): void => {
      const { open } = stand.driver;
      Object.assign(stand.driver, {
        open: async (channel: number) => {
          const first = await open(channel);
          return first.kind === 'unknown' ? open(channel) : first;
        },
      });
    };
    const caught: BoardKind[] = [];
    for (const kind of boardKinds) {
      const stands: BoardStand[] = [];
      await tried(kind, 'reply lost', (stand) => {
        again(stand);
        stands.push(stand);
      });
      if (openFrames(stands[0]) > 1) caught.push(kind);
    }
    expect(caught).toEqual(boardKinds);
  });
});

it.each(boardKinds)('%s: whatever goes wrong, one frame an open, and at most one pulse', async (kind) => {
  for (const fault of Object.keys(boardFaults) as BoardFault[]) {
    const stands: BoardStand[] = [];
    await tried(kind, fault, (stand) => void stands.push(stand));
    expect(openFrames(stands[0]), fault).toBe(1);
    expect(stands[0]?.pulses.length ?? 0, fault).toBeLessThanOrEqual(1);
    expect(stands[1]?.pulses, fault).toEqual([]);
  }
});
