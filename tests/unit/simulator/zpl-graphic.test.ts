import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16, graphicField } from '#simulator/wire/zpl/graphic.ts';
import { blankRaster, burn, isBlack, pngOf, type Raster } from '#simulator/wire/printing/raster.ts';

const BOX = 'ffff8001bffda005a005bffd8001ffff';
const Z64 = ':Z64:eJz7/7+Bcf/fBawLWPf/bWD8/x8AU8wJwQ==:B086';
const B64 = ':B64://+AAb/9oAWgBb/9gAH//w==:A2E8';
const bits = (parameters: string): string => {
  const graphic = graphicField(parameters);
  if ('aborted' in graphic) throw new Error(graphic.aborted);
  return Buffer.from(graphic.bitmap.bits).toString('hex');
};

describe('the graphic field', () => {
  test.each([
    ['digits', `A,16,16,2,${BOX.toUpperCase()}`],
    ['digits with line breaks', `A,16,16,2,FFFF8001\r\nBFFDA005\r\nA005BFFD8001FFFF`],
    ['compressed', `A,16,16,2,${Z64}`],
    ['base64', `A,16,16,2,${B64}`],
    ['repeat counts, row fills and copies', 'A,16,16,2,!8001BHFDA005:BHFD8001JF'],
  ])('reads %s', (_name, parameters) => expect(bits(parameters)).toBe(BOX));

  test.each([
    ['G', 'GF', 'f000'],
    ['Y', 'Y1', '1111'],
    ['hG', 'hG8', '8888'],
    [', ends a row', 'F,', 'f000'],
    ['! ends a row', '0!', '0fff'],
  ])('counts %s', (_name, data, row) => expect(bits(`A,2,2,2,${data}`)).toBe(row));

  test('g counts twenty: rows are filled on past their end', () => {
    expect(bits('A,12,12,2,gHF')).toBe(`${'f'.repeat(22)}00`);
  });

  test.each([
    ['a wrong check', `A,16,16,2,${Z64.replace('B086', 'B087')}`, /check is B087, should be B086/],
    ['one changed character', `A,16,16,2,${Z64.replace('eJz7', 'eJz8')}`, /check is B086/],
    ['an unknown encoding', 'A,16,16,2,:Q64:AAAA:0000', /not understood/],
    ['a letter that is no digit', 'A,16,16,2,FF*', /not understood/],
    ['binary kinds', 'B,16,16,2,xx', /kind B/],
    ['sizes that are none', 'A,x,y,0,FF', /not usable/],
    ['too little data', `A,900,900,2,${Z64}`, /has 16 bytes of 900/],
    [
      'data that does not inflate',
      `A,4,4,1,:Z64:AAAA:${crc16('AAAA').toString(16).padStart(4, '0')}`,
      /inflate/,
    ],
  ])('%s aborts the field', (_name, parameters, why) => {
    expect(graphicField(parameters)).toEqual({ aborted: expect.stringMatching(why) as string });
  });

  test('the check of the published vectors is theirs', () => {
    expect(crc16('eJz7/7+Bcf/fBawLWPf/bWD8/x8AU8wJwQ==').toString(16)).toBe('b086');
    expect(crc16('//+AAb/9oAWgBb/9gAH//w==').toString(16)).toBe('a2e8');
    expect(crc16('123456789').toString(16)).toBe('31c3');
  });

  test('whatever is compressed comes out again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (data) => {
        const base64 = deflateSync(data).toString('base64');
        const check = crc16(base64).toString(16).padStart(4, '0');
        expect(bits(`A,${data.length},${data.length},1,:Z64:${base64}:${check}`)).toBe(
          Buffer.from(data).toString('hex'),
        );
      }),
    );
  });
});

describe('dots on paper', () => {
  const dot: Raster = { width: 8, height: 1, bytesPerRow: 1, bits: Uint8Array.of(0x81) };

  test('a bitmap is burnt in at its place; what falls off is lost, what is black stays black', () => {
    const paper = blankRaster(10, 3);
    burn(paper, dot, 5, 1);
    burn(paper, dot, -7, 2);
    burn(paper, { ...dot, bits: Uint8Array.of(0) }, 5, 1);
    const black = [...Array(30).keys()].filter((i) => isBlack(paper, i % 10, Math.floor(i / 10)));
    expect(black).toEqual([15, 20]);
  });

  test('the picture has one bit a dot, black is 0, with the size and the resolution of the print', () => {
    const paper = blankRaster(10, 2);
    burn(paper, dot, 0, 0);
    const png = pngOf(paper, 203);
    expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([10, 2, 1, 0]);
    const density = png.indexOf('pHYs');
    expect(png.readUInt32BE(density + 4)).toBe(7992);
    const at = png.indexOf('IDAT');
    const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect([...rows]).toEqual([0, 0x7e, 0xff, 0, 0xff, 0xff]);
  });
});
