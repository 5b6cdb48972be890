import { createHash } from 'node:crypto';

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH of RFC 6962 §2.1 word for word, as slow as it reads; `entries` are the leaves' inputs. */
export const treeHead = (entries: readonly Buffer[]): Buffer => {
  if (entries.length === 0) return sha256();
  const [only] = entries;
  if (entries.length === 1 && only) return sha256(Buffer.of(0), only);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Buffer.of(1), treeHead(entries.slice(0, k)), treeHead(entries.slice(k)));
};
