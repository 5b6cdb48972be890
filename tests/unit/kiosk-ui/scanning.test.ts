import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { isDocketCode as isOurs, makeDocketCode } from '#controller/domain/docket-code.ts';
import { isDocketCode } from '../../../kiosk-ui/src/scanning/docket-check.ts';
import { textOf } from '../../../kiosk-ui/src/scanning/text-of.ts';

const alphabet = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const sixteen = fc.string({ unit: alphabet, minLength: 16, maxLength: 16 });
/** Whether a check agrees with the domain's on codes, near-codes and anything else. */
const agrees = (check: (text: string) => boolean): void =>
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 10, maxLength: 10 }).map(makeDocketCode),
      fc.nat(15),
      alphabet,
      fc.oneof(sixteen, fc.string()),
      (code, at, letter, other) => {
        for (const text of [code, code.slice(0, at) + letter + code.slice(at + 1), other])
          expect([text, check(text)]).toEqual([text, isOurs(text)]);
      },
    ),
  );

describe('the docket code’s check on the page', () => {
  test('is the domain’s', () => agrees(isDocketCode));
  test.each([
    ['looks at the form alone', (text: string) => /^[0-9A-Z]{16}$/.test(text)],
    ['reads it backwards', (text: string) => isDocketCode([...text].toReversed().join(''))],
  ])('planted mutant: one that %s differs', (_, mutant) => {
    expect(() => agrees(mutant)).toThrow(/seed/);
  });
});

/** As zxing-js hands on the bytes of a symbol in a browser. */
const byteByByte = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes);

describe('the text behind a symbol’s bytes', () => {
  test('is UTF-8 or GBK, whichever it was written in', () => {
    const title = '关于做好防汛工作的通知（某政办发〔2026〕12号）';
    expect(textOf(byteByByte(new TextEncoder().encode(title)))).toBe(title);
    expect(textOf(byteByByte(iconv.encode(title, 'gb18030')))).toBe(title);
  });
  test('is left as it is when it is no bytes', () => {
    for (const text of ['', 'BTFHGWKDKT1GEMNW', '已经是文字']) expect(textOf(text)).toBe(text);
  });
  test('never fails, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof textOf(byteByByte(bytes)) === 'string')));
});
