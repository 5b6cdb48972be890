/** How the QR code of a checkpoint begins. */
export const SYMBOL = 'DBC1:';

/** A signed note as printable ASCII, for a QR code: its UTF-8 in base64url. */
export const symbolOfNote = (note: string): string => SYMBOL + Buffer.from(note).toString('base64url');

/** The note that a QR code holds; nonsense when it holds none. */
export const noteOfSymbol = (text: string): string =>
  Buffer.from(text.slice(SYMBOL.length), 'base64url').toString('utf8');
