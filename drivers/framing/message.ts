import { xorOf } from './bytes.ts';

/** One byte of a message as the manual writes it: a constant, or the name of a value. */
type Field = number | string;
type Values<F extends readonly Field[]> = { readonly [K in Extract<F[number], string>]: number };

export interface Message<F extends readonly Field[]> {
  /** Bytes on the wire, check byte included. */
  readonly length: number;
  encode(values: Values<F>): Uint8Array;
  /** The values when these are exactly the bytes of this message with a right check, else null. */
  decode(bytes: Uint8Array): Values<F> | null;
}

/** Declares a message of fixed length that ends in the XOR of all bytes before it. */
export const xorMessage = <const F extends readonly Field[]>(...fields: F): Message<F> => ({
  length: fields.length + 1,
  encode(values) {
    const given = values as Readonly<Record<string, number>>;
    const body = fields.map((field) => {
      const byte = typeof field === 'number' ? field : given[field];
      if (byte === undefined || !Number.isInteger(byte) || byte < 0 || byte > 0xff)
        throw new RangeError(`${String(field)} must be a byte, not ${String(byte)}`);
      return byte;
    });
    return Uint8Array.of(...body, xorOf(Uint8Array.from(body)));
  },
  decode(bytes) {
    if (bytes.length !== fields.length + 1 || xorOf(bytes) !== 0) return null;
    const values: Record<string, number> = {};
    for (const [at, field] of fields.entries()) {
      const byte = bytes[at] ?? 0;
      if (typeof field === 'string') values[field] = byte;
      else if (field !== byte) return null;
    }
    return values as Values<F>;
  },
});
