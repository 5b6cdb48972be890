import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardProfilesOf, uidOf, type CardProfile, type Tap } from '#drivers/card-readers/number-format.ts';

const profile = (name: string): CardProfile => {
  const [format, byteOrder] = name.split(' ') as [CardProfile['format'], CardProfile['byteOrder']];
  return { format, byteOrder };
};
const names = (taps: readonly Tap[]): string[] =>
  cardProfilesOf(taps).map(({ format, byteOrder }) => `${format} ${byteOrder}`);

describe('a known card held to a reader of unknown format', () => {
  it.each([
    ['0040856634', '0040856634', ['8H10D msb-first']],
    ['0077705923', '3283263748', ['8H10D lsb-first']],
    ['04:A1:B2:C3', '3283263748', ['8H10D lsb-first']],
    ['04 a1 b2 c3', '0077705923', ['8H10D msb-first']],
    ['04A1B2C3', 'C3B2A104', ['hex lsb-first']],
    ['111,27706', '0040856634', ['8H10D msb-first']],
    ['111 27706', '07302202', ['6H8D msb-first']],
    ['0040856634', '111,27706', ['2H4H msb-first']],
    ['01026F6C3A', '0040856634', ['8H10D msb-first']],
    ['0040856634', '01026F6C3A', ['hex msb-first']],
    ['01:02:03:04', '0016909060', ['8H10D msb-first']],
  ])('%s, which typed %s, gives %j', (known, typed, expected) => {
    expect(names([{ known, typed }])).toEqual(expected);
  });

  it('is told to be ambiguous when its bytes read the same both ways, and a second card settles it', () => {
    const first = { known: '04A1A104', typed: String(0x04a1a104).padStart(10, '0') };
    expect(names([first])).toEqual(['8H10D msb-first', '8H10D lsb-first']);
    expect(names([first, { known: '04A1B2C3', typed: '3283263748' }])).toEqual(['8H10D lsb-first']);
  });

  it('that is another card than was said gives nothing', () => {
    expect(names([{ known: '0040856635', typed: '0040856634' }])).toEqual([]);
    expect(names([{ known: 'no number', typed: '0040856634' }])).toEqual([]);
    expect(names([{ known: '0040856634', typed: '004085663' }])).toEqual([]);
  });

  const typedAs: Readonly<Record<CardProfile['format'], (bytes: readonly number[]) => string>> = {
    '8H10D': (bytes) => String(parseInt(hex(bytes), 16)).padStart(10, '0'),
    '6H8D': (bytes) => String(parseInt(hex(bytes.slice(1)), 16)).padStart(8, '0'),
    '2H4H': ([, b = 0, c = 0, d = 0]) =>
      `${String(b).padStart(3, '0')},${String(c * 256 + d).padStart(5, '0')}`,
    hex: (bytes) => hex(bytes),
  };
  const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex').toUpperCase();
  const profiles = (['8H10D', '6H8D', '2H4H', 'hex'] as const).flatMap((format) =>
    ['msb-first', 'lsb-first'].map((order) => `${format} ${order}`),
  );

  it.each(profiles)('finds %s for any card, whatever else it finds', (name) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        const sent = name.endsWith('lsb-first') ? [...bytes].reverse() : [...bytes];
        const typed = typedAs[profile(name).format](sent);
        const known = hex([...bytes]).replace(/..(?=.)/g, '$&:');
        expect(names([{ known, typed }])).toContain(name);
        const uid = uidOf(typed, profile(name)) ?? '';
        expect(uid.length).toBeGreaterThanOrEqual(6);
        expect(hex([...bytes])).toContain(uid);
      }),
    );
  });
});
