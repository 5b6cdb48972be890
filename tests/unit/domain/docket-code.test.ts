import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkCharacter,
  formatDocketCode,
  isDocketCode,
  makeDocketCode,
  readDocketCode,
} from '#controller/domain/docket-code.ts';

const VALUES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const entropy = fc.uint8Array({ minLength: 10, maxLength: 16 });
const code = entropy.map(makeDocketCode);

type Accepts = (text: string) => boolean;
/** Wrong texts that `accepts` takes for a code. */
const substitutionsMissed = (made: string, accepts: Accepts): string[] =>
  [...made].flatMap((was, at) =>
    [...VALUES]
      .filter((now) => now !== was)
      .map((now) => made.slice(0, at) + now + made.slice(at + 1))
      .filter(accepts),
  );
const swapsMissed = (made: string, accepts: Accepts): string[] =>
  [...made.slice(1)]
    .map((second, at) => made.slice(0, at) + second + (made[at] ?? '') + made.slice(at + 2))
    .filter((swapped) => swapped !== made && accepts(swapped));

describe('a docket code', () => {
  test('is 16 digits and capitals, none of them a look-alike', () => {
    fc.assert(fc.property(code, (made) => /^[0-9A-HJKMNP-TV-Z]{16}$/.test(made) && isDocketCode(made)));
  });

  test('ends with the check character of the published GRid example', () => {
    expect(checkCharacter('A12425GABC1234002')).toBe('M');
  });

  test('with any one character changed is no code', () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(substitutionsMissed(made, isDocketCode)).toEqual([]);
      }),
    );
  });

  test('with any two neighbours swapped is no code', () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(swapsMissed(made, isDocketCode)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same for the same entropy and another for another', () => {
    fc.assert(fc.property(entropy, (bytes) => makeDocketCode(bytes) === makeDocketCode(bytes.slice())));
    const made = new Set(
      Array.from({ length: 5000 }, (_, i) =>
        makeDocketCode(new Uint8Array(new Uint32Array([i, 0, 0]).buffer)),
      ),
    );
    expect(made.size).toBe(5000);
  });

  test('needs ten bytes of entropy and says so', () => {
    expect(() => makeDocketCode(new Uint8Array(9))).toThrow(/9 bytes.*at least 10/);
  });

  test.each([
    '',
    'A',
    ' '.repeat(16),
    'abcdefghijklmnop',
    '０１２３４５６７８９ＡＢＣＤＥＦ',
    'A'.repeat(1_000_000),
  ])('is never something else (%#)', (text) => expect(isDocketCode(text)).toBe(false));

  test('is no code with a line end after it', () => {
    const made = makeDocketCode(new Uint8Array(10));
    expect([`${made}\n`, `\n${made}`, `${made}0`].some(isDocketCode)).toBe(false);
  });
});

describe('a docket code typed by a person', () => {
  test('is read from groups of four, small letters, and O, I, L for 0 and 1', () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(formatDocketCode(made)).toMatch(/^(.{4} ){3}.{4}$/);
        expect(readDocketCode(formatDocketCode(made))).toBe(made);
        const sloppy = formatDocketCode(made).toLowerCase().replaceAll(' ', '-');
        expect(readDocketCode(sloppy.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(made);
      }),
    );
  });

  test('is nothing when a character is wrong', () => {
    const made = makeDocketCode(new Uint8Array(10).fill(7));
    expect(readDocketCode(made.slice(0, 15) + (made.endsWith('2') ? '3' : '2'))).toBeNull();
    expect(readDocketCode(`${made} ${'-'.repeat(100)}`)).toBeNull();
  });
});

describe('planted mutants', () => {
  /** Sum instead of product: blind to every swap. */
  const plainSum: Accepts = (text) =>
    /^[0-9A-Z]{16}$/.test(text) && [...text].reduce((sum, c) => sum + VALUES.indexOf(c), 0) % 36 === 1;
  /** Each character counts mod 18 only: blind to half of the substitutions it should catch. */
  const halved: Accepts = (text) =>
    isDocketCode(text) || isDocketCode(text.replace(/[I-Z]/, (c) => VALUES[VALUES.indexOf(c) - 18] ?? c));

  test('a plain sum misses swaps', () => {
    const body = '7K3D0Q9M2B5C8XY';
    const last = [...VALUES].find((c) => plainSum(body + c)) ?? '';
    expect(swapsMissed(body + last, plainSum).length).toBeGreaterThan(0);
  });

  test('a check that folds letters misses substitutions', () => {
    const made = makeDocketCode(new Uint8Array(10).fill(9));
    expect(substitutionsMissed(made, halved).length).toBeGreaterThan(0);
  });

  test('the bare standard, without refusing blind pairs, misses a swap somewhere', () => {
    const blind = Array.from({ length: 2000 }, (_, i) => `7K3D${String(i).padStart(11, '0')}`)
      .map((body) => body + checkCharacter(body))
      .filter((made) => swapsMissed(made, isDocketCode).length > 0);
    expect(blind.length).toBeGreaterThan(0);
  });
});
