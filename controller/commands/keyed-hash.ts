import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 (RFC 2104) under the site key, apart for each purpose; 32 bytes. */
export const keyedHash = (siteKey: Uint8Array, purpose: string, data: string | Uint8Array): Buffer =>
  createHmac('sha256', createHmac('sha256', siteKey).update(`docketbox/${purpose}`).digest())
    .update(data)
    .digest();
