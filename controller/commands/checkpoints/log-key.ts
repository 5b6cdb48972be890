import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { keyedHash } from '../keyed-hash.ts';
import type { NoteSigner } from './note.ts';

/** RFC 8410 §7: a PKCS #8 Ed25519 key is this and its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What the checkpoints of a site begin with, and the name of the key that signs them. */
export const originOf = (site: string): string => `docketbox/${site}`;

/**
 * The key that signs a site's checkpoints, derived from its `site.key` for this purpose alone: nothing more to keep, and
 * whoever has the ledger without that file cannot sign.
 */
export const logKey = (siteKey: Uint8Array, site: string): NoteSigner => {
  const seed = keyedHash(siteKey, 'checkpoint-key', site);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    name: originOf(site),
    publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    sign: (text) => new Uint8Array(sign(null, Buffer.from(text), key)),
  };
};
