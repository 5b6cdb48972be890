import { chmodSync, copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SITE_KEY_BYTES } from '../commands/site-key.ts';
import { settle, standAlone } from '../ledger/backup.ts';
import { openReadOnly } from '../ledger/connection.ts';
import { filesWrong, putFilesBack } from '../ledger/kept-files.ts';
import { ledgerFile } from '../ledger/open-ledger.ts';
import { verifyFile } from '../ledger/verify.ts';
import { CommandFailed, EXIT, type Command } from './command.ts';
import { assertWayIn } from './data-dir.ts';
import { assertReadable } from './file-words.ts';
import { makeFolder } from './make-folder.ts';

/** `docketbox restore`: a backup becomes the data directory of a site; only into a directory that is empty. */
export const restore: Command = {
  name: 'restore',
  summary: 'Makes a data directory from a backup, after the backup was verified.',
  operands: ['FILE'],
  flags: [
    {
      name: 'data',
      value: 'DIR',
      required: true,
      help: 'the data directory to make; must be missing or empty',
    },
    { name: 'key', value: 'FILE', help: 'the copy of the site key that was kept apart' },
    { name: 'damaged', help: 'restores a backup in which something was found, too' },
  ],
  notes: [
    'Nothing is ever overwritten: move a directory that holds something away first. Without --key the directory waits',
    'for its site.key: the controller does not start without it.',
  ],
  run(input, console) {
    const [operand = ''] = input.operands;
    const file = resolve(operand);
    const dataDir = resolve(input.value('data'));
    const key = input.optional('key');
    assertReadable(file);
    assertWayIn(dataDir, 'write');
    const [found] = existsSync(dataDir) ? readdirSync(dataDir) : [];
    if (found !== undefined)
      throw new CommandFailed(
        `${dataDir} is not empty (${found}): stop its controller and move it away, or restore to another --data directory`,
      );
    if (key !== undefined) checkKey(resolve(key));
    const { size, root, findings } = verifyFile(file);
    const told = [
      ...findings.map(
        ({ code, sequence, detail }) =>
          `${sequence === null ? 'ledger' : `event ${sequence}`}: ${code}: ${detail}`,
      ),
      ...(findings.some(({ code }) => code === 'file-damaged') ? [] : wrongFilesOf(file)),
    ];
    if (told.length > 0 && !input.on('damaged'))
      throw new CommandFailed(
        [
          ...told,
          `${file}: ${told.length} ${told.length === 1 ? 'finding' : 'findings'}; take another backup, or restore this one with --damaged`,
        ].join('\n'),
      );
    makeFolder(dataDir);
    if (key !== undefined) place(resolve(key), join(dataDir, 'site.key'));
    // Last: a directory counts as a site's as soon as it holds a ledger.
    let files = 0;
    place(file, ledgerFile(dataDir), (copy) => (files = standAlone(copy, (db) => putFilesBack(db, dataDir))));
    settle(dataDir);
    if (input.json)
      console.out(JSON.stringify({ data: dataDir, size, root, files, findings, key: key !== undefined }));
    else {
      for (const line of told) console.out(line);
      console.out(`${dataDir}: ${size} events, root ${root ?? 'unknown'}, ${files} kept files`);
      if (key === undefined)
        console.out(`put the site key to ${join(dataDir, 'site.key')} before the controller is started`);
    }
    return Promise.resolve(told.length === 0 ? EXIT.done : EXIT.foundWrong);
  },
};

const wrongFilesOf = (file: string): string[] => {
  const db = openReadOnly(file);
  try {
    return filesWrong(db).map((wrong) => `kept files: ${wrong}`);
  } finally {
    db.close();
  }
};

const checkKey = (path: string): void => {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size !== SITE_KEY_BYTES)
    throw new CommandFailed(
      `${path}: ${size === undefined ? 'there is no such file' : `${size} bytes`}; a site key has ${SITE_KEY_BYTES} bytes`,
    );
};

/** Whole or not at all: a crash leaves no half ledger under its name. */
const place = (from: string, to: string, finish: (path: string) => void = () => undefined): void => {
  const unfinished = `${to}.part`;
  try {
    copyFileSync(from, unfinished);
    chmodSync(unfinished, 0o600);
    finish(unfinished);
    settle(unfinished);
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new CommandFailed(
      `${to}: cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
};
