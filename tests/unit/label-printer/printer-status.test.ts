import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrinterCondition, PrinterStatus } from '#controller/ports/printer.ts';
import { bytesOf } from '#drivers/framing/bytes.ts';
import type { Dialogue, Turn } from '#label-printer/languages/dialogue.ts';
import {
  escPosDialogue,
  escPosStatus,
  escPosWorkedOff,
  isStatusByte,
} from '#label-printer/languages/escpos-status.ts';
import { tsplByte, tsplFull, tsplStatus } from '#label-printer/languages/tspl-status.ts';
import { zplStatus } from '#label-printer/languages/zpl-status.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly command: string;
  readonly condition?: PrinterCondition;
  readonly rejected?: string;
}
const CONDITIONS: readonly PrinterCondition[] = [
  ...([
    'connected',
    'printing',
    'warning',
    'no-media',
    'jam',
    'open',
    'paused',
    'offline',
    'unknown',
  ] as const),
];
const isOneState = (status: PrinterStatus | null): void => {
  expect(CONDITIONS).toContain(status?.condition);
  // Whatever a person must see to has words that say what to do.
  if (status?.condition !== 'connected' && status?.condition !== 'printing')
    expect(status?.detail).toBeTruthy();
};

describe('TSPL status vectors', () => {
  const vectors = vectorsOf<Meaning>('tspl-status');

  it.each(vectors.filter((v) => v.meaning.command === 'ESC ! ?' && v.direction === 'reply'))(
    '$name',
    ({ hex, meaning }) => {
      expect(tsplByte(bytesOf(hex)[0] ?? 0).condition).toBe(meaning.condition);
      expect(tsplStatus().feed(bytesOf(hex))).toMatchObject({ result: { condition: meaning.condition } });
    },
  );

  it.each(vectors.filter((v) => v.meaning.command === 'ESC ! S' && v.direction === 'reply'))(
    '$name, behind noise and in single bytes',
    ({ hex, meaning }) => {
      const dialogue = tsplStatus('if-silent', true);
      const asked = dialogue.feed(Uint8Array.of(0));
      const turns = [...[0x02, 0x40, 0xff], ...bytesOf(hex)].map((byte) =>
        dialogue.feed(Uint8Array.of(byte)),
      );
      expect(asked).toEqual({ kind: 'ask', bytes: bytesOf('1B 21 53') });
      expect(turns.at(-1) ?? turns.at(-2)).toMatchObject({ result: { condition: meaning.condition } });
    },
  );

  it('are asked for with the very bytes of the manual', () => {
    expect(vectors.filter((v) => v.direction === 'request').map(({ hex }) => hex)).toEqual([
      '1B 21 3F',
      '1B 21 53',
    ]);
    expect(tsplStatus().opening).toEqual(bytesOf('1B 21 3F'));
  });
});

describe('ESC/POS status vectors', () => {
  const vectors = vectorsOf<Meaning>('escpos-status');
  const replies = vectors.filter((v) => v.direction === 'reply' && v.meaning.command.startsWith('DLE'));

  it.each(replies.filter((v) => v.meaning.condition))(
    '$name (status $meaning.command)',
    ({ hex, meaning }) => {
      const answers: (number | null)[] = [null, null, null, null];
      answers[Number(meaning.command.slice(-1)) - 1] = bytesOf(hex)[0] ?? 0;
      expect(escPosStatus(answers).condition).toBe(meaning.condition);
    },
  );

  const rejected = replies.filter((v) => v.meaning.rejected).map(({ hex }) => bytesOf(hex)[0] ?? 0);
  const rejectsAll = (accepts: (byte: number) => boolean): boolean =>
    rejected.every((byte) => !accepts(byte));
  it('reject what is no status byte; accepting any byte would be found out (mutant)', () => {
    expect(rejected.length).toBeGreaterThan(4);
    expect(rejectsAll(isStatusByte)).toBe(true);
    expect(rejectsAll(() => true)).toBe(false);
    expect(rejectsAll((byte) => (byte & 0x12) === 0x12)).toBe(false);
    for (const byte of rejected) expect(escPosDialogue().feed(Uint8Array.of(byte))).toBeNull();
  });

  it('are asked for one after the other, each when the one before was answered', () => {
    const dialogue = escPosDialogue();
    const asked = [dialogue.opening];
    let turn: Turn<PrinterStatus> | null = null;
    for (const answer of [0x16, 0x12, 0x12, 0x1e]) {
      turn = dialogue.feed(Uint8Array.of(0x00, answer));
      if (turn?.kind === 'ask') asked.push(turn.bytes);
    }
    const requests = vectors.filter((v) => v.direction === 'request').map(({ hex }) => bytesOf(hex));
    expect(asked).toEqual(requests.slice(0, 4));
    expect(turn).toMatchObject({ result: { condition: 'warning' } });
    expect(escPosWorkedOff().opening).toEqual(requests[4]);
  });

  it('of the answer in turn are told from those at once', () => {
    for (const { hex, meaning, direction } of vectors)
      if (direction === 'reply')
        expect(escPosWorkedOff().feed(bytesOf(hex)) !== null, hex).toBe(
          meaning.command === 'GS r 1' || ((bytesOf(hex)[0] ?? 0) & 0x90) === 0,
        );
  });

  it('that stop in the middle are judged by what was said, and a cover open is not lost', () => {
    const dialogue = escPosDialogue();
    dialogue.feed(Uint8Array.of(0x1a));
    dialogue.feed(Uint8Array.of(0x16));
    expect(dialogue.silent()).toMatchObject({ result: { condition: 'open' } });
  });
});

describe('any bytes at all', () => {
  const dialogues: Record<string, () => Dialogue<PrinterStatus>> = {
    zpl: zplStatus,
    tspl: tsplStatus,
    'tspl, full': () => tsplStatus('if-silent', true),
    escpos: escPosDialogue,
  };

  it('are one state each of a TSPL byte, and at most one of four', () => {
    for (let byte = 0; byte < 256; byte++) isOneState(tsplByte(byte));
    fc.assert(
      fc.property(fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), (bytes) => {
        const status = tsplFull(bytes);
        if (status) isOneState(status);
      }),
    );
  });

  it('are one state of the four ESC/POS answers', () => {
    const answer = fc.option(fc.nat(255).map((byte) => (byte & 0x6c) | 0x12));
    fc.assert(
      fc.property(fc.tuple(answer, answer, answer, answer), (answers) => isOneState(escPosStatus(answers))),
    );
  });

  it.each(Object.keys(dialogues))(
    'bring a %s dialogue to exactly one state, in chunks and silences of any kind',
    (name) => {
      const chunk = fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.constant(null));
      fc.assert(
        fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
          const dialogue = dialogues[name]?.();
          if (!dialogue) throw new Error(name);
          let results = 0;
          for (const part of [...chunks, null, null, null, null, null]) {
            const turn = part === null ? dialogue.silent() : dialogue.feed(part);
            if (turn?.kind !== 'result') continue;
            isOneState(turn.result);
            results += 1;
            break;
          }
          expect(results).toBe(1);
        }),
      );
    },
  );
});
