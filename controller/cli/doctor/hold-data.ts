import { resolve } from 'node:path';
import { lockDataDir } from '../../ledger/instance-lock.ts';
import { CommandFailed } from '../command.ts';

/** Keeps a controller from starting on this data directory meanwhile; fails when one runs. */
export const holdData = (dataDir: string | undefined): (() => void) => {
  if (dataDir === undefined) return () => undefined;
  try {
    return lockDataDir(resolve(dataDir));
  } catch (error) {
    throw new CommandFailed(error instanceof Error ? error.message : String(error));
  }
};
