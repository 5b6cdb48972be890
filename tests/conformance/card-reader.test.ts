import { describe, expect, it } from 'vitest';
import { typingMs } from '#drivers/card-readers/typist.ts';
import { listenerConfig, namedListener, readerStand, realListener } from '#tests/support/listening-stand.ts';
import { wireFault } from '#simulator/faults.ts';
import { until } from '#tests/support/until.ts';

const formats = ['8H10D', '6H8D', '2H4H', 'hex'] as const;
const orders = ['msb-first', 'lsb-first'] as const;
/** Every kind, and every way a typing reader can be set. */
const subjects = [
  { kind: 'card-reader/serial-em' },
  { kind: 'card-reader/serial-stx' },
  ...formats.flatMap((format) => orders.map((byteOrder) => ({ kind: 'card-reader/hid', format, byteOrder }))),
].map((settings) => ({ settings, name: Object.values(settings).join(' ') }));

describe.each(subjects)('$name: driver and simulated reader', ({ settings }) => {
  const [one, other] = ['01026F6C3A', '0A04A1B2C3'];
  /** As much of a card as this reader tells, the most significant byte first. */
  const told = (card: string): string => {
    if (!('format' in settings) || settings.format === 'hex') return card;
    const digits = settings.format === '8H10D' ? 8 : 6;
    return settings.byteOrder === 'msb-first' ? card.slice(-digits) : card.slice(0, digits);
  };
  const over = async ({ clock, detach }: ReturnType<typeof readerStand>): Promise<void> => {
    detach();
    await clock.advance(10_000);
    expect(clock.pending).toBe(0);
  };

  it('reports a card once while it is held, and again after it was away', async () => {
    const stand = readerStand(settings);
    stand.firmware.hold(one, 3000);
    await stand.clock.advance(6000);
    expect(stand.cards).toEqual([told(one)]);
    stand.firmware.hold(one, 500);
    await stand.clock.advance(3000);
    expect(stand.cards).toEqual([told(one), told(one)]);
    await over(stand);
  });

  it('reports another card at once', async () => {
    const stand = readerStand(settings);
    stand.firmware.hold(one, 100);
    await stand.clock.advance(400);
    stand.firmware.hold(other, 100);
    await stand.clock.advance(1000);
    expect(stand.cards).toEqual([told(one), told(other)]);
    await over(stand);
  });

  it('arriving byte by byte it is the same card', async () => {
    const stand = readerStand(settings);
    stand.line.faults.set(wireFault.parse({ name: 'split', size: 1, gapMs: 1 }));
    stand.firmware.hold(one, 100);
    await stand.clock.advance(6000);
    expect(stand.cards).toEqual([told(one)]);
    await over(stand);
  });

  it.each([
    ['lost', { name: 'silent' }],
    ['cut short', { name: 'truncated', bytes: 3 }],
    ['with a flipped bit', { name: 'flipped-bit', byte: 2, bit: 3 }],
    ['at another speed', { name: 'wrong-baud' }],
    ['upside down', { name: 'swapped-ab' }],
  ] as const)('%s, it is never a card', async (_, fault) => {
    const stand = readerStand(settings);
    stand.line.faults.set(wireFault.parse(fault));
    stand.firmware.hold(one, 300);
    await stand.clock.advance(6000);
    expect(stand.cards).toEqual([]);
    await over(stand);
  });

  it('after noise, the next tap is read, and what was thrown away is counted', async () => {
    const stand = readerStand(settings);
    stand.line.faults.set(wireFault.parse({ name: 'garbage', where: 'before', hex: 'ff 02 5a', count: 1 }));
    stand.firmware.hold(one, 100);
    await stand.clock.advance(3000 + typingMs);
    stand.firmware.hold(other, 100);
    await stand.clock.advance(3000);
    expect(stand.cards.at(-1)).toBe(told(other));
    expect(stand.driver.counters()['discardedBytes']).toBeGreaterThanOrEqual(3);
    await over(stand);
  });
});

const named = namedListener(process.env['DOCKETBOX_CARD_READER']);
describe.skipIf(named === null)(
  'hardware: DOCKETBOX_CARD_READER="card-reader/hid@hid:ffff:0035 format=8H10D" names none',
  { timeout: 120_000 },
  () => {
    it('reads a card that somebody holds to it within a minute', async () => {
      const { seen, end } = await realListener(named ?? listenerConfig({ kind: 'card-reader/serial-em' }));
      try {
        await until('a card was read', () => seen.length > 0, 60_000);
        expect(seen[0]).toMatch(/^([0-9A-F]{2}){3,10}$/);
      } finally {
        await end();
      }
    });
  },
);
