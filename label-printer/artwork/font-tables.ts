import { closeSync, openSync, readSync } from 'node:fs';

/** What layout needs of a TrueType font: which characters it has, and how wide they are. */
export interface FontTables {
  has(codePoint: number): boolean;
  /** Advance width in em; 0 for a character the font does not have. */
  advance(codePoint: number): number;
}

/**
 * Reads `cmap` (format 12, Unicode full repertoire), `hhea`, `hmtx` and `head` (OpenType 1.9) of a font file, and not
 * the ten megabytes around them. Throws a TypeError naming the table that is missing.
 */
export const readFontTables = (path: string): FontTables => {
  const file = openSync(path, 'r');
  try {
    return tablesOf((at, length) => {
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, at);
      return bytes;
    });
  } finally {
    closeSync(file);
  }
};

const tablesOf = (read: (at: number, length: number) => Buffer): FontTables => {
  const directory = read(12, 16 * read(4, 2).readUInt16BE(0));
  const table = (tag: string): Buffer => {
    for (let at = 0; at < directory.length; at += 16)
      if (directory.toString('latin1', at, at + 4) === tag)
        return read(directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12));
    throw new TypeError(`the font has no ${tag} table`);
  };
  const unitsPerEm = table('head').readUInt16BE(18);
  const metrics = table('hhea').readUInt16BE(34);
  const hmtx = table('hmtx');
  const widths = Uint16Array.from({ length: metrics }, (_, i) => hmtx.readUInt16BE(4 * i));
  const groups = readGroups(table('cmap'));

  const glyphOf = (codePoint: number): number => {
    let low = 0;
    let high = groups.length / 3 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first = 0, last = 0, glyph = 0] = groups.subarray(3 * middle, 3 * middle + 3);
      if (codePoint < first) high = middle - 1;
      else if (codePoint > last) low = middle + 1;
      else return glyph + codePoint - first;
    }
    return 0;
  };
  // At most one entry for each of the font's 30,000 characters.
  const advances = new Map<number, number>();
  const measure = (codePoint: number): number => {
    const glyph = glyphOf(codePoint);
    const advance = glyph === 0 ? 0 : (widths[Math.min(glyph, metrics - 1)] ?? 0) / unitsPerEm;
    if (glyph !== 0) advances.set(codePoint, advance);
    return advance;
  };
  return {
    has: (codePoint) => advances.has(codePoint) || glyphOf(codePoint) !== 0,
    advance: (codePoint) => advances.get(codePoint) ?? measure(codePoint),
  };
};

/** First code point, last code point, first glyph, three numbers a group, ascending. */
const readGroups = (cmap: Buffer): Uint32Array => {
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const at = cmap.readUInt32BE(4 + 8 * i + 4);
    if (cmap.readUInt16BE(at) !== 12) continue;
    const count = cmap.readUInt32BE(at + 12);
    return Uint32Array.from({ length: count * 3 }, (_, k) => cmap.readUInt32BE(at + 16 + 4 * k));
  }
  throw new TypeError('the font has no cmap of format 12');
};
