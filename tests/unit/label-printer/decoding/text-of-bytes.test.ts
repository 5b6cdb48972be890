import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { bytesOfWindows1252, textOf } from '#label-printer/decoding/text.ts';

describe('the text of a symbol', () => {
  it('is read from GBK, from UTF-8 and from neither', () => {
    const text = '某市人民政府办公室〔2026〕12号';
    expect(textOf(iconv.encode(text, 'gbk'))).toBe(text);
    expect(textOf(Buffer.from(text))).toBe(text);
    expect(textOf(Uint8Array.of(0xff, 0x41))).toBe('ÿA');
  });

  it('gives its bytes back from what a decoder made of them as windows-1252', () => {
    const decoder = new TextDecoder('windows-1252');
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOfWindows1252(decoder.decode(bytes))).toEqual(bytes);
      }),
    );
    expect(bytesOfWindows1252('公')).toBeNull();
  });
});
