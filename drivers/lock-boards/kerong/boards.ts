import type { ConfigOf } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { OpenDialect } from '../../bus-boards/dialect.ts';
import type { Bus } from '../../exchange.ts';
import type { BoardDriver } from '../board-driver.ts';
import { familyBoard } from '../family-board.ts';
import { dissectCu16, dissectCu16c, dissectCu48 } from './frames.ts';
import * as messages from './messages.ts';

/** How long a board may take to answer a read, and how long the line rests after an open, ms. */
export const delays = { read: 300, rest: 150 } as const;

/** No KERONG board answers an open reliably: what a firmware does send is never believed. */
const kerong = { readMs: delays.read, openMs: null, restMs: delays.rest } as const;

/** KR-CU16 (docs/protocols/kerong-cu16.md): board 0 to 15. */
export const cu16 = (board: number): OpenDialect => ({
  ...{ ...kerong, board, dissect: dissectCu16 },
  readAll: messages.cu16.read.encode({ address: board << 4 }),
  openRequest: (channel) => messages.cu16.open.encode({ address: (board << 4) | (channel - 1) }),
});

/** CU16C (docs/protocols/kerong-cu16c.md). */
export const cu16c = (board: number): OpenDialect => ({
  ...{ ...kerong, board, dissect: dissectCu16c },
  readAll: messages.cu16c.read.encode({ board }),
  openRequest: (channel) => messages.cu16c.open.encode({ board, lock: channel - 1 }),
});

/** CU48 and CU48B (docs/protocols/kerong-cu48.md). */
export const cu48 = (board: number): OpenDialect => ({
  ...{ ...kerong, board, dissect: dissectCu48 },
  readAll: messages.cu48.read.encode({ board }),
  openRequest: (channel) => messages.cu48.open.encode({ board, lock: channel - 1 }),
});

export const cu16Board = (config: ConfigOf<'lock-board/kerong-cu16'>, bus: Bus, clock: Clock): BoardDriver =>
  familyBoard(config, bus, clock, cu16(config.address));
export const cu16cBoard = (
  config: ConfigOf<'lock-board/kerong-cu16c'>,
  bus: Bus,
  clock: Clock,
): BoardDriver => familyBoard(config, bus, clock, cu16c(config.address));
export const cu48Board = (config: ConfigOf<'lock-board/kerong-cu48'>, bus: Bus, clock: Clock): BoardDriver =>
  familyBoard(config, bus, clock, cu48(config.address));
