import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemEntropy } from '../../adapters/system-entropy.ts';
import { logKey, originOf } from '../../commands/checkpoints/log-key.ts';
import {
  NoteError,
  openNote,
  readCheckpoint,
  readKey,
  type Checkpoint,
  type NoteKey,
} from '../../commands/checkpoints/note.ts';
import { noteOfSymbol, SYMBOL } from '../../commands/checkpoints/symbol.ts';
import { loadSiteKey } from '../../commands/site-key.ts';
import { unreadable } from '../file-words.ts';
import { siteIdOf } from '../open-site.ts';
import { CommandFailed, UsageError } from '../command.ts';

/**
 * What a checkpoint file says, once its signature was found good: with the key of `keyFile`, else with that of the data
 * directory. Throws CommandFailed or UsageError that names the file, what is wrong and what to do.
 */
export const checkpointIn = (file: string, dataDir: string, keyFile: string | undefined): Checkpoint => {
  const note = noteIn(file);
  const key = keyFile === undefined ? ownKey(dataDir) : within(keyFile, () => readKey(textOf(keyFile)));
  const checkpoint = within(file, () => readCheckpoint(openNote(note, key)));
  const origin = originOf(siteIdOf(dataDir));
  if (checkpoint.origin !== origin)
    throw new CommandFailed(`${file}: it is a checkpoint of ${checkpoint.origin}, the ledger is ${origin}`);
  return checkpoint;
};

const ownKey = (dataDir: string): NoteKey => {
  if (!existsSync(join(dataDir, 'site.key')))
    throw new UsageError(
      `${dataDir} has no site.key: give the public key with --key FILE (GET /api/v1/checkpoints/key, or docketbox export key)`,
    );
  return logKey(
    within(dataDir, () => loadSiteKey(dataDir, systemEntropy, false)),
    siteIdOf(dataDir),
  );
};

/** The note as it is, as the code of a daily sheet has it, or out of the answer of the API. */
const noteIn = (file: string): string => {
  const text = textOf(file).replaceAll('\r\n', '\n');
  if (text.startsWith(SYMBOL)) return noteOfSymbol(text.trim());
  if (!text.startsWith('{')) return text;
  try {
    const answer = JSON.parse(text) as {
      readonly note?: unknown;
      readonly items?: { readonly note?: unknown }[];
    };
    return String(answer.note ?? answer.items?.[0]?.note ?? '');
  } catch {
    return text;
  }
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
};

const within = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(error instanceof NoteError ? `${file}: ${why}` : why);
  }
};
