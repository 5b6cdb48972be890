import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backUpLedger, settle } from '../ledger/backup.ts';
import { verifyFile } from '../ledger/verify.ts';
import { CommandFailed, EXIT, type Command } from './command.ts';
import { siteDataDir } from './data-dir.ts';
import { unreadable, unwritable } from './file-words.ts';

/** `docketbox backup`: the ledger as it stands at one moment and the kept files, in one file, also while the controller runs. */
export const backup: Command = {
  name: 'backup',
  summary:
    'Copies the ledger and the kept files of a site to one file, also while its controller runs, and verifies it.',
  flags: [
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'out', value: 'FILE', required: true, help: 'the file to write; it must not exist yet' },
    { name: 'key-out', value: 'FILE', help: 'also copies the site key, to a file that must not exist yet' },
  ],
  notes: [
    'The site key (site.key) is not in the backup: without it no PIN, card or badge of the backup is valid, and with it',
    'anybody could make badges. Copy it once with --key-out and keep it apart from the backups. Exit code 1 when the',
    'ledger was found edited or damaged: the backup is written all the same.',
  ],
  async run(input, console) {
    const dataDir = siteDataDir(input.value('data'), 'read');
    const out = resolve(input.value('out'));
    const keyOut = input.optional('key-out');
    for (const [flag, file] of [
      ['out', out],
      ['key-out', keyOut],
    ] as const)
      if (file !== undefined && existsSync(file))
        throw new CommandFailed(`${file} is there already: give another name with --${flag}`);
    const files = await backUpLedger(dataDir, out).catch((error: unknown) => {
      throw unwritable(out, error);
    });
    if (keyOut !== undefined) copyKey(join(dataDir, 'site.key'), resolve(keyOut));
    const { size, root, findings } = verifyFile(out);
    const key = keyOut === undefined ? null : resolve(keyOut);
    if (input.json) console.out(JSON.stringify({ out, key, size, root, files, findings }));
    else {
      for (const { code, sequence, detail } of findings)
        console.out(`${sequence === null ? 'ledger' : `event ${sequence}`}: ${code}: ${detail}`);
      console.out(`${out}: ${size} events, root ${root ?? 'unknown'}, ${files} kept files`);
      console.out(key === null ? 'site.key is not in it: keep a copy of it apart' : `site key: ${key}`);
    }
    return findings.length === 0 ? EXIT.done : EXIT.foundWrong;
  },
};

const copyKey = (from: string, to: string): void => {
  let key: Buffer;
  try {
    key = readFileSync(from);
  } catch (error) {
    throw unreadable(from, error);
  }
  try {
    writeFileSync(to, key, { flag: 'wx', mode: 0o600 });
    settle(to);
  } catch (error) {
    throw unwritable(to, error);
  }
};
