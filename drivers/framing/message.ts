import { crcCheck, sumCheck, xorCheck, type Check } from './checks.ts';

/** One byte of a message as the manual writes it: a constant, or the name of a value. */
export type Field = number | string;
export type Values<F extends readonly Field[]> = { readonly [K in Extract<F[number], string>]: number };

export interface Message<F extends readonly Field[]> {
  /** Bytes on the wire, check included. */
  readonly length: number;
  /** Throws a RangeError naming a value that is no byte. */
  encode(values: Values<F>): Uint8Array;
  /** The values when these are exactly the bytes of this message with a right check, else null. */
  decode(bytes: Uint8Array): Values<F> | null;
  /** The values when a whole message stands at `at`, else null; what follows it does not matter. */
  decodeAt(bytes: Uint8Array, at: number): Values<F> | null;
}

const message = <const F extends readonly Field[]>(check: Check, fields: F): Message<F> => {
  const length = fields.length + check.length;
  const fits = (bytes: Uint8Array, at: number): boolean => {
    if (bytes.length - at < length) return false;
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i];
      if (typeof field === 'number' && field !== bytes[at + i]) return false;
    }
    return check.fits(bytes, at, at + fields.length);
  };
  const decodeAt = (bytes: Uint8Array, at: number): Values<F> | null => {
    if (!fits(bytes, at)) return null;
    const values: Record<string, number> = {};
    for (const [i, field] of fields.entries())
      if (typeof field === 'string') values[field] = bytes[at + i] ?? 0;
    return values as Values<F>;
  };
  return {
    length,
    encode(values) {
      const given = values as Readonly<Record<string, number>>;
      const body = fields.map((field) => {
        const byte = typeof field === 'number' ? field : given[field];
        if (byte === undefined || !Number.isInteger(byte) || byte < 0 || byte > 0xff)
          throw new RangeError(`${String(field)} must be a byte, not ${String(byte)}`);
        return byte;
      });
      return Uint8Array.of(...body, ...check.of(Uint8Array.from(body), 0, body.length));
    },
    decode: (bytes) => (bytes.length === length ? decodeAt(bytes, 0) : null),
    decodeAt,
  };
};

/** Declares a message of fixed length that ends in the XOR of all bytes before it. */
export const xorMessage = <const F extends readonly Field[]>(...fields: F): Message<F> =>
  message(xorCheck, fields);
/** … in the low byte of their sum. */
export const sumMessage = <const F extends readonly Field[]>(...fields: F): Message<F> =>
  message(sumCheck, fields);
/** … in their CRC-16/MODBUS. */
export const crcMessage = <const F extends readonly Field[]>(...fields: F): Message<F> =>
  message(crcCheck, fields);
