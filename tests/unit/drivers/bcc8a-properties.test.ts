import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigOf } from '#controller/config-schema.ts';
import type { OpenReply, ReadReply } from '#controller/ports/locks.ts';
import { createBus } from '#drivers/exchange.ts';
import type { Ask } from '#drivers/exchange-machine.ts';
import { xorOf } from '#drivers/framing/bytes.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { bcc8aBoard } from '#drivers/lock-boards/bcc8a/board.ts';
import { dissect } from '#drivers/lock-boards/bcc8a/frames.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const config: ConfigOf<'lock-board/bcc8a'> = {
  ...{ id: 'b', kind: 'lock-board/bcc8a', link: 'serial:/x', address: 1, channels: 24 },
  ...{ feedback: 'closed_when_set', echo: false, restMs: 1500, pulsesPerMinute: 10, supply: 'main', map: {} },
  disabled: [],
};
const check = (...body: number[]): number[] => [...body, xorOf(Uint8Array.from(body))];
/** Pieces of what comes in, with pauses in ms before each. */
type Wire = readonly { readonly pauseMs: number; readonly bytes: readonly number[] }[];

/** A board driver whose asks may be tampered with: planted mutants. */
const answerTo = async <R>(
  what: (board: ReturnType<typeof bcc8aBoard>) => Promise<R>,
  wire: Wire,
  tamper: (ask: Ask<unknown>) => Ask<unknown> = (ask) => ask,
): Promise<R> => {
  const clock = new ManualClock();
  const pair = memoryPair(clock);
  const bus = createBus(clock, { gapMs: 30, silenceMs: 20, echo: false });
  const ask = bus.ask;
  bus.ask = (given) => ask(tamper(given as Ask<unknown>)) as ReturnType<typeof ask<never>>;
  const board = bcc8aBoard(config, bus, clock);
  bus.attach(pair.near);
  const answer = what(board);
  for (const { pauseMs, bytes } of wire) {
    await clock.advance(pauseMs);
    await pair.far.write(Uint8Array.from(bytes));
  }
  await clock.advance(2000);
  const result = await answer;
  expect(clock.pending).toBe(0);
  return result;
};

const byte = fc.integer({ min: 0, max: 255 });
const noise = fc.array(byte, { maxLength: 12 });
/** Frames that are no answer to opening channel 3 of board 1, and say nothing of it. */
const strange = fc.oneof(
  fc
    .tuple(fc.constantFrom(0x81, 0x82), fc.constant(1), byte, fc.constantFrom(0, 0x11))
    .map((f) => check(...f)),
  fc
    .tuple(
      fc.constant(0x8a),
      fc.constantFrom(1, 2, 9),
      fc.constantFrom(1, 2, 4, 24),
      fc.constantFrom(0, 0x11),
    )
    .map((f) => check(...f)),
  fc.tuple(byte, byte, byte).map((state) => check(0x80, 1, ...state, 0x33)),
  fc.constant(check(0x80, 1, 0, 0x33)),
);
const chunked = (frames: readonly (readonly number[])[], cuts: readonly number[]): Wire => {
  const all = frames.flat();
  const wire: { pauseMs: number; bytes: number[] }[] = [];
  for (let at = 0, i = 0; at < all.length; i += 1) {
    const size = cuts[i % Math.max(1, cuts.length)] ?? all.length;
    wire.push({ pauseMs: i === 0 ? 5 : size % 7, bytes: all.slice(at, at + size) });
    at += size;
  }
  return wire;
};
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const open = (board: ReturnType<typeof bcc8aBoard>): Promise<OpenReply> => board.open(3);
const read = (board: ReturnType<typeof bcc8aBoard>): Promise<ReadReply> => board.readAll();
const echo = check(0x8a, 1, 3, 0x11);

/** No open is ever claimed from what is no answer of this board for this channel. */
const neverOpened = (tamper?: (ask: Ask<unknown>) => Ask<unknown>) =>
  fc.asyncProperty(
    fc.array(fc.oneof(strange, fc.constant(echo)), { maxLength: 6 }),
    cuts,
    async (frames, sizes) => {
      const reply = await answerTo(open, chunked(frames, sizes), tamper);
      expect(['unknown']).toContain(reply.kind);
    },
  );

