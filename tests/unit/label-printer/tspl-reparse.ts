/** What a TSPL interpreter sees: lines, and behind `BITMAP x,y,w,h,m,` w × h raw bytes. Written from the manual. */
export interface TsplSeen {
  /** Command lines, bitmaps as `BITMAP x,y,w,h,m`. */
  readonly commands: readonly string[];
  readonly bitmaps: readonly {
    readonly x: number;
    readonly y: number;
    readonly bytesPerRow: number;
    readonly rows: number;
    readonly bits: Uint8Array;
  }[];
}

export const tsplOf = (bytes: Uint8Array): TsplSeen => {
  const commands: string[] = [];
  const bitmaps: TsplSeen['bitmaps'][number][] = [];
  let line = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) continue;
    if (byte === 13 || byte === 10) {
      if (line !== '') commands.push(line);
      line = '';
      continue;
    }
    line += String.fromCharCode(byte);
    const found = /^BITMAP (\d+),(\d+),(\d+),(\d+),(\d),$/.exec(line);
    if (!found) continue;
    const [x = 0, y = 0, bytesPerRow = 0, rows = 0] = found.slice(1).map(Number);
    const bits = bytes.slice(at + 1, at + 1 + bytesPerRow * rows);
    if (bits.length !== bytesPerRow * rows) throw new Error('the bitmap breaks off');
    bitmaps.push({ x, y, bytesPerRow, rows, bits });
    commands.push(line.slice(0, -1));
    at += bits.length;
    line = '';
  }
  if (line !== '') throw new Error(`a line without its end: ${line.slice(0, 40)}`);
  return { commands, bitmaps };
};

/** The label's dots put together from its bitmaps, 1 = black. */
export const tsplDots = (
  { bitmaps }: TsplSeen,
  widthDots: number,
  heightDots: number,
  blackBit: 0 | 1,
): { readonly bytesPerRow: number; readonly bits: Uint8Array } => {
  const bytesPerRow = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(bytesPerRow * heightDots);
  for (const { x, y, bytesPerRow: wide, rows, bits: given } of bitmaps)
    for (let row = 0; row < rows; row++)
      for (let dot = 0; dot < wide * 8; dot++) {
        const bit = ((given[row * wide + (dot >> 3)] ?? 0) >> (7 - (dot & 7))) & 1;
        if (bit !== blackBit) continue;
        if (x + dot >= widthDots || y + row >= heightDots) throw new Error('a black dot off the label');
        const byte = (y + row) * bytesPerRow + ((x + dot) >> 3);
        bits[byte] = (bits[byte] ?? 0) | (0x80 >> ((x + dot) & 7));
      }
  return { bytesPerRow, bits };
};
