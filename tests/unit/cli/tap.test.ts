import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { echoMs, swallow } from '#controller/cli/doctor/run-tap.ts';
import { tapArguments, tapKnownCards } from '#controller/cli/doctor/tap.ts';
import type { CardReaderConfig } from '#controller/config-schema.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { benchSite } from '#tests/support/device-bench.ts';
import { listenerConfig } from '#tests/support/listening-stand.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { stxFrame } from '#simulator/wire/stx-reader.ts';
import { keyReports, typedNumber } from '#simulator/wire/keyboard-reader.ts';

const KEYS = { kind: 'card-reader/hid', format: '8H10D', byteOrder: 'msb-first' } as const;
/** What a reader of that format types, report by report. */
const typed = (format: '8H10D' | '6H8D' | 'hex', byteOrder: 'msb-first' | 'lsb-first', uid: string) =>
  keyReports(typedNumber({ format, byteOrder }, uid));

/** Somebody taps as asked: what each question gets from the reader, ms apart; then nothing. */
const tap = async (
  cards: readonly string[],
  answers: readonly (readonly Uint8Array[])[],
  { reader = KEYS, cut = false, stop = false }: { reader?: object; cut?: boolean; stop?: boolean } = {},
) => {
  const clock = new ManualClock();
  const config = listenerConfig({ ...reader }) as CardReaderConfig;
  const line = memoryPair(clock, 'tcp://stand');
  const control = new AbortController();
  const asked: string[] = [];
  const script = [...answers];
  const begun = clock.now();
  const working = tapKnownCards(
    {
      ...{ clock, signal: control.signal },
      say: (question) => {
        asked.push(question);
        if (!question.includes('hold card')) return;
        script.shift()?.forEach((bytes, at) => clock.after(50 + 8 * at, () => void line.far.write(bytes)));
        if (cut) clock.after(100, () => line.cut('unplugged'));
        if (stop) clock.after(100, () => control.abort());
      },
      openLink: () => ({ ok: true, opener: () => Promise.resolve({ ok: true, link: line.near }) }),
    },
    config,
    cards,
  ).then((tapped) => ({ ...tapped, took: clock.now() - begun }));
  await clock.advance(600_000);
  const { findings, took, ...more } = await working;
  expect(clock.pending).toBe(0);
  expect(await line.near.write(Uint8Array.of(0))).toMatchObject({ kind: 'not-sent' });
  return {
    ...more,
    ...{ asked, took },
    found: findings.map(({ state, found }) => `${state}: ${found}`),
    fixes: findings.map(({ fix }) => fix),
  };
};

describe('a known card held to a typing reader', () => {
  test('gives the two lines to write, and asks for no second card once it is clear', async () => {
    const done = await tap(['04:A1:B2:C3', '0040856634'], [typed('8H10D', 'lsb-first', '04A1B2C3')]);
    expect(done.found).toEqual([
      'ok: typed 3283263748: it writes 8H10D lsb-first; the configuration says 8H10D msb-first',
    ]);
    expect(done.changes).toEqual(['"format": "8H10D"', '"byteOrder": "lsb-first"']);
    expect(done.asked).toHaveLength(1);
  });

  test('that reads the same both ways is not enough: the next one settles it', async () => {
    const one = typed('8H10D', 'lsb-first', '04A1A104');
    const done = await tap(['04:A1:A1:04', '04:A1:B2:C3'], [one, typed('8H10D', 'lsb-first', '04A1B2C3')]);
    expect(done.asked[1]).toMatch(/typed 0077701380, which fits 8H10D msb-first and 8H10D lsb-first: one mo/);
    expect(done.asked[2]).toContain('hold card 04:A1:B2:C3');
    expect(done.changes).toEqual(['"format": "8H10D"', '"byteOrder": "lsb-first"']);

    const alone = await tap(['04:A1:A1:04'], [one]);
    expect(alone.found).toEqual([
      'warning: typed 0077701380, which fits 8H10D msb-first and 8H10D lsb-first',
    ]);
    expect(alone.fixes[0]).toContain('--number "04:A1:A1:04" --number …');
    expect(alone.profiles).toHaveLength(2);
    expect(alone.changes).toEqual([]);
  });

  test('that is still held does not pass for the second one', async () => {
    const one = typed('8H10D', 'lsb-first', '04A1A104');
    const done = await tap(['04:A1:A1:04', '04:A1:B2:C3'], [[...one, ...one, ...one]]);
    expect(done.found).toEqual(['wrong: card 04:A1:B2:C3 did not come, only the card before it']);
    expect(done.changes).toEqual([]);
  });

  test('with another number is told from a second card that contradicts the first', async () => {
    const wrong = await tap(['0040856635'], [typed('8H10D', 'msb-first', '01026F6C3A')]);
    expect(wrong.found[0]).toMatch(/^wrong: typed 0040856634 for card 0040856635: no format/);
    const [one, other] = ['04A1A104', '04A1B2C3'];
    const mixed = await tap(
      ['04:A1:A1:04', '04:A1:B2:C3'],
      [typed('8H10D', 'msb-first', one), typed('hex', 'msb-first', other)],
    );
    expect(mixed.found[0]).toMatch(/^wrong: typed 04A1B2C3 .* alone fits hex msb-first, but not with the/);
    expect([...wrong.changes, ...mixed.changes]).toEqual([]);
  });
});

