import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
  readonly name: string | Uint8Array;
  readonly data: string | Uint8Array;
  /** Kept as it is instead of deflated. */
  readonly stored?: true;
  /** What the headers say instead of the truth. */
  readonly claims?: { readonly size?: number; readonly flags?: number; readonly method?: number };
}

/** A zip package written by hand (APPNOTE 6.3.10), honest or not, by other code than that which reads it. */
export const zipOf = (entries: readonly Entry[]): Uint8Array<ArrayBuffer> => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, stored, claims = {} } of entries) {
    const bytes = Buffer.from(typeof data === 'string' ? Buffer.from(data, 'utf8') : data);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const label = Buffer.from(typeof name === 'string' ? Buffer.from(name, 'utf8') : name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(claims.flags ?? (typeof name === 'string' ? 0x800 : 0), 2);
    common.writeUInt16LE(claims.method ?? (stored ? 0 : 8), 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims.size ?? bytes.length, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, label, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, label]));
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
};
