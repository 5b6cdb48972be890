/** What an ESC/POS interpreter sees, for the few commands there may be; anything else throws. */
export interface EscPosSeen {
  /** `@`, `v0 x,y`, `V 66,0`, `d n`, in order. */
  readonly commands: readonly string[];
  readonly rows: readonly Uint8Array[];
}

export const escPosOf = (bytes: Uint8Array): EscPosSeen => {
  const commands: string[] = [];
  const rows: Uint8Array[] = [];
  let at = 0;
  const next = (): number => bytes[at++] ?? 0;
  while (at < bytes.length) {
    const byte = next();
    if (byte === 0) continue;
    const code = `${byte} ${next()}`;
    if (code === '27 64') commands.push('@');
    else if (code === '27 100') commands.push(`d ${next()}`);
    else if (code === '29 86') commands.push(`V ${next()},${next()}`);
    else if (code === '29 118') {
      if (next() !== 0x30 || next() !== 0) throw new Error('GS v of another kind');
      const wide = next() + 256 * next();
      const high = next() + 256 * next();
      commands.push(`v0 ${wide},${high}`);
      for (let row = 0; row < high; row++, at += wide) rows.push(bytes.slice(at, at + wide));
      if (at > bytes.length) throw new Error('the picture breaks off');
    } else throw new Error(`a command nobody meant: ${code} at ${at - 2}`);
  }
  return { commands, rows };
};
