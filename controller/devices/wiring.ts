import { type LockBoardConfig, type SiteConfig, terminalOf } from '../config-schema.ts';
import type { Wiring } from './commissioning-verdict.ts';

/** What the configuration says of one terminal of a board and of its neighbours. */
export const wiringOf = (
  board: LockBoardConfig,
  terminal: number,
  { cabinets }: Pick<SiteConfig, 'cabinets'>,
): Wiring => {
  const compartments = cabinets.flatMap((cabinet) => cabinet.compartments);
  const doors = compartments.flatMap(({ number, lock }) =>
    [lock.front, lock.rear].flatMap((spot) =>
      spot?.device === board.id
        ? [{ number, channel: spot.channel, terminal: terminalOf(board, spot.channel) }]
        : [],
    ),
  );
  const others = compartments
    .flatMap(({ occupied, full, slot, lamps }) => [
      ...[occupied, full, slot?.outer, slot?.inner],
      ...[lamps?.documents, lamps?.urgent, lamps?.error],
    ])
    .flatMap((spot) => (spot?.device === board.id ? [terminalOf(board, spot.channel)] : []));
  const used = new Set([...doors.map((door) => door.terminal), ...others, ...board.disabled]);
  const all = Array.from({ length: board.channels }, (_, at) => at + 1);
  const { id: device, feedback, echo, map, disabled } = board;
  return {
    device,
    terminal,
    feedback,
    echo,
    map,
    disabled,
    doors,
    free: all.filter((one) => !used.has(one)),
  };
};

/** Why commissioning may not pulse this terminal; null when it may. A lamp's relay is no lock: it is never pulsed. */
export const notALock = (board: LockBoardConfig, terminal: number, wiring: Wiring): string | null => {
  if (terminal > board.channels) return `${board.id} has terminals 1 to ${board.channels}`;
  if (board.disabled.includes(terminal))
    return `terminal ${terminal} of ${board.id} is disabled in the configuration`;
  const isDoor = wiring.doors.some((door) => door.terminal === terminal);
  return isDoor || wiring.free.includes(terminal)
    ? null
    : `terminal ${terminal} of ${board.id} is a sensor or a lamp in the configuration, not a lock`;
};
