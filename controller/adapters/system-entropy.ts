import { randomBytes } from 'node:crypto';
import type { Entropy } from '../ports/entropy.ts';

/** The operating system's randomness. Ids are version 7 UUIDs (RFC 9562, section 5.7): 48 bits of milliseconds first. */
export const systemEntropy: Entropy = {
  bytes: (count) => randomBytes(count),
  id() {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  },
};
