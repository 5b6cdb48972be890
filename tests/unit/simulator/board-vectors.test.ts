import { afterAll, describe, expect, test } from 'vitest';
import { kerongCu16, kerongCu16c, kerongCu48 } from '#simulator/wire/kerong.ts';
import { LockBoard } from '#simulator/wire/lock-board.ts';
import { modbusInput, modbusRelay } from '#simulator/wire/modbus-relay.ts';
import { crcOf } from '#simulator/wire/modbus.ts';
import { wkly } from '#simulator/wire/wkly.ts';
import { boardOnBench, unitOnBench, type BoardBench } from '#tests/support/board-on-bench.ts';
import { vectorsOf, type Vector } from '#tests/support/vectors.ts';

interface Meaning {
  readonly type: string;
  readonly board?: number;
  readonly channel?: number;
  readonly channels?: number[];
  readonly input?: boolean | null;
  readonly inputs?: number;
  readonly set?: number[];
  readonly items?: number[] | null;
  readonly pushed?: number[];
  readonly failed?: number[];
  readonly status?: number;
  readonly count?: number;
  readonly ms?: number;
  readonly on?: boolean;
  readonly header?: string;
  readonly layout?: number;
  readonly function?: number;
  readonly code?: number;
}
interface Family {
  readonly name: string;
  /** Most channels of a board of this family. */
  readonly channels: number;
  make(spec: { address: number; channels: number }): BoardBench;
  /** What a request of each type makes the board do: channels with current, and how many frames it says. */
  readonly effects: Readonly<Record<string, (meaning: Meaning) => [number[], number]>>;
  /** The request that a reply of each type answers, as bytes; null: this firmware never says such a thing. */
  readonly asks: Readonly<Record<string, (meaning: Meaning) => number[] | null>>;
}

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const plain = (hex: string): string => hex.replaceAll(' ', '');
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const one = ({ channel = 0 }: Meaning): number[] => [channel];
const xored = (...frame: number[]): number[] => [...frame, frame.reduce((a, b) => a ^ b, 0)];
const summed = (...frame: number[]): number[] => [...frame, frame.reduce((a, b) => a + b, 0) & 0xff];
const crced = (...frame: number[]): number[] => [...frame, ...crcOf(frame)];
const ask = (command: number, { board = 0 }: Meaning, ...data: number[]): number[] =>
  xored(0x57, 0x4b, 0x4c, 0x59, 8 + data.length, board, command, ...data);
const newer = (command: number, { board = 0 }: Meaning, lock = 0): number[] =>
  summed(0x02, board, lock, command, 0x03);
const readInputs = ({ board = 1, inputs = 8, code }: Meaning): number[] =>
  crced(board, 0x02, 0, 0, 0, code === undefined ? Math.min(inputs, 50) : 200);

const families: readonly Family[] = [
  {
    name: 'wkly',
    channels: 24,
    make: (spec) => boardOnBench(wkly, spec),
    effects: {
      open: (m) => [one(m), 1],
      'read-one': () => [[], 1],
      'read-all': () => [[], 1],
      flash: () => [[], 1],
      'open-all': () => [upTo(24), 1],
      'open-together': ({ channels = [] }) => [channels, 1],
      'open-in-turn': ({ channels = [] }) => [channels, 1],
      'hold-on': (m) => [one(m), 1],
      'hold-off': () => [[], 1],
    },
    asks: {
      // A channel the board does not have is what it answers with "failed".
      'open-reply': (m) => (m.status === 255 ? null : ask(0x82, m, m.channel ?? 0)),
      'flash-reply': (m) => (m.status === 255 ? null : ask(0x81, m, m.channel ?? 0)),
      'read-one-reply': (m) => ask(0x83, m, m.channel ?? 0),
      'read-all-reply': (m) => (m.status === 255 ? null : ask(0x84, m)),
      'open-all-reply': (m) => ask(0x86, m),
      'open-together-reply': (m) => ask(0x80, m, 2, 1, 3),
      other: () => null,
    },
  },
  {
    name: 'kerong-cu16',
    channels: 16,
    make: (spec) => boardOnBench(kerongCu16, spec),
    effects: {
      open: (m) => [one(m), 0],
      'open-all': () => [upTo(16), 0],
      'read-all': () => [[], 1],
      'read-every-board': () => [[], 1],
      'set-pulse': () => [[], 1],
      'get-pulse': () => [[], 0],
    },
    asks: { 'read-all-reply': ({ board = 0 }) => summed(0x02, board << 4, 0x30, 0x03) },
  },
  {
    name: 'kerong-cu16c',
    channels: 16,
    make: (spec) => boardOnBench(kerongCu16c, spec),
    effects: {
      open: (m) => [one(m), 0],
      'read-all': () => [[], 1],
      'set-push-time': () => [[], 0],
    },
    asks: { 'read-all-reply': (m) => newer(0x70, m) },
  },
  {
    name: 'kerong-cu48',
    channels: 48,
    make: (spec) => boardOnBench(kerongCu48, spec),
    effects: {
      open: (m) => [one(m), 0],
      'open-all': () => [upTo(48), 0],
      'read-all': () => [[], 1],
    },
    asks: {
      'read-all-reply': (m) => newer(0x60, m),
      'open-ack': (m) => newer(0x61, m, (m.channel ?? 1) - 1),
    },
  },
  {
    name: 'modbus-relay',
    channels: 32,
    make: (spec) => unitOnBench(modbusRelay, spec),
    effects: {
      open: (m) => [one(m), 1],
      output: (m) => [m.on ? one(m) : [], 1],
      'all-off': () => [[], 1],
      'all-on': () => [upTo(32), 1],
      'flash-off': (m) => [one(m), 1],
      'read-relays': () => [[], 1],
      'read-all': () => [[], 1],
    },
    asks: {
      'open-reply': ({ board = 1, channel = 1, ms = 0 }) =>
        crced(board, 0x05, 0x02, channel - 1, 0, ms / 100),
      'all-off-reply': ({ board = 1 }) => crced(board, 0x05, 0, 0xff, 0, 0),
      'output-reply': ({ board = 1, channel = 1 }) => crced(board, 0x05, 0, channel - 1, 0xff, 0),
      'read-all-reply': readInputs,
      exception: (m) => {
        if (m.function === 2) return readInputs(m);
        return m.code === 2 ? crced(m.board ?? 1, 0x05, 0x02, 99, 0, 5) : null;
      },
    },
  },
  {
    name: 'modbus-input',
    channels: 50,
    make: (spec) => unitOnBench(modbusInput, spec),
    effects: { 'read-all': () => [[], 1] },
    asks: { 'read-all-reply': readInputs, exception: (m) => (m.code === 2 ? readInputs(m) : null) },
  },
];

