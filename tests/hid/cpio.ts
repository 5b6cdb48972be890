import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What goes into an initramfs: path without leading slash → its file on this machine, its content, or a symlink. */
export type Entry =
  | { readonly file: string; readonly executable?: boolean }
  | { readonly content: string | Uint8Array; readonly executable?: boolean }
  | { readonly link: string };

const modes = { folder: 0o40755, plain: 0o100644, program: 0o100755, link: 0o120777 };

/** Writes an archive in the "newc" format that Linux unpacks as its first file system; folders come by themselves. */
export const writeCpio = (to: string, entries: ReadonlyMap<string, Entry>): void => {
  const out = openSync(to, 'w');
  let serial = 0;
  const add = (path: string, mode: number, data: Uint8Array): void => {
    serial += 1;
    const name = Buffer.from(`${path}\0`);
    const numbers = [serial, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length, 0];
    const header = `070701${numbers.map((n) => n.toString(16).padStart(8, '0')).join('')}`;
    for (const part of [Buffer.concat([Buffer.from(header), name]), data]) {
      writeSync(out, part);
      writeSync(out, new Uint8Array((4 - (part.length % 4)) % 4));
    }
  };
  try {
    const folders = new Set<string>();
    for (const [path, entry] of entries) {
      const parts = path.split('/').slice(0, -1);
      for (const [at] of parts.entries()) {
        const folder = parts.slice(0, at + 1).join('/');
        if (!folders.has(folder)) add(folder, modes.folder, new Uint8Array(0));
        folders.add(folder);
      }
      if ('link' in entry) add(path, modes.link, Buffer.from(entry.link));
      else {
        const data = 'file' in entry ? readFileSync(entry.file) : Buffer.from(entry.content);
        add(path, entry.executable ? modes.program : modes.plain, data);
      }
    }
    add('TRAILER!!!', 0, new Uint8Array(0));
  } finally {
    closeSync(out);
  }
};
