/** Letters of windows-1252 that stand at 80–9F; the rest is ISO 8859-1. */
const MOVED = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i))].map(
    (letter, i) => [letter, 0x80 + i],
  ),
);

/**
 * The text of a symbol that zxing-js made letter by letter of its bytes: those bytes as strict UTF-8, else as GB18030,
 * which official-document barcodes are written in. A text with a letter that is no byte is right as it is.
 */
export function textOf(read: string): string {
  const bytes = new Uint8Array(read.length);
  for (let i = 0; i < read.length; i++) {
    const byte = MOVED.get(read.charAt(i)) ?? read.charCodeAt(i);
    if (byte > 0xff) return read;
    bytes[i] = byte;
  }
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not of this encoding; the next one.
    }
  return read;
}
