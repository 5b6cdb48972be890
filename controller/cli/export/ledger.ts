import { createWriteStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportedLines } from '../../ledger/export.ts';
import { ledgerFile } from '../../ledger/open-ledger.ts';
import { CommandFailed, EXIT, type Console, type ExitCode, type Input } from '../command.ts';

/** Writes the whole ledger to `--out` as JSON Lines; an existing file is left as it is. */
export const exportLedger = async (input: Input, console: Console): Promise<ExitCode> => {
  const dataDir = resolve(input.value('data'));
  const out = input.value('out');
  if (!existsSync(ledgerFile(dataDir)))
    throw new CommandFailed(`${dataDir} holds no ledger: give the data directory of a site with --data`);
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
  await pipeline(Readable.from(lines()), file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already: give another name' : error.message;
    throw new CommandFailed(`${out}: cannot write it (${why})`);
  });
  if (input.json) console.out(JSON.stringify({ out, events, root }));
  else console.out(`${out}: ${events} events, root ${root ?? 'none'}`);
  return EXIT.done;
};
