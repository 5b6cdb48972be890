import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Firmware } from '#simulator/line.ts';
import { bcc8a, PULSE_MS, READ_MS, SETTLE_MS } from '#simulator/wire/bcc8a.ts';
import { boardOnBench } from '#tests/support/board-on-bench.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly type: string;
  readonly board: number;
  readonly channel?: number;
  readonly channels?: number[];
  readonly seconds?: number;
  readonly input?: boolean;
  readonly set?: number[];
  readonly inputs?: number;
  readonly variant?: '81' | '82';
}
const vectors = vectorsOf<Meaning>('bcc8a');
const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const bench = (spec = { address: 1, channels: 24 }) => boardOnBench(bcc8a, spec);
const plain = (hex: string): string => hex.replaceAll(' ', '');

describe('the bcc8a board on the wire', () => {
  /** What each kind of request makes the board do: channels with current, and how many frames it says. */
  const all = Array.from({ length: 24 }, (_, i) => i + 1);
  const effects: Record<string, (meaning: Meaning) => { pulsed: number[]; replies: number }> = {
    open: ({ channel = 0 }) => ({ pulsed: [channel], replies: 1 }),
    'open-timed': ({ channel = 0 }) => ({ pulsed: [channel], replies: 1 }),
    'open-all': () => ({ pulsed: all, replies: 1 }),
    'open-several': ({ channels = [] }) => ({ pulsed: channels, replies: 0 }),
    'read-one': () => ({ pulsed: [], replies: 1 }),
    'read-all': () => ({ pulsed: [], replies: 1 }),
    'read-all-99': () => ({ pulsed: [], replies: 1 }),
    'hold-on': ({ channel = 0 }) => ({ pulsed: [channel], replies: 0 }),
    'hold-off': () => ({ pulsed: [], replies: 0 }),
    // Two sources disagree about its bytes: not imitated.
    'open-all-test': () => ({ pulsed: [], replies: 0 }),
  };

  test.each(vectors.filter((v) => v.direction === 'request'))('hears: $name', async ({ hex, meaning }) => {
    const { clock, board, pulsed, lengths, sent } = bench({ address: meaning.board, channels: 24 });
    board.receive(bytes(hex));
    await clock.advance(24 * (PULSE_MS + SETTLE_MS) + READ_MS);
    const effect = effects[meaning.type]?.(meaning);
    expect({ pulsed, replies: sent.length }).toEqual(effect);
    const ms = meaning.seconds === undefined ? PULSE_MS : meaning.seconds * 1000;
    expect(new Set(lengths)).toEqual(new Set(meaning.type === 'hold-on' ? [null] : pulsed.map(() => ms)));
    expect(clock.pending).toBe(0);
  });

  test.each(vectors.filter((v) => v.direction === 'reply'))('says: $name', async ({ hex, meaning }) => {
    const { clock, board, set, sent } = bench({ address: meaning.board, channels: meaning.inputs ?? 24 });
    for (const channel of meaning.set ?? []) set.add(channel);
    if (meaning.channel !== undefined && meaning.input) set.add(meaning.channel);
    const [head, command] = meaning.type === 'open-reply' ? [0x8a, 0x11] : [0x80, 0x33];
    const request = [head, meaning.board, meaning.channel ?? 0, command];
    board.receive(
      Uint8Array.of(
        ...request,
        request.reduce((sum, byte) => sum ^ byte),
      ),
    );
    await clock.advance(PULSE_MS + SETTLE_MS);
    expect(sent).toEqual([plain(hex)]);
  });

  test.each(vectors.filter((v) => v.direction === 'push'))('reports: $name', ({ hex, meaning }) => {
    const { board, set, sent } = bench();
    if (!meaning.input) set.add(meaning.channel ?? 0);
    board.setPushes(meaning.variant ?? '81');
    if (meaning.input) set.add(meaning.channel ?? 0);
    else set.clear();
    board.inputsMayHaveChanged();
    board.inputsMayHaveChanged();
    expect(sent).toEqual([plain(hex)]);
  });

  test('an open is answered only after the pulse, with the input as it is then', async () => {
    const { clock, board, set, sent } = bench();
    set.add(1);
    board.receive(bytes('8a0101119b'));
    await clock.advance(PULSE_MS + SETTLE_MS - 1);
    expect(sent).toEqual([]);
    set.delete(1);
    await clock.advance(1);
    expect(sent).toEqual(['8a0101008a']);
  });

  test('what arrives during a pulse waits for its end, in order', async () => {
    const { clock, board, pulsed, sent } = bench();
    board.receive(bytes('8a0101119b 80010033b2 8a01031199'));
    await clock.advance(PULSE_MS - 1);
    expect([pulsed, sent]).toEqual([[1], []]);
    await clock.advance(1000);
    expect(pulsed).toEqual([1, 3]);
    expect(sent).toEqual(['8a0101008a', '800100000033b2', '8a01030088']);
  });

  test('half a request is forgotten after a pause', async () => {
    const { clock, board, pulsed } = bench();
    board.receive(bytes('8a0101'));
    await clock.advance(60);
    board.receive(bytes('119b'));
    board.receive(bytes('8a01031199'));
    await clock.advance(1000);
    expect(pulsed).toEqual([3]);
  });

  test('a channel the board does not have is ignored', async () => {
    const { clock, board, pulsed, sent } = bench({ address: 1, channels: 8 });
    board.receive(bytes('8a0109 1193'));
    await clock.advance(1000);
    expect([pulsed, sent]).toEqual([[], []]);
  });
});

