import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ledgerFile } from '../ledger/open-ledger.ts';
import { CommandFailed } from './command.ts';

type Use = 'read' | 'write';

/**
 * The data directory of a site, once this user can open its ledger for the use named; else throws CommandFailed. SQLite
 * would say no more than that it cannot open, and a ledger that is well would look damaged.
 */
export const siteDataDir = (data: string, use: Use): string => {
  const dataDir = resolve(data);
  assertWayIn(dataDir, use);
  if (existsSync(ledgerFile(dataDir))) return dataDir;
  throw new CommandFailed(
    `${dataDir} holds no ledger: name the data directory of a site with --data, or start its controller once (docketbox serve)`,
  );
};

/** Throws CommandFailed when this user is kept out of a data directory, or of the ledger in it. */
export const assertWayIn = (dataDir: string, use: Use): void => {
  const kept = keptOut(dataDir, use);
  if (kept) throw new CommandFailed(`${kept.found}; ${kept.fix}`);
};

/** What keeps this user out of a data directory or its ledger, as far as they are there; undefined when nothing does. */
export const keptOut = (
  dataDir: string,
  use: Use,
  may: (path: string, mode: number) => boolean = accessible,
): { readonly found: string; readonly fix: string } | undefined => {
  const fix = 'run this as its owner, or change the owner';
  const path = ledgerFile(dataDir);
  if (!existsSync(dataDir)) return undefined;
  if (!statSync(dataDir).isDirectory())
    return { found: `${dataDir} is a file`, fix: 'name a directory with --data' };
  if (!may(dataDir, constants.R_OK | constants.X_OK))
    return { found: `${dataDir}: this user may not look into it`, fix };
  const there = existsSync(path);
  if (there && !may(path, constants.R_OK)) return { found: `${path}: this user may not read it`, fix };
  if (may(dataDir, constants.W_OK) && (!there || may(path, constants.W_OK))) return undefined;
  if (use === 'write')
    return { found: `${dataDir}: this user may not write there, or the disk is read-only`, fix };
  return !there || may(`${path}-shm`, constants.R_OK)
    ? undefined
    : {
        found: `${dataDir}: this user may not write there, and SQLite keeps a book of readers beside every ledger`,
        fix: 'copy the directory to where you may write, and name the copy with --data',
      };
};

const accessible = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
};
