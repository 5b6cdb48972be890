/** Bits of some bytes as booleans, lowest bit of the first byte first. */
export const bitsOf = (bytes: Iterable<number>): boolean[] => {
  const bits: boolean[] = [];
  for (const byte of bytes) for (let bit = 0; bit < 8; bit += 1) bits.push((byte & (1 << bit)) !== 0);
  return bits;
};
