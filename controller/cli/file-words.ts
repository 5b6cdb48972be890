import { closeSync, openSync, readSync } from 'node:fs';
import { CommandFailed } from './command.ts';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why a file cannot be read, and what to do about it. */
export const unreadable = (file: string, error: unknown): CommandFailed => {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CommandFailed(`${file}: there is no such file; check the name`);
    case 'EISDIR':
      return new CommandFailed(`${file}: this is a folder; name a file in it`);
    case 'EACCES':
    case 'EPERM':
      return new CommandFailed(`${file}: this user may not read it; change its permissions or the user`);
    default:
      return new CommandFailed(`${file}: it cannot be read: ${codeOf(error) || messageOf(error)}`);
  }
};

/** Why a file cannot be written, and what to do about it. */
export const unwritable = (file: string, error: unknown): CommandFailed => {
  switch (codeOf(error)) {
    case 'EEXIST':
      return new CommandFailed(`${file}: it is there already; give another name`);
    case 'ENOENT':
    case 'ENOTDIR':
      return new CommandFailed(`${file}: there is no such folder; make it, or give another name`);
    case 'EISDIR':
      return new CommandFailed(`${file}: this is a folder; name a file in it`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CommandFailed(`${file}: this user may not write there; give another name`);
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return new CommandFailed(`${file}: the disk is full; make room or give another name`);
    default:
      return codeOf(error).startsWith('SQLITE_')
        ? new CommandFailed(`the ledger cannot be read: ${messageOf(error)}; docketbox verify says more`)
        : new CommandFailed(`${file}: it cannot be written: ${codeOf(error) || messageOf(error)}`);
  }
};

/** Throws CommandFailed when a file is not there, is a folder, or cannot be read. */
export const assertReadable = (file: string): void => {
  try {
    const handle = openSync(file, 'r');
    try {
      readSync(handle, new Uint8Array(1));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
};
