import { randomFillSync, randomUUID } from 'node:crypto';
import type { Entropy } from '../ports/entropy.ts';

/** Drawn at once: asking the system for sixteen bytes takes some twenty times as long as copying them. */
const page = Buffer.alloc(4096);
let used = page.length;

const take = (count: number): Buffer => {
  if (count > page.length) return randomFillSync(Buffer.alloc(count));
  if (used + count > page.length) {
    randomFillSync(page);
    used = 0;
  }
  const taken = Buffer.from(page.subarray(used, used + count));
  // What was given away is nobody else's to find.
  page.fill(0, used, used + count);
  used += count;
  return taken;
};

/** The operating system's randomness. Ids are version 7 UUIDs (RFC 9562, section 5.7): 48 bits of milliseconds first. */
export const systemEntropy: Entropy = {
  bytes: take,
  id() {
    const time = Date.now().toString(16).padStart(12, '0');
    // A version 4 UUID has its random bits where version 7 has them, and Node draws those by the page.
    return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
  },
};
