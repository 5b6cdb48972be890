import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandFailed } from './command.ts';

/**
 * Makes a data directory and what is missing above it, for its owner alone. Step by step, because the recursive mkdir
 * of Node never returns below /proc. Throws CommandFailed with what to do.
 */
export const makeFolder = (path: string): void => {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return;
    throw new CommandFailed(`${path} is a file: name a directory with --data`);
  }
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    if (code === 'EEXIST') return;
    throw new CommandFailed(
      `${path} cannot be made (${code}): name another directory with --data, or let this user write there`,
    );
  }
};