describe('what moves a bolt', () => {
  type Make = (spec: {
    address: number;
    channels: number;
  }) => ReturnType<typeof bench> & { firmware: Firmware };
  const honest: Make = (spec) => {
    const built = bench(spec);
    return { ...built, firmware: built.board };
  };
  /** Repairs the check and the address before the board sees them: a board that takes what is not for it. */
  const gullible: Make = (spec) => {
    const built = bench(spec);
    const firmware: Firmware = {
      receive: (chunk) => {
        const body = [...chunk.subarray(0, 4)];
        body[1] = spec.address;
        built.board.receive(
          Uint8Array.of(
            ...body,
            body.reduce((sum, byte) => sum ^ byte, 0),
          ),
        );
      },
    };
    return { ...built, firmware };
  };

  /** A bolt moves only for a frame that is, to the last bit, an open request for this board and an existing channel. */
  const onlyTrueRequests = (make: Make) =>
    fc.property(
      fc.constantFrom(0x8a, 0x80, 0x81, 0x90),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(0x11, 0x33, 0x10),
      fc.integer({ min: 0, max: 255 }),
      (head, address, channel, command, noise) => {
        const { firmware, pulsed } = make({ address: 1, channels: 24 });
        const right = head ^ address ^ channel ^ command;
        const check = noise < 128 ? right : noise;
        firmware.receive(Uint8Array.of(head, address, channel, command, check));
        const meant = head === 0x8a && address === 1 && command === 0x11 && check === right && channel <= 24;
        expect(pulsed).toEqual(meant ? [channel === 0 ? 1 : channel] : []);
      },
    );

  test('only a whole, true request for this board', () => {
    fc.assert(onlyTrueRequests(honest), { numRuns: 500 });
  });

  test('a gullible board is caught', () => {
    expect(fc.check(onlyTrueRequests(gullible), { numRuns: 500 }).failed).toBe(true);
  });

  test('any way a stream of requests is cut into chunks moves the same bolts', async () => {
    const stream = bytes('00ff 8a01011100 8a0101119b 8a02031199 8a01031199'.replaceAll(' ', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 30, maxLength: 30 }),
        async (sizes) => {
          const { board, clock, pulsed } = bench();
          for (let at = 0, i = 0; at < stream.length; at += sizes[i++] ?? 1)
            board.receive(stream.subarray(at, at + (sizes[i] ?? 1)));
          await clock.advance(2000);
          expect(pulsed).toEqual([1, 3]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
