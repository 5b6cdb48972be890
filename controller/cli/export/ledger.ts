import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportedLines } from '../../ledger/export.ts';
import { EXIT, type Console, type ExitCode, type Input } from '../command.ts';
import { siteDataDir } from '../data-dir.ts';
import { unwritable } from '../file-words.ts';

/** Writes the whole ledger to `--out` as JSON Lines; an existing file is left as it is. */
export const exportLedger = async (input: Input, console: Console): Promise<ExitCode> => {
  const dataDir = siteDataDir(input.value('data'), 'read');
  const out = input.value('out');
  let events = 0;
  let root: string | null = null;
  const lines = function* (): Generator<string> {
    for (const line of exportedLines(dataDir)) {
      events++;
      root = line.root ?? root;
      yield line.text;
    }
  };
  const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
  await pipeline(Readable.from(lines()), file).catch((error: unknown) => {
    throw unwritable(out, error);
  });
  if (input.json) console.out(JSON.stringify({ out, events, root }));
  else console.out(`${out}: ${events} events, root ${root ?? 'none'}`);
  return EXIT.done;
};
