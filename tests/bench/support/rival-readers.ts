import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBarcodes } from 'zxing-wasm/reader';
import { readWithZxingJs } from '#label-printer/decoding/zxing-js.ts';
import { CORPUS_KINDS } from '#tests/support/symbols/modules.ts';
import type { Picture } from '#tests/support/symbols/picture.ts';

/** Contents a reader found in one picture. */
export type Found = readonly Uint8Array[];

/** zxing-wasm as a page uses it: four colours a pixel, its own defaults. The module must have been loaded. */
export const zxingWasmDefaults = async ({ width, height, pixels }: Picture): Promise<Found> => {
  const data = new Uint8ClampedArray(4 * pixels.length).fill(255);
  pixels.forEach((grey, i) => data.fill(grey, 4 * i, 4 * i + 3));
  const image = { data, width, height, colorSpace: 'srgb', pixelFormat: 'rgba-unorm8' };
  const found = await readBarcodes(image as unknown as Parameters<typeof readBarcodes>[0]);
  return found.filter(({ isValid }) => isValid).map(({ bytes }) => bytes);
};

/** zxing-js with every reader of these kinds, each trying harder. */
export const zxingJs = (picture: Picture): Found =>
  readWithZxingJs(picture, CORPUS_KINDS).map(({ bytes }) => bytes);

/** Whether Debian's `zbarimg` is on this machine. */
export const hasZbar = (): boolean => spawnSync('zbarimg', ['--version']).status === 0;

/** zbarimg over all these pictures at once. */
export const zbar = (pictures: readonly Picture[]): Found[] => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-zbar-'));
  try {
    const files = pictures.map(({ width, height, pixels }, i) => {
      const file = join(folder, `${i}.pgm`);
      writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]));
      return file;
    });
    const { stdout } = spawnSync('zbarimg', ['--xml', '--quiet', '--nodbus', ...files], {
      encoding: 'latin1',
      maxBuffer: 1 << 26,
    });
    const found: Found[] = pictures.map(() => []);
    for (const [, name = '', inner = ''] of stdout.matchAll(/<source href='([^']*)'>(.*?)<\/source>/gs))
      found[Number(/(\d+)\.pgm$/.exec(name)?.[1])] = [...inner.matchAll(/<!\[CDATA\[(.*?)\]\]>/gs)].map(
        ([, text = '']) => Buffer.from(text, 'latin1'),
      );
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
