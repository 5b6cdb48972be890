import { createBus, type Bus } from '#drivers/exchange.ts';
import type { Link } from '#drivers/link.ts';
import type { BoardDriver, SensorDriver } from '#drivers/lock-boards/board-driver.ts';
import { busDriverOf, type BoardFactory, type BusConfig, type SensorFactory } from '#drivers/registry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import type { ReadReply } from '../ports/locks.ts';
import { faultOf, sentenceOf } from './board-problem.ts';

/** What a device on a bus said when it was read. */
export interface BusLook {
  readonly heard: ReadReply['kind'];
  /** What is wrong with the answer, and what to do; null when nothing is. */
  readonly fault: Pick<Fault, 'what' | 'fix'> | null;
  /** Set inputs as the board numbers them, polarity not applied; null without a good answer. */
  readonly inputs: readonly boolean[] | null;
  /** What to mend although it answers: the driver's advice. */
  readonly advice: string | null;
}

/** Runs a conversation on a link that nobody else uses, and leaves nothing on it. */
export const onBus = async <T>(
  link: Link,
  config: BusConfig,
  clock: Clock,
  talk: (bus: Bus) => Promise<T>,
): Promise<T> => {
  const { timings } = busDriverOf(config.kind) as BoardFactory<BusConfig> | SensorFactory<BusConfig>;
  const bus = createBus(clock, timings(config));
  bus.attach(link);
  try {
    return await talk(bus);
  } finally {
    bus.detach('looked at');
  }
};

/** The driver of a board with nothing between its terminals and the caller: no `map`, nothing disabled. */
export const bareDriver = (config: BusConfig, bus: Bus, clock: Clock): BoardDriver | SensorDriver => {
  const { make } = busDriverOf(config.kind) as { make: (...parts: unknown[]) => BoardDriver | SensorDriver };
  return make('map' in config ? { ...config, map: {}, disabled: [] } : config, bus, clock);
};

/** Reads a device until it answers well, at most `tries` times. Never rejects; moves nothing. */
export const lookAt = async (config: BusConfig, bus: Bus, clock: Clock, tries = 3): Promise<BusLook> => {
  const driver = bareDriver(config, bus, clock);
  try {
    const unasked = { what: 'it was not asked', fix: 'ask it again' };
    let last: BusLook = { heard: 'silent', fault: unasked, inputs: null, advice: null };
    for (let i = 0; i < tries; i += 1) {
      const reply = await driver.readAll();
      const fault = faultOf(reply, config);
      const inputs = fault === null && reply.kind === 'inputs' ? reply.inputs : null;
      const advice = driver.advice();
      const mend = advice ? sentenceOf(advice) : vainEcho(config, bus);
      last = { heard: reply.kind, fault, inputs, advice: mend };
      if (fault === null || reply.kind === 'link-down') break;
    }
    return last;
  } finally {
    driver.dispose();
  }
};

const vainEcho = ({ echo }: BusConfig, bus: Bus): string | null =>
  echo && bus.counters()['echoes'] === 0
    ? 'the line repeats nothing of what is sent: write "echo": false for the boards on this line'
    : null;
