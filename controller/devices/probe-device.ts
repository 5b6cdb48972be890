import { createBus } from '#drivers/exchange.ts';
import { openLink as openRealLink } from '#drivers/links/open-link.ts';
import type { Link } from '#drivers/link.ts';
import { boardDriverOf } from '#drivers/registry.ts';
import { isLockBoard, type DeviceConfig, type LockBoardConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import { problemOf } from './board-problem.ts';
import type { DeviceParts } from './supervisor.ts';

/** What a look at one device found; `fix` is null when nothing is to be done. */
export interface Finding {
  readonly id: string;
  readonly ok: boolean;
  readonly what: string;
  readonly fix: string | null;
}

/**
 * Looks at one device for `docketbox doctor`: opens its line, asks what can be asked, closes it. Never opens a
 * lock, never rejects. A line held by a running controller is reported as such.
 */
export const probeDevice = async (
  device: DeviceConfig,
  clock: Clock,
  openLink: NonNullable<DeviceParts['openLink']> = openRealLink,
): Promise<Finding> => {
  const { id, link: url } = device;
  const made = openLink(url, clock);
  if (!made.ok)
    return { id, ok: false, what: `link: ${made.path} is ${JSON.stringify(made.value)}`, fix: made.fix };
  const opened = await made.opener();
  if (!opened.ok) return { id, ok: false, what: opened.why, fix: opened.fix };
  try {
    return isLockBoard(device)
      ? await probeBoard(device, opened.link, clock)
      : { id, ok: true, what: `${opened.link.name} opens; it says nothing unasked`, fix: null };
  } finally {
    await opened.link.close();
  }
};

const tries = 3;

const probeBoard = async (config: LockBoardConfig, link: Link, clock: Clock): Promise<Finding> => {
  const { id } = config;
  const { timings, make } = boardDriverOf(config.kind);
  const bus = createBus(clock, timings(config));
  const board = make(config, bus, clock);
  bus.attach(link);
  try {
    let problem: string | null = null;
    for (let i = 0; i < tries; i += 1) {
      const reply = await board.readAll();
      problem = problemOf(reply, config);
      if (problem !== null || reply.kind !== 'inputs') continue;
      const set = reply.inputs.flatMap((on, at) => (on ? [at + 1] : []));
      const what = `address ${config.address} answers, inputs set: ${set.join(' ') || 'none'}`;
      return { id, ok: board.advice() === null, what, fix: board.advice() };
    }
    const [what = '', fix = null] = (problem ?? 'no answer').split(/: (.*)/s);
    return { id, ok: false, what, fix };
  } finally {
    bus.detach('looked at');
    board.dispose();
  }
};
