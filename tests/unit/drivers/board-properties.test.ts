import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ask } from '#drivers/exchange-machine.ts';
import { dialects, everyFrame } from '#tests/support/board-dialects.ts';
import { boardKinds, boardStand, type BoardKind, type BoardStand } from '#tests/support/board-stand.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

type Alter = (ask: Ask<unknown>) => Ask<unknown>;
const channel = 3;
/** A stand whose simulated board is off the line: the test itself says what comes in. */
const played = (kind: BoardKind, alter: Alter = (ask) => ask): BoardStand => {
  const stand = boardStand(kind);
  stand.line.cut = true;
  const { ask } = stand.bus;
  stand.bus.ask = (given) => ask(alter(given as Ask<unknown>)) as ReturnType<typeof ask<never>>;
  return stand;
};
/** Plays bytes in chunks of the given sizes with short pauses, while a call is under way. */
const answered = async <R>(
  stand: BoardStand,
  call: Promise<R>,
  bytes: Uint8Array,
  sizes: readonly number[],
): Promise<R> => {
  await stand.clock.advance(5);
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    await stand.pair.far.write(bytes.slice(at, at + size));
    await stand.clock.advance(size % 7);
    at += size;
  }
  const result = await stand.settled(call, 4000);
  expect(stand.clock.pending).toBe(0);
  return result;
};
/** What the simulated board truly answers, with these doors open. */
const trueReply = async (
  kind: BoardKind,
  call: (stand: BoardStand) => Promise<unknown>,
  open: readonly number[] = [],
): Promise<Uint8Array> => {
  const stand = boardStand(kind);
  open.forEach((each) => stand.open.add(each));
  await stand.settled(call(stand));
  return Uint8Array.from(Buffer.from(stand.replies[0] ?? '', 'hex'));
};

const sizes = fc.array(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 6 });
const noise = fc.uint8Array({ maxLength: 12 });
const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const bitOf = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === (at >> 3) % bytes.length ? byte ^ (1 << (at & 7)) : byte));

/** Frames of any family that say nothing of this board and channel: others' answers, requests, reports. */
const strangersTo = (kind: BoardKind): Uint8Array[] =>
  everyFrame.filter((bytes) =>
    dialects[kind]
      .dissect(bytes, true)
      .every(
        (piece) =>
          piece.kind === 'noise' ||
          piece.board !== dialects[kind].board ||
          piece.kind === 'push' ||
          piece.kind === 'other' ||
          (piece.kind === 'open-reply' && piece.channel !== channel),
      ),
  );

/** Nothing that is no answer of this board for this channel makes an open, or a reading. */
const nothingClaimed = (kind: BoardKind, alter?: Alter) => {
  const stand = boardStand(kind);
  void stand.driver.open(channel);
  const echo = Uint8Array.from(Buffer.from(stand.requests[0] ?? '', 'hex'));
  const strange = fc.oneof(fc.constantFrom(...strangersTo(kind)), fc.constant(echo));
  return fc.asyncProperty(fc.array(strange, { maxLength: 6 }), sizes, async (frames, cuts) => {
    const opening = played(kind, alter);
    const reply = await answered(opening, opening.driver.open(channel), joined(frames), cuts);
    expect(reply.kind).toBe('unknown');
    const reading = played(kind, alter);
    const read = await answered(reading, reading.driver.readAll(), joined(frames), cuts);
    expect(['silent', 'garbled']).toContain(read.kind);
  });
};
/** One flipped bit in a true answer, and it is none. */
const flipsAreSeen = (kind: BoardKind, open: Uint8Array, reading: Uint8Array, alter?: Alter) =>
  fc.asyncProperty(fc.nat(300), sizes, async (at, cuts) => {
    const opening = played(kind, alter);
    const reply = await answered(opening, opening.driver.open(channel), bitOf(open, at), cuts);
    expect(reply.kind).toBe('unknown');
    const stand = played(kind, alter);
    const read = await answered(stand, stand.driver.readAll(), bitOf(reading, at), cuts);
    expect(read.kind).toBe('garbled');
  });
/** What is read is what was sent, however it is cut and whatever frames of others stand around it. */
const readIsTrue = (kind: BoardKind, replies: ReadonlyMap<string, Uint8Array>, alter?: Alter) => {
  const strange = fc.constantFrom(...strangersTo(kind).filter((bytes) => whole(kind, bytes)));
  return fc.asyncProperty(
    fc.constantFrom(...replies.keys()),
    fc.array(strange, { maxLength: 2 }),
    fc.array(strange, { maxLength: 2 }),
    sizes,
    async (open, before, after, cuts) => {
      const stand = played(kind, alter);
      const frame = replies.get(open) ?? new Uint8Array();
      const read = await answered(stand, stand.driver.readAll(), joined([...before, frame, ...after]), cuts);
      expect(read.kind).toBe('inputs');
      const shown = read.kind === 'inputs' ? read.inputs.slice(0, stand.config.channels) : [];
      expect(shown.flatMap((set, i) => (set ? [] : [i + 1])).join(' ')).toBe(open);
    },
  );
};
/** A frame the family knows, from the first byte to the last: no noise that could swallow its neighbour. */
const whole = (kind: BoardKind, bytes: Uint8Array): boolean => {
  const pieces = dialects[kind].dissect(bytes, true);
  return pieces.length === 1 && pieces[0]?.kind !== 'noise';
};

