import { existsSync } from 'node:fs';
import type { WalkProgress } from '../ports/ledger-walk.ts';
import { openReadOnly } from './connection.ts';
import { ledgerFile } from './open-ledger.ts';
import { currentSchema } from './payloads.ts';
import { createUpcaster, type Upcast } from './upcast.ts';
import { walkLedger, type KnownRoot, type Report, type WalkOptions } from './walk.ts';

export interface VerifyOptions {
  readonly known?: readonly KnownRoot[];
  readonly upcasts?: readonly Upcast[];
  readonly onProgress?: (progress: WalkProgress) => void;
}

/**
 * Verifies everything in the ledger of a data directory, also while a controller writes to it, and changes
 * nothing. Throws an Error when there is no ledger; whatever is wrong with one is a finding.
 */
export const verifyLedger = (dataDir: string, options: VerifyOptions = {}): Report => {
  const steps = verifySteps(dataDir, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    options.onProgress?.(step.value);
  }
};

/** Somebody else is at it, or this machine is short of something: that says nothing of what is in the file. */
const notDamage = /^SQLITE_(BUSY|LOCKED|NOMEM|CANTOPEN|PERM|READONLY|INTERRUPT)/;

/** The same, a slice of events a step, for a program that has other things to do: between two steps it is free. */
export function* verifySteps(
  dataDir: string,
  options: VerifyOptions & Partial<Pick<WalkOptions, 'file'>> = {},
): Generator<WalkProgress, Report> {
  const path = ledgerFile(dataDir);
  if (!existsSync(path))
    throw new Error(
      `${dataDir} holds no ledger (no ledger.db): give the data directory of a site with --data`,
    );
  return yield* stepsOf(path, options);
}

/** Verifies the file of a ledger that no controller has, such as a backup. */
export const verifyFile = (path: string): Report => {
  const steps = stepsOf(path, {});
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

function* stepsOf(
  path: string,
  options: VerifyOptions & Partial<Pick<WalkOptions, 'file'>>,
): Generator<WalkProgress, Report> {
  const upcast = createUpcaster(currentSchema, options.upcasts);
  const known = options.known ?? [];
  let db;
  try {
    db = openReadOnly(path);
    return yield* walkLedger(db, { upcast, file: options.file ?? 'at-once', known });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('SQLITE_') || notDamage.test(code)) throw error;
    const detail = `the database cannot be read: ${error instanceof Error ? error.message : code}`;
    return { size: 0, root: null, findings: [{ code: 'file-damaged', sequence: null, detail }] };
  } finally {
    db?.close();
  }
}
