import { describe, expect, test } from 'vitest';
import { findBoards } from '#controller/cli/doctor/find.ts';
import type { Machine } from '#controller/cli/doctor/machine.ts';
import type { DeviceConfig } from '#controller/config-schema.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { benchSite } from '#tests/support/device-bench.ts';
import { fakeBoard } from '#tests/support/fake-board.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const BY_PATH = '/dev/serial/by-path';
const machine = (ports: readonly string[]): Machine => ({
  ...{ nodeVersion: 'v24.0.0', now: 0, timeZone: 'UTC', groups: [], groupName: () => null },
  ...{ freeBytes: () => null, clockSynchronised: () => null },
  list: (folder) => (folder === BY_PATH ? ports : []),
  file: (path) =>
    ports.some((port) => path === `${BY_PATH}/${port}`)
      ? { real: `/dev/${path.split('/').at(-1) ?? ''}`, gid: 0, mode: 0o660, readable: true, writable: true }
      : null,
});
/** A board at address 2, plugged into port `at`; every other port is silent. */
const search = async (at: string, heard: 'silent' | 'inputs') => {
  const clock = new ManualClock();
  const board = fakeBoard(clock, { address: 2 });
  const asked: string[] = [];
  const [device] = benchSite({ board: { address: 2, link: `serial:${BY_PATH}/one?baud=9600` } }).devices as [
    DeviceConfig,
  ];
  const searching = findBoards(
    machine(['one', 'two', 'three']),
    [{ device, findings: [], heard }],
    clock,
    (url) => {
      asked.push(url);
      const line = memoryPair(clock);
      if (url.includes(`/${at}?`)) board.attach(line.far);
      return { ok: true, opener: () => Promise.resolve({ ok: true, link: line.near }) };
    },
  );
  await clock.advance(30_000);
  const findings = await searching;
  expect(clock.pending).toBe(0);
  expect(board.pulses).toEqual([]);
  return { findings, asked };
};

describe('a search for boards on free ports', () => {
  test('finds which port answers as which board, and proposes the line', async () => {
    const { findings } = await search('three', 'silent');
    expect(findings).toEqual([
      {
        ...{ about: 'board', state: 'warning', found: `it answers at ${BY_PATH}/three` },
        fix: `write "link": "serial:${BY_PATH}/three?baud=9600"`,
      },
    ]);
  });

  test('says so when it is nowhere', async () => {
    const { findings } = await search('nowhere', 'silent');
    expect(findings).toMatchObject([{ state: 'warning', found: 'board: no answer on any of 3 ports' }]);
  });

  test('sends nothing to any port when every board answers where it should', async () => {
    const { findings, asked } = await search('one', 'inputs');
    expect(findings).toMatchObject([{ state: 'ok' }]);
    expect(asked).toEqual([]);
  });
});