let notSaid = 0;
let derived = 0;
afterAll(() => {
  console.log(`firmware: ${derived} of the vectors are derived, ${notSaid} replies are never said by it`);
});

describe.each(families)('the $name firmware', ({ name, channels, make, effects, asks }) => {
  const vectors = vectorsOf<Meaning>(name);
  derived += vectors.filter(({ provenance }) => provenance === 'derived').length;
  const of = (direction: Vector<Meaning>['direction']) => vectors.filter((v) => v.direction === direction);

  test.each(of('request'))('hears: $name', async ({ hex, meaning }) => {
    const { board, clock, pulsed, sent } = make({ address: meaning.board ?? 0, channels });
    board.receive(bytes(hex));
    await clock.advance(60_000);
    const [current, replies] = effects[meaning.type]?.(meaning) ?? expect.fail(`what is ${meaning.type}?`);
    expect([meaning.type === 'flash-off' ? current : pulsed, sent.length]).toEqual([current, replies]);
    expect(clock.pending).toBe(0);
  });

  test.each(of('request'))('is not meant by, and does not answer: $name, for another board', async (v) => {
    const { board, clock, pulsed, sent } = make({ address: ((v.meaning.board ?? 0) + 1) % 16, channels });
    board.receive(bytes(v.hex));
    await clock.advance(60_000);
    if (v.meaning.type !== 'read-every-board') expect([pulsed, sent]).toEqual([[], []]);
  });

  test.each(of('request'))(
    'does not take for whole: $name, with any one bit wrong',
    async ({ hex, meaning }) => {
      for (let bit = 0; bit < bytes(hex).length * 8; bit++) {
        const { board, clock, pulsed, sent } = make({ address: meaning.board ?? 0, channels });
        const wrong = Uint8Array.from(bytes(hex));
        wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        board.receive(wrong);
        await clock.advance(100);
        expect([bit, pulsed, sent]).toEqual([bit, [], []]);
      }
    },
  );

  test.each(of('reply'))('says: $name', async ({ hex, meaning }) => {
    const request = asks[meaning.type]?.(meaning);
    if (request === undefined) expect.fail(`what is ${meaning.type}?`);
    if (request === null) {
      notSaid += 1;
      return;
    }
    const has = name.startsWith('modbus') && meaning.type === 'exception' ? 8 : (meaning.inputs ?? channels);
    const bench = make({ address: meaning.board ?? 0, channels: Math.min(has, channels) });
    const { board, clock, set, items, pressed, sent } = bench;
    for (const channel of meaning.set ?? []) set.add(channel);
    for (const channel of meaning.items ?? []) items.add(channel);
    for (const channel of meaning.pushed ?? []) pressed.add(channel);
    if (meaning.input) set.add(meaning.channel ?? 0);
    if (board instanceof LockBoard) {
      board.otherLayout = meaning.header === '53' || meaning.layout === 12 || meaning.type === 'open-ack';
      for (const channel of meaning.failed ?? []) board.unreadable.add(channel);
      if (meaning.input === null) board.unreadable.add(meaning.channel ?? 0);
    }
    board.receive(Uint8Array.from(request));
    await clock.advance(60_000);
    expect(sent).toEqual([plain(hex)]);
  });

  const pushes = of('push');
  if (pushes.length > 0)
    test.each(pushes)('reports: $name', ({ hex, meaning }) => {
      const { board, set, sent } = make({ address: meaning.board ?? 0, channels });
      if (!meaning.input) set.add(meaning.channel ?? 0);
      if (board instanceof LockBoard) board.setPushes('on');
      if (meaning.input) set.add(meaning.channel ?? 0);
      else set.clear();
      board.inputsMayHaveChanged();
      board.inputsMayHaveChanged();
      expect(sent).toEqual([plain(hex)]);
    });
});
