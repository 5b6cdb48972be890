import type { LockBoardConfig } from '#controller/config-schema.ts';
import type { ReadReply } from '#controller/ports/locks.ts';
import type { BoardDriver } from './board-driver.ts';

type Mapping = Pick<LockBoardConfig, 'channels' | 'map' | 'disabled'>;
type Where = { readonly terminal: number } | { readonly why: string };

/** Where number `channel` hangs; never a terminal that is another number's, that is dead, or that there is none of. */
const whereIs = ({ channels, map, disabled }: Mapping, channel: number): Where => {
  const terminal = map[String(channel)] ?? channel;
  const others = Object.keys(map).filter((number) => map[number] === terminal && number !== String(channel));
  if (others.length > 0)
    return { why: `terminal ${terminal} serves number ${others.join(' and ')}, not number ${channel}` };
  if (disabled.includes(terminal)) return { why: `terminal ${terminal} is disabled in the configuration` };
  return terminal > channels ? { why: `terminal ${terminal} is not one of 1 to ${channels}` } : { terminal };
};

/**
 * Applies `map` and `disabled` of the configuration to any board: numbers in, terminals on the wire. What hangs at a
 * terminal moves with it: lock, feedback, item sensor and lamp. A number without a terminal is never sent anything,
 * and of its input nothing is said.
 */
export const mappedBoard = (config: Mapping, board: BoardDriver): BoardDriver => {
  const numbers = Object.keys(config.map).map(Number);
  if (numbers.length === 0 && config.disabled.length === 0) return board;
  const at = (channel: number): Where => whereIs(config, channel);
  const terminalOf = (channel: number): number | null => {
    const where = at(channel);
    return 'terminal' in where ? where.terminal : null;
  };

  const renumbered = (read: Extract<ReadReply, { kind: 'inputs' }>): ReadReply => {
    const count = Math.max(read.inputs.length, ...numbers);
    const terminals = Array.from({ length: count }, (_, i) => terminalOf(i + 1));
    const lost = (terminal: number | null): boolean =>
      terminal === null || terminal > read.inputs.length || (read.unknown ?? []).includes(terminal);
    const moved = (bits: readonly boolean[]): boolean[] =>
      terminals.map((terminal) => !lost(terminal) && bits[(terminal ?? 0) - 1] === true);
    return {
      ...read,
      inputs: moved(read.inputs),
      items: read.items && moved(read.items),
      unknown: terminals.flatMap((terminal, i) => (lost(terminal) ? [i + 1] : [])),
    };
  };
  const { flash, lamp } = board;
  return {
    ...board,
    async open(channel) {
      const where = at(channel);
      return 'terminal' in where ? board.open(where.terminal) : { kind: 'not-sent', why: where.why };
    },
    async readAll() {
      const read = await board.readAll();
      return read.kind === 'inputs' ? renumbered(read) : read;
    },
    onHint: (listener) =>
      board.onHint((terminal) => {
        const number = numbers.find((each) => terminalOf(each) === terminal) ?? terminal;
        if (terminalOf(number) === terminal) listener(number);
      }),
    ...(flash && {
      flash: async (channel: number) => {
        const terminal = terminalOf(channel);
        return terminal !== null && flash(terminal);
      },
    }),
    ...(lamp && {
      lamp: async (channel: number, on: boolean) => {
        const terminal = terminalOf(channel);
        return terminal !== null && lamp(terminal, on);
      },
    }),
  };
};
