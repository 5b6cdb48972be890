import type { Finding } from './config-finding.ts';
import { isLockBoard, type LockBoardConfig, type SiteConfig } from './config-schema.ts';

/** `map` and `disabled` of every board speak of terminals it has, and no two channels end at one terminal. */
export const terminals = ({ devices }: Pick<SiteConfig, 'devices'>): Finding[] =>
  devices.flatMap((device, index) => (isLockBoard(device) ? ofBoard(device, index) : []));

const ofBoard = (board: LockBoardConfig, index: number): Finding[] => {
  const { channels, map, disabled } = board;
  const range = `${board.id} has channels 1 to ${channels}`;
  const moves = Object.entries(map);
  return [
    ...moves.flatMap(([channel, terminal]): Finding[] => {
      const path = ['devices', index, 'map', channel];
      if (Number(channel) > channels) return [{ path, value: Number(channel), fix: range }];
      if (terminal > channels) return [{ path, value: terminal, fix: range }];
      const twin = moves.find(([other, to]) => to === terminal && Number(other) < Number(channel));
      if (twin)
        return [
          { path, value: terminal, fix: `channel ${twin[0]} is moved to terminal ${terminal} already` },
        ];
      if (!disabled.includes(terminal)) return [];
      return [
        { path, value: terminal, fix: `terminal ${terminal} is disabled; move the lock to another one` },
      ];
    }),
    ...disabled.flatMap((terminal, at): Finding[] => {
      const path = ['devices', index, 'disabled', at];
      if (terminal > channels) return [{ path, value: terminal, fix: range }];
      return disabled.indexOf(terminal) < at
        ? [{ path, value: terminal, fix: 'it stands here twice; keep one' }]
        : [];
    }),
  ];
};
