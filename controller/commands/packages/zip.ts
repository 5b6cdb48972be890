import { Inflate } from 'fflate';
import { crc32 } from 'node:zlib';
import { FileFault } from './fault.ts';
import { checkedName } from './part-name.ts';

/** Limits of a package, against ones made to fill the memory. */
export interface PackageLimits {
  /** Most parts. */
  readonly parts: number;
  /** Most bytes of one part, and of all parts read, after inflating. */
  readonly part: number;
  readonly all: number;
  /** How many times its size a part may grow, once it is larger than a megabyte. */
  readonly growth: number;
}
const MEGABYTE = 1024 * 1024;
/** A workbook of 10,000 rows has about 10 MB. */
export const USUAL_PACKAGE: PackageLimits = {
  ...{ parts: 20_000, part: 24 * MEGABYTE, all: 48 * MEGABYTE, growth: 250 },
};
/** Compressed bytes inflated at a time: at most about 4 MiB come out before the limits are looked at again. */
const SLICE = 4096;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly crc: number;
  readonly at: number;
}

/** The parts of a zip package; each is inflated only when it is read. */
export interface Package {
  readonly names: readonly string[];
  /** Bytes of a part, undefined when there is none. Throws a FileFault. */
  read(name: string): Uint8Array | undefined;
}

/**
 * Opens a zip package (APPNOTE 6.3.10, §4.3) by its central directory. Nothing is written anywhere, sizes that it
 * claims are not believed, names that lead out of it are refused. Throws a FileFault.
 */
export const openPackage = (bytes: Uint8Array, limits = USUAL_PACKAGE): Package => {
  const entries = new Map<string, Entry>();
  for (const entry of directoryOf(bytes, limits.parts)) {
    if (entries.has(entry.name)) throw new FileFault('zip-twice', entry.name);
    entries.set(entry.name, entry);
  }
  let left = limits.all;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      const part = partOf(bytes, entry, { ...limits, all: left });
      if (crc32(part) !== entry.crc) throw new FileFault('zip-damaged', name, 'checksum');
      left -= part.length;
      return part;
    },
  };
};

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

function* directoryOf(bytes: Uint8Array, most: number): Generator<Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > most || count === 0xffff) throw new FileFault('zip-many-parts', '', count);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw new FileFault('zip-damaged', '', `entry ${i + 1}`);
    const flags = view.getUint16(at + 8, true);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const nameAt = at + 46;
    at = nameAt + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (at > end) throw new FileFault('zip-damaged', '', `entry ${i + 1}`);
    const name = checkedName(bytes.subarray(nameAt, nameAt + (nameLength ?? 0)), (flags & 0x800) !== 0);
    const head = nameAt - 46;
    if (name.endsWith('/')) continue;
    yield {
      name,
      method: view.getUint16(head + 10, true),
      encrypted: (flags & 0x2041) !== 0,
      crc: view.getUint32(head + 16, true),
      packed: view.getUint32(head + 20, true),
      at: view.getUint32(head + 42, true),
    };
  }
}

/** The end record is the last thing in the file but for a comment of at most 64 KiB. */
const endOf = (view: DataView): number => {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--)
    if (view.getUint32(at, true) === DIRECTORY_END) return at;
  throw new FileFault('zip-damaged', '', `${view.byteLength} bytes`);
};

const partOf = (bytes: Uint8Array, entry: Entry, limits: PackageLimits): Uint8Array => {
  const { name, method, packed, at } = entry;
  if (entry.encrypted) throw new FileFault('zip-encrypted', name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL_HEADER)
    throw new FileFault('zip-damaged', name, `offset ${at}`);
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const data = bytes.subarray(start, start + packed);
  if (data.length !== packed) throw new FileFault('zip-damaged', name, `${data.length} of ${packed} bytes`);
  if (method === 0) {
    within(packed, name, limits);
    return data;
  }
  if (method !== 8) throw new FileFault('zip-damaged', name, `method ${method}`);
  return inflated(data, name, limits);
};

const within = (size: number, name: string, { part, all }: PackageLimits): void => {
  if (size > part) throw new FileFault('part-too-large', name, size);
  if (size > all) throw new FileFault('package-too-large', name, size);
};

const inflated = (data: Uint8Array, name: string, limits: PackageLimits): Uint8Array => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const inflate = new Inflate((chunk, final) => {
    size += chunk.length;
    ended = final;
    within(size, name, limits);
    if (size > MEGABYTE && size > data.length * limits.growth)
      throw new FileFault('part-bomb', name, `${data.length} → ${size}`);
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < data.length; at += SLICE)
      inflate.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw new FileFault('zip-damaged', name, 'deflate');
  }
  if (!ended) throw new FileFault('zip-damaged', name, 'deflate');
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};
