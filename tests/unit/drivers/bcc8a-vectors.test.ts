import { describe, expect, it } from 'vitest';
import { bytesOf, hexOf } from '#drivers/framing/bytes.ts';
import { openAsk, readAsk } from '#drivers/lock-boards/bcc8a/asks.ts';
import { dissect, type Piece } from '#drivers/lock-boards/bcc8a/frames.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

type Meaning = Readonly<Record<string, unknown>> & { readonly type: string; readonly board: number };
const vectors = vectorsOf<Meaning>('bcc8a');
const of = (direction: string, ...types: string[]) =>
  vectors.filter((v) => v.direction === direction && (types.length === 0 || types.includes(v.meaning.type)));

const meaningOf = (piece: Piece | undefined): object | null => {
  if (piece?.kind === 'inputs') {
    const set = piece.inputs.flatMap((on, i) => (on ? [i + 1] : []));
    return { type: 'read-all-reply', board: piece.board, set, inputs: piece.inputs.length };
  }
  if (!piece || piece.kind === 'noise') return null;
  const { board, channel, input } = piece;
  return { type: piece.kind === 'push' ? 'push' : piece.kind, board, channel, input };
};

describe('the bcc8a driver and the manual agree byte for byte', () => {
  it.each(of('request', 'open'))('$name', ({ hex, meaning }) => {
    const to = { board: meaning.board, expected: 7 };
    expect(hexOf(openAsk(to, Number(meaning['channel']), false).bytes)).toBe(hexOf(bytesOf(hex)));
  });

  it.each(of('request', 'read-all'))('$name', ({ hex, meaning }) => {
    expect(hexOf(readAsk({ board: meaning.board, expected: 7 }).bytes)).toBe(hexOf(bytesOf(hex)));
  });

  it.each([...of('reply'), ...of('push')])('$name', ({ hex, meaning }) => {
    const bytes = bytesOf(hex);
    const [piece, ...more] = dissect(bytes, meaning.type === 'read-all-reply' ? bytes.length : 7);
    expect(more).toEqual([]);
    const { variant: _, saidToBe: __, ...facts } = meaning;
    expect(meaningOf(piece)).toEqual(facts);
  });

  it.each(of('request').filter((v) => !['open', 'read-all'].includes(v.meaning.type)))(
    'never sends: $name',
    ({ hex }) => {
      const sent = Array.from(
        { length: 50 },
        (_, i) => openAsk({ board: 1, expected: 7 }, i + 1, false).bytes,
      );
      expect(sent.map(hexOf)).not.toContain(hexOf(bytesOf(hex)));
    },
  );

  it('covers every vector', () => {
    expect(of('request').length + of('reply').length + of('push').length).toBe(vectors.length);
  });
});
