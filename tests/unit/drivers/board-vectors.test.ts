import { describe, expect, it } from 'vitest';
import { openAsk, readAsk } from '#drivers/bus-boards/asks.ts';
import type { Dialect, OpenDialect } from '#drivers/bus-boards/dialect.ts';
import type { Piece } from '#drivers/bus-boards/piece.ts';
import { bytesOf, hexOf } from '#drivers/framing/bytes.ts';
import { bcc8a } from '#drivers/lock-boards/bcc8a/board.ts';
import { cu16, cu16c, cu48 } from '#drivers/lock-boards/kerong/boards.ts';
import { flashAsk, wkly } from '#drivers/lock-boards/wkly/board.ts';
import { modbusInputs } from '#drivers/modbus/frames.ts';
import { allOff, flashOn, outputOff, outputOn } from '#drivers/modbus/messages.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly type: string;
  readonly board?: number;
  readonly channel?: number;
  readonly channels?: readonly number[];
  readonly count?: number;
  readonly ms?: number;
  readonly on?: boolean;
  readonly input?: boolean | null;
  readonly inputs?: number;
  readonly set?: readonly number[];
  readonly items?: readonly number[] | null;
  readonly failed?: readonly number[];
  readonly status?: number;
}
/** How a family's driver is asked for what a vector means; null: it never sends that. */
interface Family {
  /** `size`: how many inputs or channels the vector speaks of. */
  readonly dialect: (board: number, size: number) => Dialect;
  readonly request: (meaning: Meaning) => Uint8Array | null;
}
const lockBoard = (dialect: (board: number, size: number) => OpenDialect): Family => ({
  dialect,
  request({ type, board = 0, channel = 0, count = 24 }) {
    if (type === 'open') return openAsk(dialect(board, 24), channel, false).bytes;
    return type === 'read-all' ? readAsk(dialect(board, count)).bytes : null;
  },
});
const modbus: Family = {
  dialect: modbusInputs,
  request({ type, board = 0, channel = 0, count = 0, ms = 0, on }) {
    const output = channel - 1;
    if (type === 'open') return flashOn.encode({ board, output, tenths: ms / 100 });
    if (type === 'all-off') return allOff.encode({ board });
    if (type === 'output') return (on ? outputOn : outputOff).encode({ board, output });
    return type === 'read-all' ? readAsk(modbusInputs(board, count)).bytes : null;
  },
};
const withFlash: Family = {
  ...lockBoard(wkly),
  request: (meaning) =>
    meaning.type === 'flash'
      ? flashAsk(meaning.board ?? 0, meaning.channel ?? 0).bytes
      : lockBoard(wkly).request(meaning),
};
const families: readonly (readonly [string, Family])[] = [
  ['bcc8a', lockBoard(bcc8a)],
  ['wkly', withFlash],
  ['kerong-cu16', lockBoard(cu16)],
  ['kerong-cu16c', lockBoard(cu16c)],
  ['kerong-cu48', lockBoard(cu48)],
  ['modbus-relay', modbus],
  ['modbus-input', modbus],
];

const set = (bits: readonly boolean[]): number[] => bits.flatMap((on, i) => (on ? [i + 1] : []));
/** What a piece says, in the words of the vectors. */
const saidBy = (piece: Piece | undefined): object | null => {
  switch (piece?.kind) {
    case 'inputs': {
      const { board, inputs, items, unknown } = piece;
      return { board, inputs: inputs.length, set: set(inputs), items: items && set(items), failed: unknown };
    }
    case 'open-reply':
      return { board: piece.board, channel: piece.channel, input: piece.input };
    case 'push':
      return { board: piece.board, channel: piece.channel };
    case 'other':
      return { board: piece.board };
    default:
      return null;
  }
};
/** What the driver must find in a frame of this meaning. */
const factsOf = ({ type, board, channel, input, inputs, set, items, failed, status }: Meaning): object => {
  if (type === 'read-all-reply' && (status ?? 0) === 0)
    return { board, inputs, set, items: items ?? null, failed: failed ?? [] };
  if (type === 'open-reply' && input !== undefined) return { board, channel, input };
  return type === 'push' ? { board, channel } : { board };
};

describe.each(families)('the %s driver and the manual agree byte for byte', (file, family) => {
  const vectors = vectorsOf<Meaning>(file);

  it.each(vectors.filter((v) => v.direction === 'request'))('request: $name', ({ hex, meaning }) => {
    const bytes = family.request(meaning);
    if (bytes) expect(hexOf(bytes)).toBe(hexOf(bytesOf(hex)));
    else expect(['open', 'read-all']).not.toContain(meaning.type);
  });

  it.each(vectors.filter((v) => v.direction !== 'request'))('$direction: $name', ({ hex, meaning }) => {
    const size = meaning.inputs ?? 24;
    const pieces = family.dialect(meaning.board ?? 0, size).dissect(bytesOf(hex), true);
    expect(pieces.map((piece) => hexOf(piece.bytes))).toEqual([hexOf(bytesOf(hex))]);
    expect(saidBy(pieces[0])).toEqual(factsOf(meaning));
  });

  it('never sends what holds a coil, opens several at once or changes a board', () => {
    const forbidden = vectors
      .filter(({ direction, meaning }) => direction === 'request' && family.request(meaning) === null)
      .map(({ hex }) => hexOf(bytesOf(hex)));
    const board = vectors.find(({ meaning }) => meaning.board !== undefined)?.meaning.board ?? 0;
    const sent = Array.from({ length: 24 }, (_, i) =>
      family.request({ type: 'open', board, channel: i + 1, ms: 500 }),
    );
    expect(
      sent.map((bytes) => bytes && hexOf(bytes)).filter((hex) => hex && forbidden.includes(hex)),
    ).toEqual([]);
  });
});
