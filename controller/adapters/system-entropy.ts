import { randomBytes, randomUUID } from 'node:crypto';
import type { Entropy } from '../ports/entropy.ts';

/** The operating system's randomness. Ids are version 7 UUIDs (RFC 9562, section 5.7): 48 bits of milliseconds first. */
export const systemEntropy: Entropy = {
  bytes: (count) => randomBytes(count),
  id() {
    const time = Date.now().toString(16).padStart(12, '0');
    // A version 4 UUID has its random bits where version 7 has them, and Node draws those by the page.
    return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
  },
};
