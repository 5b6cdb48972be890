import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBadge, makeBadge, readBadge } from '#controller/commands/badge.ts';
import { isDocketCode } from '#controller/domain/docket-code.ts';

const key = new Uint8Array(32).fill(1);
const number = fc.stringMatching(/^[0-9A-Za-z]{1,20}$/);
const serial = fc.integer({ min: 1, max: 65_535 });

describe('a badge code', () => {
  it('carries number and serial in digits and capitals, and is no docket code', () => {
    fc.assert(
      fc.property(number, serial, (who, nth) => {
        const text = makeBadge(key, who, nth);
        expect(text).toMatch(/^[0-9A-Z]{35,66}$/);
        expect(isBadge(text)).toBe(true);
        expect(isDocketCode(text)).toBe(false);
        expect(readBadge(key, text)).toEqual({ number: who, serial: nth });
      }),
    );
  });

  it('changed in any one character is none', () => {
    const other = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    fc.assert(
      fc.property(number, serial, fc.nat(), other, (who, nth, at, character) => {
        const text = makeBadge(key, who, nth);
        const i = at % text.length;
        fc.pre(text[i] !== character);
        expect(readBadge(key, text.slice(0, i) + character + text.slice(i + 1))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('made with another key, or at home, is none', () => {
    const foreign = makeBadge(new Uint8Array(32).fill(2), '1001', 1);
    expect(isBadge(foreign)).toBe(true);
    expect(readBadge(key, foreign)).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => readBadge(key, `DXB1${text}`) === undefined),
    );
  });
});
