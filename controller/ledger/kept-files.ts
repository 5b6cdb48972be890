import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Connection } from './connection.ts';

/**
 * Files that a site keeps beside its ledger, each named by the SHA-256 of a content: scans with their small pictures,
 * and the PDF of sheets. What a backup holds is written nowhere else than under such a name.
 */
const NAME = /^(?:scans\/[0-9a-f]{2}\/[0-9a-f]{64}(?:\.png)?|sheets\/[0-9a-f]{64}\.pdf)$/;
const hashOf = (name: string): string => /[0-9a-f]{64}/.exec(name)?.[0] ?? '';

interface KeptFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const namesIn = (dataDir: string): string[] =>
  ['scans', 'sheets']
    .filter((folder) => existsSync(join(dataDir, folder)))
    .flatMap((folder) =>
      readdirSync(join(dataDir, folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name.replaceAll('\\', '/')}`,
      ),
    )
    .filter((name) => NAME.test(name))
    .sort();

/**
 * Puts the kept files of a data directory into the copy of its ledger; how many. To be called after the copy was
 * made: whatever its events speak of was on the disk before them. A file removed meanwhile is left out.
 */
export const takeFilesIn = (copy: Connection, dataDir: string): number => {
  copy.exec('CREATE TABLE kept_files (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
  const insert = copy.prepare<KeptFile>('INSERT INTO kept_files (name, bytes) VALUES (:name, :bytes)');
  return copy.transaction(() => {
    let count = 0;
    for (const name of namesIn(dataDir)) {
      const bytes = readIfThere(join(dataDir, name));
      if (bytes) count += insert.run({ name, bytes }).changes;
    }
    return count;
  })();
};

const readIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const hasFiles = (copy: Connection): boolean =>
  copy.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kept_files'").get() !== undefined;

/** What is wrong with the files of a backup: a name that is none, a content that is not the one it is named by. */
export const filesWrong = (copy: Connection): string[] => {
  if (!hasFiles(copy)) return [];
  const wrong: string[] = [];
  for (const { name, bytes } of copy.prepare<[], KeptFile>('SELECT name, bytes FROM kept_files').iterate()) {
    const isPicture = name.endsWith('.png');
    const isItself = isPicture || createHash('sha256').update(bytes).digest('hex') === hashOf(name);
    if (!NAME.test(name)) wrong.push(`${JSON.stringify(name.slice(0, 100))} is no file that a site keeps`);
    else if (!isItself) wrong.push(`${name} is not what it was when it was kept`);
  }
  return wrong;
};

/** Writes the files of a backup under a data directory, mode 0600, and takes them out of the copy; how many. */
export const putFilesBack = (copy: Connection, dataDir: string): number => {
  if (!hasFiles(copy)) return 0;
  let count = 0;
  for (const { name, bytes } of copy.prepare<[], KeptFile>('SELECT name, bytes FROM kept_files').iterate()) {
    if (!NAME.test(name)) continue;
    const path = join(dataDir, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx', flush: true });
    chmodSync(path, 0o600);
    count += 1;
  }
  copy.exec('DROP TABLE kept_files; VACUUM');
  return count;
};
