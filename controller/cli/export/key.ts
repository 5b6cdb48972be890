import { writeFileSync } from 'node:fs';
import { systemEntropy } from '../../adapters/system-entropy.ts';
import { logKey } from '../../commands/checkpoints/log-key.ts';
import { writeKey } from '../../commands/checkpoints/note.ts';
import { loadSiteKey } from '../../commands/site-key.ts';
import { CommandFailed, EXIT, type Console, type ExitCode, type Input } from '../command.ts';
import { unwritable } from '../file-words.ts';
import { siteIdOf } from '../open-site.ts';

/** Writes the public key of a site's checkpoints to `--out`; an existing file is left as it is. */
export const exportKey = (input: Input, console: Console): Promise<ExitCode> => {
  const [dataDir, out] = [input.value('data'), input.value('out')];
  const key = keyOf(dataDir);
  try {
    writeFileSync(out, `${key}\n`, { flag: 'wx' });
  } catch (error) {
    throw unwritable(out, error);
  }
  console.out(input.json ? JSON.stringify({ out, key }) : `${out}: ${key}`);
  return Promise.resolve(EXIT.done);
};

const keyOf = (dataDir: string): string => {
  const site = siteIdOf(dataDir);
  try {
    return writeKey(logKey(loadSiteKey(dataDir, systemEntropy, false), site));
  } catch (error) {
    throw new CommandFailed(error instanceof Error ? error.message : String(error));
  }
};