const careless: Alter = (ask) => ({
  ...ask,
  read(received, moment) {
    for (let last = 0; last < 256 && received.length > 0; last += 1) {
      const found = ask.read(received.with(received.length - 1, last), moment);
      if (found) return found;
    }
    return ask.read(received, moment);
  },
});
/** Hears no addresses: every board is this one. */
const deafToAddresses =
  (kind: BoardKind): Alter =>
  (ask) => ({
    ...ask,
    read(received, moment) {
      for (const piece of dialects[kind].dissect(received, true))
        if (piece.kind === 'inputs' || piece.kind === 'open-reply')
          return { reply: { ...piece, kind: 'input', raw: '', unknown: [] }, rest: new Uint8Array() };
      return ask.read(received, moment);
    },
  });

describe.each(boardKinds)('%s: whatever comes in, nothing is claimed that did not happen', (kind) => {
  it('frames of others, reports, requests and echoes in any chunks are no answer', async () => {
    await fc.assert(nothingClaimed(kind), { numRuns: 60 });
  });

  it('one flipped bit in an answer, and it is none', async () => {
    const open = await trueReply(kind, (stand) => stand.driver.open(channel));
    const reading = await trueReply(kind, (stand) => stand.driver.readAll(), [channel]);
    await fc.assert(flipsAreSeen(kind, open.length > 0 ? open : reading, reading), { numRuns: 60 });
    await expect(
      fc.assert(flipsAreSeen(kind, open.length > 0 ? open : reading, reading, careless), {
        seed: MUTANT_SEED,
        numRuns: 400,
        examples: [[(reading.length - 1) * 8, [40]]],
      }),
      'planted mutant: the check is not looked at',
    ).rejects.toThrow('Property failed');
  });

  it('a reading is what the board sent, in any chunks, among frames of others', async () => {
    const replies = new Map<string, Uint8Array>();
    for (const open of [[], [1], [8], [2, 3], [1, 2, 3, 4, 5, 6, 7, 8]])
      replies.set(open.join(' '), await trueReply(kind, (stand) => stand.driver.readAll(), open));
    await fc.assert(readIsTrue(kind, replies), { numRuns: 80 });
    const turned: Alter = (ask) => ({
      ...ask,
      read(received, moment) {
        const found = ask.read(received, moment) as {
          reply: { inputs?: boolean[] };
          rest: Uint8Array;
        } | null;
        const { inputs } = found?.reply ?? {};
        return found && inputs ? { ...found, reply: { ...found.reply, inputs: inputs.toReversed() } } : found;
      },
    });
    await expect(
      fc.assert(readIsTrue(kind, replies, turned), { seed: MUTANT_SEED, numRuns: 80 }),
      'planted mutant: channels from the wrong end',
    ).rejects.toThrow('Property failed');
  });

  it('planted mutant: a driver that hears no addresses is caught', async () => {
    await expect(
      fc.assert(nothingClaimed(kind, deafToAddresses(kind)), { seed: MUTANT_SEED, numRuns: 400 }),
    ).rejects.toThrow('Property failed');
  });

  it('every byte that came in is in exactly one piece', () => {
    const parts = fc.array(fc.oneof(noise, fc.constantFrom(...everyFrame)), { maxLength: 8 });
    fc.assert(
      fc.property(parts, fc.boolean(), (frames, over) => {
        const bytes = joined(frames);
        const pieces = dialects[kind].dissect(bytes, over);
        expect(pieces.flatMap((piece) => [...piece.bytes])).toEqual([...bytes]);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the answer after noise, and counts to the byte what it threw away', async () => {
    const reading = await trueReply(kind, (stand) => stand.driver.readAll(), [channel]);
    /** Bytes that begin no frame of any family. */
    const plain = fc.array(fc.constantFrom(0x00, 0x7f, 0xaa, 0xff, 0x0d), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(plain, plain, sizes, async (before, after, cuts) => {
        const stand = played(kind);
        const wire = joined([Uint8Array.from(before), reading, Uint8Array.from(after)]);
        const read = await answered(stand, stand.driver.readAll(), wire, cuts);
        expect(read.kind).toBe('inputs');
        expect(stand.driver.counters()['noiseBytes']).toBe(before.length + after.length);
      }),
      { numRuns: 40 },
    );
  });
});
