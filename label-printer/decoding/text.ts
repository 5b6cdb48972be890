/** Letters of windows-1252 that stand at 80–9F; the rest is ISO 8859-1. */
const MOVED = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i))].map(
    (letter, i) => [letter, 0x80 + i],
  ),
);

/**
 * The bytes behind a text that zxing-js made of them one by one: it says ISO 8859-1, but Node's decoder of that name
 * is windows-1252. Null when some letter is of neither.
 */
export const bytesOfWindows1252 = (text: string): Uint8Array | null => {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = MOVED.get(text.charAt(i)) ?? text.charCodeAt(i);
    if (byte > 0xff) return null;
    bytes[i] = byte;
  }
  return bytes;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const gb18030 = new TextDecoder('gb18030', { fatal: true });
const latin1 = new TextDecoder('windows-1252');

/** The text of a symbol's bytes: strict UTF-8, else GB18030 (which holds GBK and GB2312), else one letter a byte. */
export const textOf = (bytes: Uint8Array): string => {
  for (const decoder of [utf8, gb18030])
    try {
      return decoder.decode(bytes);
    } catch {
      // Not of this encoding; the next one.
    }
  return latin1.decode(bytes);
};
