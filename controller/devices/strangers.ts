import type { Bus } from '#drivers/exchange.ts';
import type { BusConfig } from '#drivers/registry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import { swappedFault } from './board-problem.ts';
import { lookAt } from './bus-look.ts';

/** Who is asked on a line that is not theirs, at most, so that the line is soon free again. */
export const mostAsked = 4;

/** Settings of a serial line: a board is only understood at its own speed. */
const speedOf = (link: string): string => {
  const options = new URLSearchParams(link.split('?', 2)[1] ?? '');
  options.sort();
  return options.toString();
};

/**
 * On a line where none of its own boards answers, asks for boards that are missing elsewhere: after a re-plug the two
 * cables may have changed places. Only reads are sent. A board of the same kind and address as the line's own looks
 * like it and is used: give the boards of a site different addresses.
 */
export const lookForStrangers = (
  own: BusConfig,
  bus: Bus,
  clock: Clock,
  missing: () => readonly BusConfig[],
): { look(): Promise<Fault | null> } => {
  let looking = false;
  return {
    async look() {
      if (looking) return null;
      looking = true;
      try {
        const likely = missing().filter(({ link }) => speedOf(link) === speedOf(own.link));
        for (const config of likely.slice(0, mostAsked)) {
          if (!bus.up) return null;
          const { heard, fault } = await lookAt(config, bus, clock, 1);
          if (heard === 'inputs' && fault === null) return swappedFault(own.link, config, config.link);
        }
        return null;
      } finally {
        looking = false;
      }
    },
  };
};