describe('whatever comes in, nothing is claimed that did not happen', () => {
  it('foreign frames, pushes, reads and echoes in any chunks never make an open', async () => {
    await fc.assert(neverOpened(), { numRuns: 150 });
  });

  it('planted mutant: an echo accepted as the answer is caught', async () => {
    const gullible = (ask: Ask<unknown>): Ask<unknown> => ({
      ...ask,
      read: (received, moment) => {
        const found = ask.read(received, 'late');
        return found
          ? { ...found, reply: { kind: 'input', input: false, raw: '' } }
          : ask.read(received, moment);
      },
    });
    await expect(fc.assert(neverOpened(gullible), { numRuns: 150 })).rejects.toThrow('Property failed');
  });

  it('one flipped bit in a reply never opens, and never moves a door', async () => {
    const bit = fc.tuple(fc.nat(4), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(bit, fc.constantFrom(0x00, 0x11), cuts, async ([at, shift], input, sizes) => {
        const frame = check(0x8a, 1, 3, input).map((b, i) => (i === at ? b ^ (1 << shift) : b));
        expect((await answerTo(open, chunked([frame], sizes))).kind).toBe('unknown');
      }),
      { numRuns: 80 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(byte, byte, byte),
        fc.tuple(fc.nat(6), fc.nat(7)),
        async (state, [at, shift]) => {
          const frame = check(0x80, 1, ...state, 0x33).map((b, i) => (i === at ? b ^ (1 << shift) : b));
          expect((await answerTo(read, chunked([frame], [20]))).kind).toBe('garbled');
        },
      ),
      { numRuns: 80 },
    );
  });

  /** The state read is the state sent, however it is cut and whatever stands around it; or nothing is said. */
  const readIsTrue = (tamper?: (ask: Ask<unknown>) => Ask<unknown>) =>
    fc.asyncProperty(
      fc.tuple(fc.constantFrom(0, 0x7e, 0xff, 0x33), fc.constantFrom(0, 0x11, 0x33, 0xff), byte),
      fc.array(
        strange.filter((f) => f[0] !== 0x80),
        { maxLength: 2 },
      ),
      cuts,
      async (state, around, sizes) => {
        const reply = await answerTo(
          read,
          chunked([...around, check(0x80, 1, ...state, 0x33), ...around], sizes),
          tamper,
        );
        const truth = [...state]
          .reverse()
          .flatMap((group) => Array.from({ length: 8 }, (_, b) => (group & (1 << b)) !== 0));
        expect(reply).toMatchObject({ kind: 'inputs', inputs: truth });
      },
    );
  it('a read says what the board sent, in any chunks, between pushes', async () => {
    await fc.assert(readIsTrue(), { numRuns: 200 });
  });

  it('planted mutant: groups taken lowest first are caught', async () => {
    const reversed = (ask: Ask<unknown>): Ask<unknown> => ({
      ...ask,
      read: (received, moment) => {
        const found = ask.read(received, moment) as { reply: { inputs: boolean[] }; rest: Uint8Array } | null;
        if (!found) return null;
        const { inputs } = found.reply;
        return {
          ...found,
          reply: {
            ...found.reply,
            inputs: [...inputs.slice(16), ...inputs.slice(8, 16), ...inputs.slice(0, 8)],
          },
        };
      },
    });
    await expect(fc.assert(readIsTrue(reversed), { numRuns: 200 })).rejects.toThrow('Property failed');
  });

  it('the prefix of a reply that passes the check by itself is not taken for it', async () => {
    const wire = [
      { pauseMs: 5, bytes: [0x80, 0x01, 0x7e, 0x00, 0xff] },
      { pauseMs: 15, bytes: [0x33, 0x33] },
    ];
    const reply = await answerTo(read, wire);
    expect(reply).toMatchObject({ kind: 'inputs', raw: '80017e00ff3333' });
  });

  it('every byte that came in is in exactly one piece', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, strange), { maxLength: 6 }), (parts) => {
        const bytes = Uint8Array.from(parts.flat());
        expect(dissect(bytes, 7).flatMap((piece) => [...piece.bytes])).toEqual([...bytes]);
      }),
    );
  });
});
