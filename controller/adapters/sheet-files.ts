import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import type { SheetStore } from '../ports/sheet-store.ts';

const NAME = /^([0-9a-f]{64})\.pdf$/;
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files in `folder`, made when missing; only their owner may read them. Throws what the file system throws. */
export const sheetFiles = (folder: string, clock: Clock): SheetStore => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Left by a crash in the middle of writing.
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name));
  const pathOf = (digest: string): string => {
    if (!NAME.test(`${digest}.pdf`)) throw new RangeError('a sheet is named by its SHA-256 in hex');
    return join(folder, `${digest}.pdf`);
  };
  const get: SheetStore['get'] = (digest) => {
    try {
      const bytes = new Uint8Array(readFileSync(pathOf(digest)));
      return digestOf(bytes) === digest ? bytes : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    put(pdf) {
      const digest = digestOf(pdf);
      const path = pathOf(digest);
      if (get(digest) === undefined) {
        const part = `${path}.part`;
        const file = openSync(part, 'w', 0o600);
        try {
          writeFileSync(file, pdf);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        renameSync(part, path);
        syncFolder(folder);
      }
      const now = clock.now() / 1000;
      utimesSync(path, now, now);
      return digest;
    },
    get,
    list: () =>
      readdirSync(folder).flatMap((name) => {
        const digest = NAME.exec(name)?.[1];
        return digest === undefined ? [] : [{ digest, storedAt: statSync(join(folder, name)).mtimeMs }];
      }),
    remove: (digest) => rmSync(pathOf(digest), { force: true }),
  };
};

/** The name must outlive a power cut as well as the bytes. */
const syncFolder = (folder: string): void => {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
