import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { WalkEnd } from '../ports/ledger-walk.ts';

/** Beside the ledger, so that the doctor can say it while no controller runs, and a restart does not forget it. */
export const walkNoteFile = (dataDir: string): string => join(dataDir, 'last-walk.json');

const note = z.strictObject({
  at: z.iso.datetime({ precision: 3 }),
  size: z.int().min(0),
  root: z.string().nullable(),
  findings: z.int().min(0),
});

/** How the last walk over the whole ledger ended; null when none has, or the file says nothing of use. */
export const readWalkNote = (dataDir: string): WalkEnd | null => {
  try {
    const read = note.safeParse(JSON.parse(readFileSync(walkNoteFile(dataDir), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};

/** Throws what the disk throws. */
export const writeWalkNote = (dataDir: string, end: WalkEnd): void => {
  const fresh = `${walkNoteFile(dataDir)}.new`;
  writeFileSync(fresh, `${JSON.stringify(end)}\n`, { mode: 0o600 });
  renameSync(fresh, walkNoteFile(dataDir));
};
