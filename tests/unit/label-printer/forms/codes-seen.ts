import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pagesOf } from '#label-printer/decoding/pages.ts';
import { textOf } from '#label-printer/decoding/text.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';

/** Whether the two programs are there. */
export const othersAreThere = ['pdftoppm', 'zbarimg'].every(
  (program) => spawnSync(program, ['--version']).error === undefined,
);
export const unlessThere = othersAreThere ? '' : ' (skipped: pdftoppm or zbarimg is not installed)';

/** What another program reads (zbar) in what another program renders (poppler), a page a row: `QR-Code:…` lines. */
export const seenByOthers = (pdf: Uint8Array): string[][] => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-sheet-'));
  try {
    writeFileSync(join(folder, 'sheet.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '150', '-gray', 'sheet.pdf', 'page'], { cwd: folder });
    const pages = readdirSync(folder).filter((name) => name.endsWith('.pgm'));
    return pages.sort().map((name) => {
      const options = ['-q', '--nodbus', '-Sdisable', '-Sqrcode.enable', '-Scode128.enable', name];
      // Its exit code says whether anything was found.
      return spawnSync('zbarimg', options, { cwd: folder, encoding: 'utf8' })
        .stdout.trim()
        .split('\n')
        .sort();
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The official-document barcodes of every page, rendered by pdfium. */
export const recordsOf = async (pdf: Uint8Array): Promise<string[]> => {
  const found: string[] = [];
  for await (const grey of pagesOf(pdf))
    for (const { bytes } of await readWithZxingWasm(grey, ['PDF417'])) found.push(textOf(bytes));
  return found;
};
