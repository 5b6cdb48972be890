import { LockBoard, type Dialect } from '#simulator/wire/lock-board.ts';
import { ModbusUnit } from '#simulator/wire/modbus.ts';
import type { McuOptions, Terminals } from '#simulator/wire/mcu.ts';
import { ManualClock } from './manual-clock.ts';

/** What a board on the bench is wired to: inputs set by hand, outputs written down. */
const benchTerminals = () => {
  const clock = new ManualClock();
  const set = new Set<number>();
  const items = new Set<number>();
  const pressed = new Set<number>();
  const on = new Map<number, number>();
  /** Channels whose output had current, in order, and how long, ms; null while it still has. */
  const pulsed: number[] = [];
  const lengths: (number | null)[] = [];
  const flashed: number[] = [];
  const sent: string[] = [];
  const terminals: Terminals = {
    drive: (terminal, energised) => {
      if (energised) {
        on.set(terminal, clock.now());
        pulsed.push(terminal);
        lengths.push(null);
      } else {
        const since = on.get(terminal);
        on.delete(terminal);
        if (since !== undefined) lengths[pulsed.lastIndexOf(terminal)] = clock.now() - since;
      }
    },
    input: (terminal) => set.has(terminal),
    item: (terminal) => items.has(terminal),
    pressed: (terminal) => pressed.has(terminal),
    flash: (terminal) => void flashed.push(terminal),
  };
  return {
    ...{ clock, set, items, pressed, pulsed, lengths, flashed, sent, terminals },
    send: (frame: Uint8Array): void => void sent.push(Buffer.from(frame).toString('hex')),
  };
};

/** A simulated lock board whose line is `sent` and whose inputs are set by hand. */
export const boardOnBench = (
  dialect: (board: LockBoard) => Dialect,
  spec: Pick<McuOptions, 'address' | 'channels'>,
) => {
  const bench = benchTerminals();
  const { clock, terminals, send } = bench;
  return Object.assign(bench, { board: new LockBoard(dialect, { ...spec, clock, terminals, send }) });
};

/** A simulated Modbus unit on the same bench. */
export const unitOnBench = (
  functions: ConstructorParameters<typeof ModbusUnit>[0],
  spec: Pick<McuOptions, 'address' | 'channels'>,
  baud = 9600,
) => {
  const bench = benchTerminals();
  const { clock, terminals, send } = bench;
  return Object.assign(bench, {
    board: new ModbusUnit(functions, { ...spec, baud, clock, terminals, send }),
  });
};

export type BoardBench = ReturnType<typeof boardOnBench> | ReturnType<typeof unitOnBench>;
