/** Delimiter and value tags (RFC 8010 §3.5). */
export const GROUP = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const;
export const TAG = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  range: 0x33,
  collection: 0x34,
  endCollection: 0x37,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
  memberName: 0x4a,
} as const;

/** A value as it stands in a message: numbers for integers and enumerations, the upper end of a range, else text. */
export type IppValue = number | boolean | string;
/** An attribute to send; several values share its name. */
export interface IppAttribute {
  readonly name: string;
  readonly tag: number;
  readonly values: readonly (IppValue | readonly IppAttribute[])[];
}
export interface IppGroup {
  readonly tag: number;
  readonly attributes: readonly IppAttribute[];
}
export interface IppAnswer {
  /** Status code (RFC 8011 §B.1): below 0x0100 it went well. */
  readonly code: number;
  readonly requestId: number;
  /** Attributes by name, group by group in their order. */
  readonly groups: readonly {
    readonly tag: number;
    readonly attributes: ReadonlyMap<string, readonly IppValue[]>;
  }[];
}
/** The message is none: what is wrong with it. */
export class IppError extends Error {}

export const attribute = (
  name: string,
  tag: number,
  ...values: IppAttribute['values'][number][]
): IppAttribute => ({ name, tag, values });

/** A request as bytes (RFC 8010 §3.1), version 2.0; the document follows it. */
export const encodeRequest = (
  operation: number,
  requestId: number,
  groups: readonly IppGroup[],
): Uint8Array<ArrayBuffer> => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0200, 0);
  head.writeUInt16BE(operation, 2);
  head.writeUInt32BE(requestId, 4);
  const parts: Buffer[] = [head];
  for (const { tag, attributes } of groups) parts.push(Buffer.of(tag), ...attributes.flatMap(attributeBytes));
  return new Uint8Array(Buffer.concat([...parts, Buffer.of(GROUP.end)]));
};

const attributeBytes = ({ name, tag, values }: IppAttribute): Buffer[] =>
  values.flatMap((value, i) => {
    const label = i === 0 ? name : '';
    if (!isMembers(value)) return [field(tag, label, valueBytes(tag, value))];
    const members = value.flatMap((member) => [
      field(TAG.memberName, '', Buffer.from(member.name)),
      ...attributeBytes({ ...member, name: '' }),
    ]);
    return [
      field(TAG.collection, label, Buffer.alloc(0)),
      ...members,
      field(TAG.endCollection, '', Buffer.alloc(0)),
    ];
  });
const isMembers = (value: IppAttribute['values'][number]): value is readonly IppAttribute[] =>
  typeof value === 'object';

const field = (tag: number, name: string, value: Buffer): Buffer => {
  const label = Buffer.from(name);
  const out = Buffer.alloc(5 + label.length + value.length);
  out[0] = tag;
  out.writeUInt16BE(label.length, 1);
  label.copy(out, 3);
  out.writeUInt16BE(value.length, 3 + label.length);
  value.copy(out, 5 + label.length);
  return out;
};
const valueBytes = (tag: number, value: IppValue): Buffer => {
  if (tag === TAG.boolean) return Buffer.of(value ? 1 : 0);
  if (typeof value !== 'number') return Buffer.from(String(value));
  const out = Buffer.alloc(4);
  out.writeInt32BE(value);
  return out;
};

/** Reads an answer. Throws IppError for anything that is not one; bounded by the bytes it is given. */
export const decodeAnswer = (bytes: Uint8Array): IppAnswer => {
  const reader = new Reader(bytes);
  const [major, , code, requestId] = [reader.u8(), reader.u8(), reader.u16(), reader.u32()];
  if (major < 1 || major > 2) throw new IppError(`version ${major} of IPP is none we know`);
  const groups: { tag: number; attributes: Map<string, IppValue[]> }[] = [];
  let name = '';
  let depth = 0;
  for (;;) {
    const tag = reader.u8();
    if (tag === GROUP.end) return { code, requestId, groups };
    if (tag < 0x10) {
      groups.push({ tag, attributes: new Map() });
      name = '';
      continue;
    }
    const label = reader.text(reader.u16());
    const value = reader.take(reader.u16());
    // Members of collections are nothing we ask for: they are read over.
    if (tag === TAG.endCollection) depth = Math.max(0, depth - 1);
    else if (tag === TAG.collection) depth += 1;
    else if (depth === 0) {
      const group = groups.at(-1);
      if (!group) throw new IppError('an attribute stands before any group');
      if (label !== '') name = label;
      group.attributes.set(name, [...(group.attributes.get(name) ?? []), valueOf(tag, value)]);
    }
  }
};

const valueOf = (tag: number, value: Buffer): IppValue => {
  if (tag === TAG.boolean) return value[0] === 1;
  if ((tag === TAG.integer || tag === TAG.enum) && value.length === 4) return value.readInt32BE();
  if (tag === TAG.range && value.length === 8) return value.readInt32BE(4);
  return value.toString('utf8');
};

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length)
      throw new IppError(`it breaks off after ${this.#bytes.length} bytes`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
  u8(): number {
    return this.take(1).readUInt8();
  }
  u16(): number {
    return this.take(2).readUInt16BE();
  }
  u32(): number {
    return this.take(4).readUInt32BE();
  }
  text(length: number): string {
    return this.take(length).toString('utf8');
  }
}
