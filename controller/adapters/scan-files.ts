import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScanFiles } from '../ports/intake.ts';

const HASH = /^[0-9a-f]{64}$/;
const ENDINGS = { bytes: '', thumbnail: '.png' } as const;

/**
 * Kept scans in `<dataDir>/scans/ab/abcd…`, mode 0600, each with a small picture beside it. A file is whole or not
 * there; it is on the disk when `put` returns.
 */
export const scanFiles = (dataDir: string): ScanFiles => {
  const root = join(dataDir, 'scans');
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const pathOf = (hash: string, what: keyof typeof ENDINGS): string => {
    if (!HASH.test(hash)) throw new RangeError(`'${hash.slice(0, 80)}' is no SHA-256 in hexadecimal`);
    return join(root, hash.slice(0, 2), hash + ENDINGS[what]);
  };
  return {
    async put(hash, file) {
      const folder = join(root, hash.slice(0, 2));
      if (!existsSync(folder)) {
        mkdirSync(folder, { mode: 0o700 });
        synced(root);
      }
      for (const what of ['thumbnail', 'bytes'] as const) await write(pathOf(hash, what), file[what]);
      synced(folder);
    },
    async get(hash, what) {
      try {
        return await readFile(pathOf(hash, what));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove(hash) {
      for (const what of ['bytes', 'thumbnail'] as const) rmSync(pathOf(hash, what), { force: true });
      const folder = join(root, hash.slice(0, 2));
      if (existsSync(folder)) synced(folder);
    },
    list() {
      const names = readdirSync(root).flatMap((folder) => {
        const found = readdirSync(join(root, folder));
        // What a crash left half written.
        for (const name of found)
          if (name.endsWith('.new')) rmSync(join(root, folder, name), { force: true });
        return found;
      });
      return [...new Set(names.map((name) => name.slice(0, 64)).filter((name) => HASH.test(name)))];
    },
  };
};

const write = async (path: string, bytes: Uint8Array): Promise<void> => {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
};

const synced = (folder: string): void => {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
