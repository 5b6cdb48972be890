import { openLink } from '#drivers/links/open-link.ts';
import { isLockBoard, type LockBoardConfig, type SiteConfig } from '../../config-schema.ts';
import { coilRestMs, commissioningBench } from '../../devices/bench-commissioning.ts';
import { onBus } from '../../devices/bus-look.ts';
import {
  beginCommissioning,
  nextCommissioning,
  type Came,
  type Commissioning,
  type Say,
} from '../../devices/commissioning.ts';
import { lineOf } from '../../devices/live-commissioning.ts';
import { notALock, wiringOf } from '../../devices/wiring.ts';
import type { Clock } from '../../ports/clock.ts';
import { CommandFailed, UsageError } from '../command.ts';
import { QUESTIONS, spoken } from './commission-words.ts';
import type { Finding } from './finding.ts';

/** Asks the person one thing; null when nobody answers any more. */
export type AskPerson = (question: string) => Promise<string | null>;
export interface Commissioned {
  readonly findings: readonly Finding[];
  /** Settings of the board to write into the configuration, ready to paste. */
  readonly changes: readonly string[];
}
export interface CommissionParts {
  readonly config: SiteConfig;
  readonly clock: Clock;
  readonly ask: AskPerson;
  readonly openLink?: typeof openLink;
}

/**
 * Opens, reads, closes, reads: one terminal, or one after the other all that locks hang on. One pulse a terminal, each
 * only after "open" was said to it. Throws a UsageError when there is no such board or lock, a CommandFailed when its
 * line does not open.
 */
export const commission = async (
  parts: CommissionParts,
  id: string,
  terminal: number | null,
): Promise<Commissioned> => {
  const { config, clock } = parts;
  const board = boardOf(config, id);
  const begun = clock.now();
  const terminals =
    terminal === null
      ? [...new Set(wiringOf(board, 0, config).doors.map((door) => door.terminal))].sort((a, b) => a - b)
      : [terminal];
  for (const one of terminals) {
    const why = notALock(board, one, wiringOf(board, one, config));
    if (why !== null) throw new UsageError(why);
  }
  const made = (parts.openLink ?? openLink)(board.link, clock);
  if (!made.ok) throw new CommandFailed(`${made.path} is ${made.value}: ${made.fix}`);
  const opened = await made.opener();
  if (!opened.ok) throw new CommandFailed(`${opened.why}. ${opened.fix}`);
  const findings: Finding[] = [];
  const changes = new Map<string, string>();
  try {
    await onBus(opened.link, board, clock, async (bus) => {
      for (const one of terminals) {
        // Another process may have pulsed the coil just before this one began.
        const bench = commissioningBench(board, one, bus, clock, begun + coilRestMs(board));
        try {
          if (!(await bench.ready()))
            throw new CommandFailed(`${id} does not switch its outputs off: is it on?`);
          const run = await converse(parts, beginCommissioning(wiringOf(board, one, config)), bench.run);
          findings.push(...run.findings.map((finding) => spoken(`${id} ${one}`, finding)));
          for (const { change } of run.findings) if (change) changes.set(change.setting, lineOf(change));
          if (run.findings.some(({ code }) => code === 'stopped')) break;
        } finally {
          bench.dispose();
        }
      }
    });
  } finally {
    await opened.link.close();
  }
  return { findings, changes: [...changes.values()] };
};

const boardOf = ({ devices }: SiteConfig, id: string): LockBoardConfig => {
  const device = devices.find((one) => one.id === id);
  if (device && isLockBoard(device)) return device;
  const boards = devices.filter(isLockBoard).map((board) => board.id);
  throw new UsageError(`--commission ${id} is no lock board; there are ${boards.join(', ') || 'none'}`);
};

const converse = async (
  { ask }: CommissionParts,
  first: Commissioning,
  run: (effect: 'read' | 'pulse') => Promise<Came>,
): Promise<Commissioning> => {
  let state = first;
  while (state.step !== 'done') {
    const answer = await ask(QUESTIONS[state.step]?.(state.wiring.terminal) ?? '');
    let [next, effect] = nextCommissioning(state, answer === null ? { say: 'stop' } : sayOf(answer));
    while (effect !== null) [next, effect] = nextCommissioning(next, await run(effect));
    state = next;
  }
  return state;
};

/** A word from the keyboard or a script; what is none of them is asked again. */
const sayOf = (answer: string): Say => {
  const word = answer.trim().toLowerCase();
  if (word === 'stop' || word === 'closed' || word === 'open') return { say: word };
  if (word === 'none') return { say: 'door', number: 0 };
  return /^\d{1,3}$/.test(word) ? { say: 'door', number: Number(word) } : { say: 'door', number: -1 };
};
