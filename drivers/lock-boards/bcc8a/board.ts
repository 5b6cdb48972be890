import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { OpenDialect } from '../../bus-boards/dialect.ts';
import type { Bus } from '../../exchange.ts';
import type { BoardDriver } from '../board-driver.ts';
import { familyBoard } from '../family-board.ts';
import { dissectorFor } from './frames.ts';
import { openOne, readAll, stateBytes } from './messages.ts';

/** How long a board may take to answer, ms: the open reply comes after pulse and feedback read. */
export const delays = { read: 400, open: 1500 } as const;

/** "8A/80" boards (docs/protocols/bcc8a.md) at this address, with so many channels. */
export const bcc8a = (board: number, channels: number): OpenDialect => {
  const read = dissectorFor(Math.max(stateBytes.least, Math.ceil(channels / 8)) + 4);
  return {
    ...{ board, readMs: delays.read, openMs: delays.open, restMs: 0 },
    readAll: readAll.encode({ board }),
    openRequest: (channel) => openOne.encode({ board, channel }),
    dissect: (bytes, over) => (over ? read.over : read.underWay)(bytes),
  };
};

/** A "8A/80" lock board on a bus. */
export const bcc8aBoard = (config: ConfigOf<'lock-board/bcc8a'>, bus: Bus, clock: Clock): BoardDriver =>
  familyBoard(config, bus, clock, bcc8a(config.address, config.channels));
