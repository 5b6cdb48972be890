import bwip from 'bwip-js/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter } from '#controller/domain/docket-code.ts';
import { decode } from '#label-printer/decoding/decode.ts';
import { COMPARED, Evidence, provesItself } from '#label-printer/decoding/evidence.ts';
import type { Reading } from '#label-printer/decoding/reading.ts';
import { draw, mapPixels, scratched, type Picture } from '#tests/support/symbols/picture.ts';
import { flat } from '#tests/support/symbols/projection.ts';
import { randomOf } from '#tests/support/symbols/random.ts';

/** A PDF417 symbol of error correction level 0, noisy and scratched beyond repair. */
const hopeless = (seed: number): { readonly text: string; readonly picture: Picture } => {
  const random = randomOf(seed);
  const text = random.string('ABCDEFGHIJ0123456789', 12);
  const options = { bcid: 'pdf417', text, eclevel: 0, columns: 2, rowmult: 1 } as Parameters<
    typeof bwip.raw
  >[0];
  const [made] = bwip.raw(options) as unknown as [{ pixs: number[]; pixx: number; pixy: number }];
  const dark = Uint8Array.from(made.pixs);
  const modules = { columns: made.pixx, rows: made.pixy, dark, rowHeight: 3, quiet: 4 };
  const { size, toSymbol } = flat(modules, 3, random);
  const deviation = random.between(20, 110);
  const worn = scratched(draw(modules, size, toSymbol), random, random.whole(1, 6), random.between(2, 8));
  return { text, picture: mapPixels(worn, (grey) => 40 + grey * 0.7 + deviation * random.normal()) };
};
const reading = (text: string, more: Partial<Reading> = {}): Reading => ({
  ...{ symbology: 'PDF417', bytes: Buffer.from(text), margin: 0.2 },
  corners: [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ],
  ...more,
});

describe('a wrong reading', { timeout: 240_000 }, () => {
  it('of a symbol beyond repair is withheld; the mutant that needs no agreement hands it out', async () => {
    const wrong = async (agreeing?: number) => {
      let count = 0;
      for (const { text, picture } of [42, 111, 149].map(hopeless)) {
        const found = await decode(picture, { symbologies: ['PDF417'], ...(agreeing ? { agreeing } : {}) });
        count += found.filter((one) => one.text !== text).length;
      }
      return count;
    };
    expect(await wrong()).toBe(0);
    expect(await wrong(1)).toBeGreaterThan(0);
  });

  it('is outvoted only by two more passes than read it', () => {
    const evidence = new Evidence();
    evidence.add('a', 'changed', [reading('WRONG')]);
    evidence.add('b', 'changed', [reading('RIGHT')]);
    evidence.add('c', 'changed', [reading('RIGHT')]);
    expect(evidence.accepted()).toEqual([]);
    evidence.add('d', 'changed', [reading('RIGHT')]);
    expect(evidence.accepted().map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['RIGHT']);
  });

  it('is not confirmed by the same pass again, nor by one that read another place', () => {
    const evidence = new Evidence();
    evidence.add('a', 'changed', [reading('X')]);
    evidence.add('a', 'changed', [reading('X')]);
    evidence.add('b', 'changed', [
      reading('X', {
        corners: [
          [90, 90],
          [99, 99],
        ],
      }),
    ]);
    expect(evidence.accepted()).toEqual([]);
  });

  it('of PDF417 that used up its error correction counts for nothing, whoever agrees', () => {
    const evidence = new Evidence();
    for (const pass of ['a', 'b', 'c']) evidence.add(pass, 'changed', [reading('X', { margin: 0 })]);
    expect(evidence.accepted()).toEqual([]);
  });

  it('of an EAN-13 by both decoders waits for rows all over its bars', () => {
    const evidence = new Evidence();
    const one = reading('6957887254351', { symbology: 'EAN13', margin: null });
    for (const pass of ['zxing-cpp', 'zxing-js']) evidence.add(pass, 'untouched', [one]);
    expect(evidence.accepted()).toEqual([]);
    evidence.add('bars: all', 'changed', [one]);
    expect(evidence.accepted()).toHaveLength(1);
  });

  it('of an EAN-13 is believed by one decoder when the bars of the picture say the same, by them alone never', () => {
    const one = reading('6957887254351', { symbology: 'EAN13', margin: null });
    const evidence = new Evidence();
    evidence.add(COMPARED, 'untouched', [one]);
    expect(evidence.accepted()).toEqual([]);
    evidence.add('soft', 'changed', [one]);
    expect(evidence.accepted()).toHaveLength(1);
  });

  it('does not prove itself by a damaged record or a docket code with another check character', () => {
    const body = '0123456789ABCDE';
    const right = checkCharacter(body);
    const kind = { symbology: 'Code128', margin: null } as const;
    expect(provesItself(reading(`${body}${right}`, kind), 'changed')).toBe(true);
    const codes = new Evidence();
    for (const pass of ['a', 'b', 'c'])
      codes.add(pass, 'changed', [reading(`${body}${right === 'X' ? 'Y' : 'X'}`, kind)]);
    expect(codes.accepted()).toEqual([]);
    expect(provesItself(reading('GB0626-2005^SJ1^^^'), 'untouched')).toBe(false);
    const evidence = new Evidence();
    for (const pass of ['a', 'b', 'c']) evidence.add(pass, 'changed', [reading('GB0626-2005^SJ1^^^')]);
    expect(evidence.accepted()).toEqual([]);
  });
});

describe('any picture', { timeout: 240_000 }, () => {
  it('is decoded without an error, and holds no symbol when it is noise', async () => {
    const noise = fc.record({
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.integer({ min: 1, max: 60 }),
      seed: fc.integer(),
      levels: fc.constantFrom(2, 4, 256),
    });
    await fc.assert(
      fc.asyncProperty(noise, async ({ width, height, seed, levels }) => {
        const random = randomOf(seed);
        const pixels = Uint8Array.from(
          { length: width * height },
          () => (random.whole(0, levels - 1) * 255) / (levels - 1),
        );
        expect(await decode({ width, height, pixels })).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
