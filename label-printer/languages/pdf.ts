import { deflateSync } from 'node:zlib';
import type { Sheet } from './paper.ts';

const POINTS_PER_MM = 72 / 25.4;
const points = (mm: number): string => (mm * POINTS_PER_MM).toFixed(3);

/**
 * The sheets as a PDF (ISO 32000-1): a page each, and on it nothing but the dots as one 1-bit picture at its real size,
 * not smoothed. No text, no date, no name: the same dots are always the same bytes.
 */
export const toPdf = (sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> => {
  const objects: Buffer[] = [];
  const add = (dictionary: string, stream?: Uint8Array): number => {
    const head = stream ? dictionary.replace(/>>$/, `/Length ${stream.length}>>`) : dictionary;
    const body = stream ? [Buffer.from('\nstream\n'), stream, Buffer.from('\nendstream')] : [];
    objects.push(Buffer.concat([Buffer.from(head), ...body]));
    return objects.length;
  };
  // The catalogue and the tree of pages come first; the pages follow, three objects each.
  const kids = sheets.map((_, i) => `${5 + i * 3} 0 R`).join(' ');
  add('<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>');
  add(`<</Type/Pages/Count ${sheets.length}/Kids[${kids}]>>`);
  for (const { raster, width, height, x, y, rasterWidth, rasterHeight } of sheets) {
    const size = `/Width ${raster.widthDots}/Height ${raster.heightDots}`;
    const picture = add(
      `<</Type/XObject/Subtype/Image${size}/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]/Filter/FlateDecode>>`,
      deflateSync(raster.bits),
    );
    const place = `${points(rasterWidth)} 0 0 ${points(rasterHeight)} ${points(x)} ${points(height - y - rasterHeight)}`;
    const content = add('<<>>', Buffer.from(`q ${place} cm /P Do Q`));
    const box = `[0 0 ${points(width)} ${points(height)}]`;
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox${box}/Resources<</XObject<</P ${picture} 0 R>>>>/Contents ${content} 0 R>>`,
    );
  }
  return file(objects);
};

const file = (objects: readonly Buffer[]): Uint8Array<ArrayBuffer> => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const at = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  const offsets = objects.map((object, i) => {
    const offset = at();
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
    return offset;
  });
  const start = at();
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${rows}`),
    Buffer.from(`trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`),
  );
  return new Uint8Array(Buffer.concat(parts));
};
