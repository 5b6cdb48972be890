import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadReply } from '#controller/ports/locks.ts';
import type { BoardDriver } from '#drivers/lock-boards/board-driver.ts';
import { mappedBoard } from '#drivers/lock-boards/mapped-board.ts';
import { boardStand } from '#tests/support/board-stand.ts';
import { deviceBench } from '#tests/support/device-bench.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

/** A board in memory: what it was sent, and inputs of which a test decides. */
const bare = (inputs: readonly boolean[], more: Partial<Extract<ReadReply, { kind: 'inputs' }>> = {}) => {
  const sent: string[] = [];
  let hint: (channel: number) => void = () => undefined;
  const board: BoardDriver = {
    ...{ channels: inputs.length, answersOpen: true },
    open: (channel) => {
      sent.push(`open ${channel}`);
      return Promise.resolve({ kind: 'opened', raw: '' });
    },
    readAll: () => Promise.resolve({ kind: 'inputs', inputs, items: null, raw: 'aa', ...more }),
    flash: (channel) => Promise.resolve(sent.push(`flash ${channel}`) > 0),
    lamp: (channel, on) => Promise.resolve(sent.push(`lamp ${channel} ${on}`) > 0),
    onHint: (listener) => {
      hint = listener;
      return () => undefined;
    },
    ...{ counters: () => ({}), advice: () => null, dispose: () => undefined },
  };
  return { board, sent, say: (terminal: number) => hint(terminal) };
};
const four = [true, false, false, true];
const onlyOpened = async (mapping: Parameters<typeof mappedBoard>[0], channel: number) => {
  const { board, sent } = bare(four);
  const reply = await mappedBoard(mapping, board).open(channel);
  return { sent, reply };
};

describe('a lock that hangs on another terminal', () => {
  it('is opened there, read there, lit there', async () => {
    const { board, sent, say } = bare(four, { items: [false, false, true, false] });
    const mapped = mappedBoard({ channels: 4, map: { '1': 3 }, disabled: [1] }, board);
    await mapped.open(1);
    await mapped.flash?.(1);
    await mapped.lamp?.(1, true);
    expect(sent).toEqual(['open 3', 'flash 3', 'lamp 3 true']);
    expect(await mapped.readAll()).toEqual({
      ...{ kind: 'inputs', raw: 'aa', unknown: [3] },
      ...{ inputs: [false, false, false, true], items: [true, false, false, false] },
    });
    const heard: number[] = [];
    mapped.onHint((channel) => heard.push(channel));
    [1, 2, 3].forEach(say);
    expect(heard).toEqual([2, 1]);
  });

  it('leaves its terminal to nobody else: the number printed there is refused', async () => {
    const { sent, reply } = await onlyOpened({ channels: 4, map: { '1': 3 }, disabled: [] }, 3);
    expect(reply).toEqual({ kind: 'not-sent', why: 'terminal 3 serves number 1, not number 3' });
    expect(sent).toEqual([]);
  });

  it('claimed by two numbers is opened for neither', async () => {
    for (const channel of [1, 2])
      expect(
        (await onlyOpened({ channels: 4, map: { '1': 3, '2': 3 }, disabled: [] }, channel)).sent,
      ).toEqual([]);
  });
});

describe('a disabled terminal', () => {
  it('is sent nothing, and nothing is said of it', async () => {
    const { board, sent, say } = bare(four);
    const mapped = mappedBoard({ channels: 4, map: {}, disabled: [1, 4] }, board);
    expect(await mapped.open(1)).toEqual({
      kind: 'not-sent',
      why: 'terminal 1 is disabled in the configuration',
    });
    expect(await mapped.flash?.(1)).toBe(false);
    expect(await mapped.lamp?.(4, true)).toBe(false);
    expect(sent).toEqual([]);
    expect(await mapped.readAll()).toMatchObject({ inputs: [false, false, false, false], unknown: [1, 4] });
    const heard: number[] = [];
    mapped.onHint((channel) => heard.push(channel));
    say(1);
    expect(heard).toEqual([]);
  });

  it('a board without either is handed on untouched', () => {
    const { board } = bare(four);
    expect(mappedBoard({ channels: 4, map: {}, disabled: [] }, board)).toBe(board);
  });
});

/** Whatever is configured, no two numbers ever reach one terminal, and none reaches one it may not. */
const neverTwo = (decorate: typeof mappedBoard) =>
  fc.asyncProperty(
    fc.dictionary(fc.integer({ min: 1, max: 8 }).map(String), fc.integer({ min: 1, max: 10 })),
    fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
    async (map, disabled) => {
      const { board, sent } = bare(Array.from({ length: 8 }, () => true));
      const mapped = decorate({ channels: 8, map, disabled }, board);
      const outside = Object.keys(map).length === 0 && disabled.length === 0 ? 8 : 12;
      for (let channel = 1; channel <= outside; channel += 1) await mapped.open(channel);
      expect(new Set(sent).size).toBe(sent.length);
      for (const terminal of disabled) expect(sent).not.toContain(`open ${terminal}`);
      for (const terminal of [9, 10, 11, 12]) expect(sent).not.toContain(`open ${terminal}`);
    },
  );

describe('never a wrong door', () => {
  it('no two numbers ever reach one terminal', async () => {
    await fc.assert(neverTwo(mappedBoard), { numRuns: 300 });
  });

  it('planted mutant: a map that only looks up is caught', async () => {
    const naive: typeof mappedBoard = ({ map }, board) => ({
      ...board,
      open: (channel) => board.open(map[String(channel)] ?? channel),
    });
    await expect(fc.assert(neverTwo(naive), { seed: MUTANT_SEED, numRuns: 300 })).rejects.toThrow(
      'Property failed',
    );
  });

  it('on a real driver the frame goes to the terminal', async () => {
    const stand = boardStand('lock-board/bcc8a', { map: { '1': 13 }, disabled: [1] });
    expect(await stand.settled(stand.driver.open(1))).toMatchObject({ kind: 'opened' });
    expect(stand.pulses).toEqual([13]);
  });

  it('in the running shell a moved lock is moved once, not twice', async () => {
    const bench = await deviceBench({ board: { map: { '1': 13 }, disabled: [1] } });
    await bench.start();
    await bench.clock.advance(2000);
    bench.actuator.pulse(bench.intend(1, 'i'));
    await bench.clock.advance(3000);
    expect(bench.board.pulses.map(({ channel }) => channel)).toEqual([13]);
    expect(bench.actuator.door('A1', 'front')).toBe('open');
    expect(await bench.stop()).toBe(0);
  });
});
