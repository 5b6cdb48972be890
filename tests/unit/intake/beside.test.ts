import { expect, it } from 'vitest';
import { likelyRegions } from '#label-printer/intake/likely-regions.ts';
import { readPage } from '#label-printer/intake/read-page.ts';
import type { Grey } from '#label-printer/decoding/grey.ts';
import { withBwip, type CorpusKind } from '#tests/support/symbols/modules.ts';
import { docketOf } from '#tests/support/piles.ts';

const DPI = 200;
/** An A5 sheet, white. */
const [WIDTH, HEIGHT] = [1166, 1654];
interface Placed {
  readonly kind: CorpusKind;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Pixels a module, and how high bars are. */
  readonly module: number;
  readonly high?: number;
  readonly sideways?: boolean;
}
const page = (symbols: readonly Placed[]): Grey => {
  const pixels = new Uint8Array(WIDTH * HEIGHT).fill(255);
  for (const { kind, text, x, y, module, high, sideways } of symbols) {
    const { columns, rows, dark } = withBwip(kind, Buffer.from(text));
    const rowPixels = high ?? module;
    for (let row = 0; row < rows * rowPixels; row++)
      for (let column = 0; column < columns * module; column++) {
        if (dark[Math.floor(row / rowPixels) * columns + Math.floor(column / module)] !== 1) continue;
        const [right, below] = sideways ? [row, column] : [column, row];
        pixels[(y + below) * WIDTH + x + right] = 0;
      }
  }
  return { width: WIDTH, height: HEIGHT, pixels };
};
const textsOn = async (grey: Grey, around?: Parameters<typeof readPage>[1]): Promise<string[]> =>
  (await readPage({ grey, dpi: DPI }, around)).codes
    .map(({ symbology, text }) => `${symbology} ${text}`)
    .sort();

const [docket, bars] = [docketOf(1), docketOf(2)];
const square: Placed = { kind: 'QRCode', text: docket, x: 288, y: 480, module: 18 };
/** Along the right side of the square, as long as it is high, as on a label that was stuck on turned. */
const sideways: Placed = {
  ...{ kind: 'Code128', text: bars, x: 686, y: 480, module: 2, high: 96 },
  sideways: true,
};

it('bars on their side beside a square are read though the first look found the square', async () => {
  const grey = page([square, sideways]);
  // One region: the look at the square is the look at the bars.
  expect(likelyRegions(grey, DPI)).toHaveLength(1);
  expect(await textsOn(grey)).toEqual([`Code128 ${bars}`, `QRCode ${docket}`]);
  // Painted over with the square, they are lost (mutant).
  expect(await textsOn(grey, { square: 3, bars: 3 })).toEqual([`QRCode ${docket}`]);
});
