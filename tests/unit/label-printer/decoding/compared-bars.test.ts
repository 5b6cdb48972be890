import { describe, expect, it } from 'vitest';
import { barsAgree } from '#label-printer/decoding/compare-bars.ts';
import type { Reading } from '#label-printer/decoding/reading.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { corpus, type Sample } from '#tests/support/symbols/corpus.ts';
import { withBwip } from '#tests/support/symbols/modules.ts';
import { draw, type Picture } from '#tests/support/symbols/picture.ts';
import { flat } from '#tests/support/symbols/projection.ts';

const EACH = 3;
const samples = [...corpus(20_260_618, EACH, false, ['EAN13'])].filter(
  ({ condition }) => !['noisy', 'rotated'].includes(condition),
);
const checkDigit = (digits: string): string => {
  const sum = [...digits].reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
};
/** Some of the numbers that differ least: in one digit, and with it in the check digit. */
const neighbours = (number: string): string[] =>
  [1, 4, 7, 10].map((at) =>
    checkDigit(number.slice(0, at) + String((Number(number[at]) + 1) % 10) + number.slice(at + 1, 12)),
  );
const as = (reading: Reading, number: string): Reading => ({ ...reading, bytes: Buffer.from(number) });
/** What zxing-cpp reads in a picture that it reads rightly. */
const rightly = async ({ picture, bytes }: Sample): Promise<Reading | undefined> =>
  (await readWithZxingWasm(picture, ['EAN13'])).find((one) => Buffer.compare(one.bytes, bytes) === 0);

/** A picture with one column of the symbol's bars painted over. */
const withColumn = (picture: Picture, from: number, to: number, grey: number): Picture => ({
  ...picture,
  pixels: picture.pixels.map((pixel, i) =>
    i % picture.width >= from && i % picture.width < to ? grey : pixel,
  ),
});
/** 4 pixels a module, upright, the first bar at `left`. */
const clean = (
  number: string,
): { readonly picture: Picture; readonly left: number; readonly reading: Reading } => {
  const modules = withBwip('EAN13', Buffer.from(number));
  const { size, toSymbol } = flat(modules, 4);
  const [left, right, middle] = [4 * modules.quiet, 4 * (modules.quiet + 95), size.height / 2];
  return {
    ...{ picture: draw(modules, size, toSymbol), left },
    reading: {
      ...{ symbology: 'EAN13', bytes: Buffer.from(number), margin: null },
      corners: [
        [left, middle],
        [right, middle],
        [right, middle],
        [left, middle],
      ],
    },
  };
};

describe('the bars of a picture', { timeout: 240_000 }, () => {
  it('agree with a right reading of them, and with none of its neighbours; the mutant that lets places differ takes those', async () => {
    let [right, wrong, mutant] = [0, 0, 0];
    let read = 0;
    for (const sample of samples) {
      const reading = await rightly(sample);
      if (reading === undefined) continue;
      read++;
      if (barsAgree(sample.picture, reading)) right++;
      for (const number of neighbours(Buffer.from(sample.bytes).toString())) {
        if (barsAgree(sample.picture, as(reading, number))) wrong++;
        if (sample.condition === 'clean' && barsAgree(sample.picture, as(reading, number), 12)) mutant++;
      }
    }
    expect(read).toBeGreaterThan(8);
    expect(right).toBeGreaterThan(0.8 * read);
    expect(wrong).toBe(0);
    expect(mutant).toBeGreaterThan(0);
  });

  it('may lose one digit to a scratch along them that the check digit makes up for', () => {
    const number = '6960255098853';
    const { picture, left, reading } = clean(number);
    const digit = left + 4 * (50 + 7 * 2);
    expect(barsAgree(picture, reading)).toBe(true);
    const one = withColumn(picture, digit, digit + 16, 0);
    expect(barsAgree(one, reading)).toBe(true);
    expect(barsAgree(one, reading, 0)).toBe(false);
    const two = withColumn(one, left + 4 * 10, left + 4 * 17, 0);
    expect(barsAgree(two, reading)).toBe(false);
    expect(barsAgree(two, reading, 2)).toBe(true);
  });

  it('say nothing where the reading has no place, lies elsewhere, or is no EAN-13', () => {
    const { picture, reading } = clean('6960255098853');
    expect(barsAgree(picture, { ...reading, corners: [] })).toBe(false);
    expect(
      barsAgree(picture, {
        ...reading,
        corners: [
          [0, 0],
          [picture.width, 0],
          [picture.width, picture.height],
          [0, picture.height],
        ],
      }),
    ).toBe(false);
    expect(barsAgree(picture, { ...reading, symbology: 'Code128' })).toBe(false);
    expect(barsAgree(picture, as(reading, '6960255098854'))).toBe(false);
  });
});
