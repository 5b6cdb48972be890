import type { Bus } from '#drivers/exchange.ts';
import type { BoardDriver } from '#drivers/lock-boards/board-driver.ts';
import type { LockBoardConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import { bareDriver } from './bus-look.ts';
import type { Came, Effect, Inputs } from './commissioning.ts';

/** Pauses, ms. */
export const commissioningTimes = {
  /** Between two reads that must agree. */
  again: 60,
  /** Reads give up after this long. */
  reading: 8000,
  /** From the board's answer until the bolt has certainly moved. */
  bolt: 1500,
} as const;

/**
 * Does what commissioning asks on a line that this process has to itself. `coilFreeAt`: no pulse before this instant,
 * ms since 1970; after a pulse it is moved on, so that rest and rate of the coil hold whatever is asked.
 */
export const commissioningBench = (
  board: LockBoardConfig,
  terminal: number,
  bus: Bus,
  clock: Clock,
  coilFreeAt: number,
) => {
  const driver = bareDriver(board, bus, clock) as BoardDriver;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => void clock.after(Math.max(0, ms), resolve));
  const echo = (): boolean =>
    (bus.counters()['echoes'] ?? 0) > 0 || (driver.counters()['unexpectedEchoes'] ?? 0) > 0;

  const read = async (): Promise<Came> => {
    const until = clock.now() + commissioningTimes.reading;
    let last: Inputs | null = null;
    while (clock.now() < until) {
      const reply = await driver.readAll();
      if (reply.kind === 'link-down') return { came: 'failed', why: reply.why };
      const inputs: Inputs | null = reply.kind === 'inputs' ? reply.inputs : null;
      if (inputs && last && inputs.every((input, at) => input === last?.[at]))
        return { came: 'read', inputs, echo: echo() };
      last = inputs;
      await pause(commissioningTimes.again);
    }
    return {
      came: 'failed',
      why: `no two reads of ${board.id} agree: is it on, and is it the only one there?`,
    };
  };
  const pulse = async (): Promise<Came> => {
    if (board.disabled.includes(terminal))
      return { came: 'failed', why: `terminal ${terminal} is disabled in the configuration` };
    await pause(coilFreeAt - clock.now());
    const reply = await driver.open(terminal);
    if (reply.kind === 'not-sent') return { came: 'failed', why: reply.why };
    await pause(commissioningTimes.bolt);
    return { came: 'pulsed' };
  };
  return {
    /** What a relay must be told first: all outputs off. */
    ready: async (): Promise<boolean> => (await driver.atLineUp?.()) ?? true,
    run: (effect: Effect): Promise<Came> => (effect === 'read' ? read() : pulse()),
    dispose: () => driver.dispose(),
  };
};

/** Longest a coil may still have to rest from pulses of another process, ms. */
export const coilRestMs = ({ restMs, pulsesPerMinute }: LockBoardConfig): number =>
  Math.max(restMs, 60_000 / pulsesPerMinute);
