import type { LineFaults, WireFault } from './faults.ts';
import type { Firmware } from './line.ts';
import { bytesOfHex, join } from './wire/hex.ts';
import { atWrongBaud, withSwappedWires } from './wire/uart.ts';

const placed = (where: 'instead' | 'before' | 'after', bytes: Uint8Array, other: Uint8Array): Uint8Array => {
  if (where === 'instead') return other;
  return where === 'before' ? join(other, bytes) : join(bytes, other);
};

const flipBit = (bytes: Uint8Array, flip: Extract<WireFault, { name: 'flipped-bit' }>): Uint8Array => {
  const at = flip.byte < 0 ? bytes.length + flip.byte : flip.byte;
  const flipped = Uint8Array.from(bytes);
  const before = flipped[at];
  if (before !== undefined) flipped[at] = before ^ (1 << flip.bit);
  return flipped;
};

const noise = (hex: string): Uint8Array => bytesOfHex(hex) ?? new Uint8Array();

/** A frame of the device as it comes out at the host's end; what struck it is added to `notes`. */
const all = (frame: Uint8Array, faults: LineFaults, device: Firmware | null, notes: string[]): Uint8Array => {
  let bytes = frame;
  const foreign = faults.strike('foreign-address');
  const other = foreign ? (device?.readdress?.(bytes, foreign.address) ?? null) : null;
  if (foreign && other) bytes = placed(foreign.where, bytes, other);
  const flip = faults.strike('flipped-bit', (fault) => fault.on === 'reply');
  if (flip) bytes = flipBit(bytes, flip);
  const cut = faults.strike('truncated');
  if (cut) bytes = bytes.subarray(0, cut.bytes);
  const stray = faults.strike('stray-byte');
  if (stray) bytes = placed(stray.where, bytes, noise(stray.hex));
  const garbage = faults.strike('garbage');
  if (garbage) bytes = placed(garbage.where, bytes, noise(garbage.hex));
  const slow = faults.strike('wrong-baud');
  if (slow) bytes = atWrongBaud(bytes, slow.ratio);
  const swapped = faults.strike('swapped-ab');
  if (swapped) bytes = withSwappedWires(bytes);
  for (const struck of [foreign, flip, cut, stray, garbage, slow, swapped])
    if (struck) notes.push(struck.name);
  return bytes;
};

/** What faults do to bytes. */
export const spoil = { all, flipBit };
