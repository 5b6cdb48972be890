import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Cancel, Clock } from '../ports/clock.ts';
import { instantOf } from '../ports/clock.ts';
import type { FolderTaken } from '../ports/intake.ts';
import type { WatchedFolderView } from '../api/contract/scans.ts';

export interface WatchOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly mostBytes: number;
  /** Takes one file in; resolves when its record is durable. Known files must count as taken. */
  readonly take: (file: { readonly bytes: Uint8Array; readonly name: string }) => Promise<FolderTaken>;
}

/** Pause between two looks, ms. A file counts as complete when two looks found it with the same size and time. */
export const LOOK_MS = 2000;
/** Names under which programs write what is not complete yet. */
const UNFINISHED = /^[.~]|\.(tmp|part|partial|crdownload|filepart|writing)$/i;

/**
 * Takes in what others leave in a folder: complete files only, one after the other, moved to `done/` afterwards, or
 * to `failed/` with the reason in a .txt beside them. A file left over by a crash is known by its content and only
 * moved. Of a classified one nothing stays, not even its name.
 */
export class WatchedFolder {
  readonly #options: WatchOptions;
  #seen = new Map<string, string>();
  #cancel: Cancel | null = null;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;
  #problem: string | null = null;
  #taken = 0;
  #failed = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#cancel = this.#options.clock.after(LOOK_MS, () => {
      this.#looking = this.look().finally(() => {
        if (!this.#stopped) this.start();
      });
    });
  }
  /** Resolves when the file under way is settled. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#looking;
  }
  view(): WatchedFolderView {
    return { path: this.#options.folder, problem: this.#problem, taken: this.#taken, failed: this.#failed };
  }

  /** One look at the folder; takes in what has not changed since the last one. Never rejects. */
  async look(): Promise<void> {
    const { folder } = this.#options;
    try {
      for (const name of ['done', 'failed']) await mkdir(join(folder, name), { recursive: true });
      const found = new Map<string, string>();
      for (const name of (await readdir(folder)).sort()) {
        const state = UNFINISHED.test(name) ? null : await stateOf(join(folder, name));
        if (state === null) continue;
        found.set(name, state);
        if (this.#seen.get(name) === state && !this.#stopped) await this.#settle(name);
      }
      this.#seen = found;
      this.#problem = null;
    } catch (error) {
      this.#problem = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    }
  }

  async #settle(name: string): Promise<void> {
    const { folder, take, mostBytes } = this.#options;
    const path = join(folder, name);
    const { size } = await lstat(path);
    const taken: FolderTaken =
      size > mostBytes
        ? { is: 'failed', why: `it has ${size} bytes; at most ${mostBytes} are taken: split it` }
        : await take({ bytes: await readFile(path), name });
    switch (taken.is) {
      case 'taken':
        this.#taken++;
        await moveTo(path, join(folder, 'done'), name);
        return;
      case 'failed':
        this.#failed++;
        return writeFile(`${await moveTo(path, join(folder, 'failed'), name)}.txt`, `${taken.why}\n`);
      case 'classified': {
        this.#failed++;
        await erase(path, size);
        const when = instantOf(this.#options.clock).replace(/[:.]/g, '-');
        return writeFile(join(folder, 'failed', `refused-${when}.txt`), `${REFUSED}\n`);
      }
      case 'later':
    }
  }
}

const REFUSED =
  '涉密文件，已拒收并删除，请送机要室办理。\nA classified paper: refused and deleted. Take it to the confidential office.';

/** Size and time of a plain file; null for anything else. */
const stateOf = async (path: string): Promise<string | null> => {
  const stat = await lstat(path).catch(() => null);
  return stat?.isFile() ? `${stat.size} ${stat.mtimeMs} ${stat.ino}` : null;
};

/** Under another name when there is one of that name already; answers where it lies now. */
const moveTo = async (path: string, folder: string, name: string): Promise<string> => {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let n = 1; ; n++) {
    const target = join(folder, n === 1 ? name : `${stem}-${n}${ending}`);
    try {
      // Claims the name first: a rename would replace what is there.
      await (await open(target, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY)).close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    await rename(path, target);
    return target;
  }
};

/** Overwritten before it is deleted; a copying file system or a flash disk may still hold the old blocks. */
const erase = async (path: string, size: number): Promise<void> => {
  const file = await open(path, 'r+');
  try {
    const zeros = Buffer.alloc(65_536);
    for (let at = 0; at < size; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
    await file.sync();
  } finally {
    await file.close();
  }
  await unlink(path);
};
