import { describe, expect, test } from 'vitest';
import { UsageError } from '#controller/cli/command.ts';
import { commission } from '#controller/cli/doctor/commission.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { benchSite, type BenchOptions } from '#tests/support/device-bench.ts';
import { fakeBoard } from '#tests/support/fake-board.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

/** Commissions one terminal of a board in memory with somebody who answers from `says`, or what can be seen. */
const run = async (
  terminal: number | null,
  {
    site = {},
    closedWhenSet = true,
    echo = false,
    says,
  }: { site?: BenchOptions; closedWhenSet?: boolean; echo?: boolean; says?: readonly string[] } = {},
) => {
  const clock = new ManualClock();
  const board = fakeBoard(clock, { closedWhenSet });
  if (echo) board.fault = 'echo';
  const questions: string[] = [];
  const script = says && [...says];
  const see = (question: string): string => {
    if (question.startsWith('Which')) return `${[...board.open][0] ?? 'none'}`;
    if (question.includes('one pulse')) return 'open';
    board.open.clear();
    return 'closed';
  };
  const working = commission(
    {
      config: benchSite(site),
      clock,
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(script ? (script.shift() ?? null) : see(question));
      },
      openLink: () => ({
        ok: true,
        opener: () => {
          const line = memoryPair(clock);
          board.attach(line.far);
          return Promise.resolve({ ok: true, link: line.near });
        },
      }),
    },
    'board',
    terminal,
  );
  const settled = working.then(
    (value) => ({ value, error: null }),
    (error: Error) => ({ value: null, error: error.message }),
  );
  await clock.advance(600_000);
  const { value, error } = await settled;
  expect(clock.pending).toBe(0);
  return { ...value, error, questions, pulses: board.pulses };
};
const found = ({ findings = [] }: Awaited<ReturnType<typeof run>>) =>
  findings.map(({ about, state, found: said }) => `${about} ${state}: ${said}`);

describe('commissioning from the command line', () => {
  test('a sound lock is in order after one pulse', async () => {
    const done = await run(3);
    expect(found(done)).toEqual(['board 3 ok: door 3 opens from terminal 3 and its switch tells the truth']);
    expect(done.changes).toEqual([]);
    expect(done.pulses.map(({ channel }) => channel)).toEqual([3]);
  });

  test('an inverted polarity and an echo come with the lines to write', async () => {
    const done = await run(1, { closedWhenSet: false, echo: true });
    expect(done.changes).toEqual(['"echo": true', '"feedback": "open_when_set"']);
    const well = await run(1, {
      closedWhenSet: false,
      echo: true,
      site: { feedback: 'open_when_set', echo: true },
    });
    expect(found(well)).toEqual([expect.stringContaining('ok: door 1 opens')]);
  });

  test('without a terminal every lock of the board gets its turn and one pulse, its coil rested', async () => {
    const done = await run(null);
    expect(done.pulses.map(({ channel }) => channel)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(done.findings).toHaveLength(12);
    expect(done.pulses[0]?.at).toBeGreaterThanOrEqual(new ManualClock().now() + 6000);
  });

  test.each([
    ['nobody answers', []],
    ['somebody stops', ['closed', 'stop']],
    ['somebody says other things', ['open', 'closed', '7', 'yes', 'none', 'stop']],
  ])('no pulse is sent when %s', async (_, says) => {
    const done = await run(1, { says });
    expect(done.pulses).toEqual([]);
    expect(found(done)).toEqual(['board 1 warning: stopped before the end']);
  });

  test('what is no lock is never pulsed', async () => {
    expect((await run(13)).error).toContain('terminal 13 of board is a sensor or a lamp');
    const disabled = { site: { board: { disabled: [2] } } };
    expect((await run(2, disabled)).error).toContain('terminal 2 of board is disabled');
    expect((await run(25)).error).toBe('board has terminals 1 to 24');
    const parts = { config: benchSite({}), clock: new ManualClock(), ask: () => Promise.resolve(null) };
    for (const [id, terminal] of [
      ['scanner', 1],
      ['board', 13],
    ] as const)
      await expect(commission(parts, id, terminal)).rejects.toBeInstanceOf(UsageError);
  });
});
