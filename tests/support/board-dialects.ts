import type { Dialect } from '#drivers/bus-boards/dialect.ts';
import { bcc8a } from '#drivers/lock-boards/bcc8a/board.ts';
import { cu16, cu16c, cu48 } from '#drivers/lock-boards/kerong/boards.ts';
import { wkly } from '#drivers/lock-boards/wkly/board.ts';
import { modbusInputs } from '#drivers/modbus/frames.ts';
import type { BoardKind } from './board-stand.ts';
import { vectorsOf } from './vectors.ts';

/** How each kind reads what comes in, for the address and channels of a stand. */
export const dialects: { readonly [K in BoardKind]: Dialect } = {
  'lock-board/bcc8a': bcc8a(1, 24),
  'lock-board/wkly': wkly(0),
  'lock-board/kerong-cu16': cu16(0),
  'lock-board/kerong-cu16c': cu16c(1),
  'lock-board/kerong-cu48': cu48(0),
  'lock-board/modbus-relay': modbusInputs(1, 8),
};

const files = [
  ...['bcc8a', 'wkly', 'kerong-cu16', 'kerong-cu16c'],
  ...['kerong-cu48', 'modbus-relay', 'modbus-input'],
] as const;
/** Every frame of every family: what may be heard on a line, and more. */
export const everyFrame: readonly Uint8Array[] = files.flatMap((file) =>
  vectorsOf<unknown>(file).map(({ hex }) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))),
);