describe('without a card', () => {
  const whole = typed('8H10D', 'msb-first', '01026F6C3A');
  test.each([
    ['nothing comes', [], KEYS, /no card came, nothing at all at tcp:/],
    ['numbers are cut off', whole.slice(0, 7), KEYS, /did not come; numbers cut off, .*: 1$/],
    ['it is no keyboard', [Uint8Array.of(0xff, 0xff, 0xff)], KEYS, /3 bytes at tcp:.* none of a card-reader/],
    [
      ...['a serial reader talks nonsense', [Uint8Array.of(2, 0xff, 9)]],
      ...[{ kind: 'card-reader/serial-stx' }, /3 bytes at serial:.* none of a card-reader\/serial-stx/],
    ],
  ] as const)('after a minute it says that %s', async (_, bytes, reader, found) => {
    const done = await tap(['0040856634'], [bytes], { reader });
    expect(done.found).toEqual([expect.stringMatching(found)]);
    expect(done.found[0]).toMatch(/^wrong/);
    expect(done.took).toBe(60_000);
  });

  test('it ends at once when somebody stops it, or the line goes away', async () => {
    const stopped = await tap(['0040856634'], [], { stop: true });
    expect(stopped).toMatchObject({ found: ['warning: stopped before card 0040856634 came'], took: 100 });
    const gone = await tap(['0040856634'], [], { cut: true });
    expect(gone.found).toEqual([expect.stringMatching(/^wrong: its line tcp:.* went away: unplugged/)]);
    expect(gone.took).toBe(100);
  });
});

test('a serial reader is asked for every card, and each printed number is compared with what it read', async () => {
  const frames = ['06008E6D5D', '0000040302'].map((uid) => [stxFrame(uid)]);
  const done = await tap(['0009334109', '111,27706'], frames, { reader: { kind: 'card-reader/serial-stx' } });
  expect(done.found).toEqual([
    "ok: read 06008E6D5D: 0009334109 is this card's number",
    "wrong: read 0000040302: 111,27706 is not this card's number",
  ]);
  expect(done.changes).toEqual([]);
});

describe('the arguments', () => {
  const site = benchSite({});
  const keys = listenerConfig({ ...KEYS });
  const read = (id: string, ...numbers: string[]) =>
    tapArguments({ ...site, devices: [...site.devices, keys] }, id, numbers);

  test.each(['0040856634', '07302202', '111,27706', '111 27706', '04:A1:B2:C3', '04a1b2c3', ' 01-02-03-04 '])(
    'take %j for a card number',
    (number) => {
      expect(read('stand', number)).toEqual({ reader: keys, cards: [number.trim()] });
    },
  );

  test.each<[RegExp, string, string[]]>([
    [/--tap board is no card reader; there are stand/, 'board', ['0040856634']],
    [/--number is missing/, 'stand', []],
    [/--number hello is no card number: write what is printed/, 'stand', ['0040856634', 'hello']],
    [/--number {2}is no card number/, 'stand', ['']],
    [/--number 123 is no card number/, 'stand', ['123']],
    [/--number 0040856634 stands twice/, 'stand', ['0040856634', ' 0040856634']],
  ])('are refused: %s', (message, id, numbers) => {
    expect(() => read(id, ...numbers)).toThrow(message);
  });
});

test('what the reader types into the terminal is not left to the shell, until the last of it came', async () => {
  const clock = new ManualClock();
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const over = swallow(terminal as unknown as NodeJS.ReadStream, clock);
  terminal.write('0040856634\n');
  const ended = over();
  await clock.advance(echoMs - 1);
  terminal.write('0040856634\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(terminal.readableLength).toBe(0);
  await clock.advance(1);
  await ended;
  expect(terminal.isPaused()).toBe(true);

  const script = Object.assign(new PassThrough(), { isTTY: false });
  script.write('next command\n');
  await swallow(script as unknown as NodeJS.ReadStream, clock)();
  expect(script.read()).toEqual(Buffer.from('next command\n'));
});
