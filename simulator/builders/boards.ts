import { wireFault } from '../faults.ts';
import type { BoardSpec, SpecOf } from '../site.ts';
import { bcc8a } from '../wire/bcc8a.ts';
import { kerongCu16, kerongCu16c, kerongCu48 } from '../wire/kerong.ts';
import { LockBoard, type Dialect } from '../wire/lock-board.ts';
import type { Terminals } from '../wire/mcu.ts';
import { modbusInput, modbusRelay } from '../wire/modbus-relay.ts';
import { ModbusUnit } from '../wire/modbus.ts';
import { wkly } from '../wire/wkly.ts';
import type { Builders, Parts, Surroundings, Unit } from './parts.ts';

type Send = Surroundings['send'];
type UnitSpec = BoardSpec | SpecOf<'sensor/modbus-input'>;

/** Puts a unit on its line, and says how to make its twin. */
const onLine = (
  spec: UnitSpec,
  { line, send }: Surroundings,
  terminals: Terminals,
  make: (terminals: Terminals, send: Send) => Unit,
): Parts => {
  const board = make(terminals, send);
  line.attachDevice(board);
  if (spec.echo) line.faults.set(wireFault.parse({ name: 'echo' }));
  const closed = 'feedback' in spec && spec.feedback === 'closed_when_set';
  return { board, twin: (sendTwin) => make(wiredToNothing(closed), sendTwin) };
};
const wiredToNothing = (input: boolean): Terminals => ({
  drive: () => undefined,
  input: () => input,
  item: () => false,
  pressed: () => false,
  flash: () => undefined,
});

const lockBoard =
  (dialect: (board: LockBoard) => Dialect) =>
  (spec: BoardSpec, around: Surroundings): Parts =>
    onLine(spec, around, around.wiring.terminals(spec, around.coils), (terminals, send) => {
      const { address, channels } = spec;
      return new LockBoard(dialect, { address, channels, clock: around.clock, terminals, send });
    });

const baudOf = (link: string): number => Number(new URL(link).searchParams.get('baud') ?? '9600');
const modbus = (
  functions: ConstructorParameters<typeof ModbusUnit>[0],
  spec: UnitSpec,
  around: Surroundings,
  wired: Terminals,
): Parts =>
  onLine(spec, around, wired, (terminals, send) => {
    const { address, channels, link } = spec;
    return new ModbusUnit(functions, {
      ...{ address, channels, clock: around.clock, terminals, send, baud: baudOf(link) },
    });
  });

export const boards: Builders<BoardSpec['kind'] | 'sensor/modbus-input'> = {
  'lock-board/bcc8a': lockBoard(bcc8a),
  'lock-board/wkly': lockBoard(wkly),
  'lock-board/kerong-cu16': lockBoard(kerongCu16),
  'lock-board/kerong-cu16c': lockBoard(kerongCu16c),
  'lock-board/kerong-cu48': lockBoard(kerongCu48),
  'lock-board/modbus-relay': (spec, around) =>
    modbus(modbusRelay, spec, around, around.wiring.terminals(spec, around.coils)),
  'sensor/modbus-input': (spec, around) => {
    const input = (terminal: number): boolean => around.wiring.input(spec.id, terminal);
    return modbus(modbusInput, spec, around, { ...wiredToNothing(false), input });
  },
};
