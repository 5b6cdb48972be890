/** How a frame is protected: computed over a stretch of bytes, in the order it is sent. */
export interface Check {
  /** Bytes of the check itself. */
  readonly length: number;
  of(bytes: Uint8Array, from: number, to: number): readonly number[];
  /** Whether the check that stands at `to` is that of the bytes before it. Allocates nothing. */
  fits(bytes: Uint8Array, from: number, to: number): boolean;
}

/** A check of one byte, folded over the bytes. */
const folded = (fold: (check: number, byte: number) => number): Check => {
  const over = (bytes: Uint8Array, from: number, to: number): number => {
    let check = 0;
    for (let at = from; at < to; at += 1) check = fold(check, bytes[at] ?? 0);
    return check;
  };
  return {
    length: 1,
    of: (bytes, from, to) => [over(bytes, from, to)],
    fits: (bytes, from, to) => to < bytes.length && over(bytes, from, to) === bytes[to],
  };
};

/** XOR of all bytes. */
export const xorCheck = folded((check, byte) => check ^ byte);
/** Low byte of the sum of all bytes. */
export const sumCheck = folded((check, byte) => (check + byte) & 0xff);

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});
const crcOver = (bytes: Uint8Array, from: number, to: number): number => {
  let crc = 0xffff;
  for (let at = from; at < to; at += 1) crc = (crc >>> 8) ^ (crcTable[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return crc;
};
/** CRC-16/MODBUS, low byte first (Modbus over serial line 1.02, 6.2.2). */
export const crcCheck: Check = {
  length: 2,
  of: (bytes, from, to) => {
    const crc = crcOver(bytes, from, to);
    return [crc & 0xff, crc >>> 8];
  },
  fits: (bytes, from, to) =>
    to + 1 < bytes.length && crcOver(bytes, from, to) === ((bytes[to] ?? 0) | ((bytes[to + 1] ?? 0) << 8)),
};
