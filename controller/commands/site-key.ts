import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Entropy } from '../ports/entropy.ts';

export const SITE_KEY_BYTES = 32;

/**
 * The site's secret, 32 bytes in `<dir>/site.key` (mode 0600): keys card fingerprints, badges, PIN hashes and the
 * traces of classified papers. Made when missing, unless `mayCreate` is false (a ledger exists already: with another
 * key every PIN, card and badge would be void). Throws an Error that names the file, what is wrong and the fix.
 */
export const loadSiteKey = (dir: string, entropy: Entropy, mayCreate = true): Uint8Array => {
  const path = join(dir, 'site.key');
  const found = readIfThere(path);
  if (!found) {
    if (!mayCreate)
      throw new Error(
        `${path} is missing but the ledger is there: put back the key from the backup; without it no PIN, card or badge is valid`,
      );
    return create(dir, path, entropy);
  }
  if (found.length !== SITE_KEY_BYTES)
    throw new Error(
      `${path} has ${found.length} bytes instead of ${SITE_KEY_BYTES}: put back the key from the backup`,
    );
  const mode = statSync(path).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`${path} has mode ${mode.toString(8)}, others can read it: run chmod 600 ${path}`);
  return new Uint8Array(found);
};

const readIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const create = (dir: string, path: string, entropy: Entropy): Uint8Array => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const key = new Uint8Array(entropy.bytes(SITE_KEY_BYTES));
  // Whole or not at all: a crash must not leave half a key.
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return key;
};
