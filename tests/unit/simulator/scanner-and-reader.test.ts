import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { emFrame, REPEAT_MS } from '#simulator/wire/em-reader.ts';
import { scannerFrame } from '#simulator/wire/scanner.ts';
import { smallSimulator, type SmallSimulator } from '#tests/support/small-site.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface ScannerMeaning {
  readonly setting: { prefix: 'none' | 'STX'; suffix: 'CR' | 'LF' | 'CRLF' | 'ETX' | 'none'; aim: boolean };
  readonly scans: { text: string | null; hex: string; aim: string | null }[];
  readonly discards: unknown[];
}
interface CardMeaning {
  readonly cards: string[];
  readonly discardedBytes: number;
}
const plain = (hex: string): string => hex.replaceAll(' ', '').toLowerCase();

describe('the serial scanner', () => {
  const whole = vectorsOf<ScannerMeaning>('scanner-serial').filter(
    ({ meaning, name }) =>
      meaning.discards.length === 0 && !/set to CR LF read with suffix CR|split by/.test(name),
  );

  test('there are vectors to send', () => expect(whole.length).toBeGreaterThanOrEqual(12));

  test.each(whole)('sends: $name', ({ hex, meaning }) => {
    const spec = { id: 's', kind: 'scanner/serial' as const, link: 'serial:/x', ...meaning.setting };
    const sent = meaning.scans.map((scan) =>
      scannerFrame(spec, { hex: scan.hex, ...(scan.aim === null ? {} : { aim: `]${scan.aim}` }) }),
    );
    expect(Buffer.concat(sent).toString('hex')).toBe(plain(hex));
  });

  test.each([
    ['utf8', 'e5bab72e'],
    ['gbk', 'bfb52e'],
    ['gb18030', 'bfb52e'],
  ] as const)('writes Chinese text as %s', (encoding, hex) => {
    const spec = {
      id: 's',
      kind: 'scanner/serial' as const,
      link: '',
      prefix: 'none',
      suffix: 'none',
      aim: false,
    } as const;
    expect(Buffer.from(scannerFrame(spec, { text: '康.', encoding })).toString('hex')).toBe(hex);
  });
});

describe('the card reader', () => {
  let site: SmallSimulator;
  beforeEach(() => (site = smallSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test.each(vectorsOf<CardMeaning>('serial-em').filter(({ name }) => /^card /.test(name)))(
    'sends: $name',
    ({ hex, meaning }) => {
      expect(Buffer.from(emFrame(meaning.cards[0] ?? '')).toString('hex')).toBe(plain(hex));
    },
  );

  test('repeats its frame while the card is held, and falls silent when it is gone', async () => {
    await perform(site.sim, 'swipe', { device: 'reader', uid: '100086f444', holdMs: 4 * REPEAT_MS });
    await site.clock.advance(10_000);
    expect(site.heard('reader')).toEqual(Array(5).fill('023130303038364634343432' + '3603'));
  });

  test('another card takes the place of the first', async () => {
    await perform(site.sim, 'swipe', { device: 'reader', uid: '100086f444', holdMs: 60 });
    await perform(site.sim, 'swipe', { device: 'reader', uid: '01026f6c3a', holdMs: 60 });
    await site.clock.advance(1000);
    expect(site.heard('reader')).toHaveLength(2);
    expect(site.heard('reader')[1]).toBe(Buffer.from(emFrame('01026F6C3A')).toString('hex'));
  });
});
