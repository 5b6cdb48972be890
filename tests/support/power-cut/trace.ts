import { execFileSync } from 'node:child_process';

/**
 * One thing a process asked the operating system to do, in the order it asked; a sync stands where it was answered.
 * Bytes that go to anything but a file of the data directory are an effect: frames on a line, answers to a client.
 */
export type Op =
  | { readonly is: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly is: 'size'; readonly file: string; readonly size: number }
  | { readonly is: 'sync'; readonly file: string }
  | { readonly is: 'effect'; readonly path: string; readonly bytes: Buffer };

export const canTrace = (): boolean => {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const calls = 'pwrite64,pwritev,write,writev,sendto,sendmsg,fdatasync,fsync,ftruncate';
/** What to put before a command so that all it writes and syncs is listed in a file; its process id stays its own. */
export const tracing = (listFile: string): string[] => [
  ...[
    'strace',
    '-D',
    '-f',
    '-y',
    '-xx',
    '-s',
    '200000',
    '--seccomp-bpf',
    '-e',
    `trace=${calls}`,
    '-o',
    listFile,
  ],
];

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

/** Reads such a list. Files are named relative to the data directory; shared memory is left out, it is no file to keep. */
export const readTrace = (list: string, dataDir: string): Op[] => {
  const ops: Op[] = [];
  const syncing = new Map<string, string>();
  const fileOf = (path: string): string | null =>
    path.startsWith(`${dataDir}/`) && !path.endsWith('-shm') ? path.slice(dataDir.length + 1) : null;
  for (const line of list.split('\n')) {
    const resumed = /^(\d+) +<\.\.\. f(?:data)?sync resumed>\) += 0/.exec(line);
    if (resumed) {
      const file = syncing.get(resumed[1] ?? '');
      if (file !== undefined) ops.push({ is: 'sync', file });
      continue;
    }
    const [, thread = '', call = '', name = '', rest = ''] =
      /^(\d+) +(\w+)\(\d+<((?:\\x..)*)>(.*)$/.exec(line) ?? [];
    if (call === '') continue;
    const path = unhex(name).toString();
    const file = fileOf(path);
    if (call === 'fsync' || call === 'fdatasync') {
      if (file === null) continue;
      if (rest.includes('unfinished')) syncing.set(thread, file);
      else ops.push({ is: 'sync', file });
    } else if (call === 'ftruncate') {
      if (file !== null) ops.push({ is: 'size', file, size: Number(/^, (\d+)/.exec(rest)?.[1]) });
    } else {
      const bytes = unhex([...rest.matchAll(/"((?:\\x..)*)"/g)].map(([, text]) => text).join(''));
      const at = Number(/", \d+, (\d+)/.exec(rest)?.[1]);
      if (file === null) ops.push({ is: 'effect', path, bytes });
      else if (call === 'pwrite64' && Number.isSafeInteger(at)) ops.push({ is: 'write', file, at, bytes });
      else throw new Error(`a write to ${file} in a way this list does not know: ${line.slice(0, 200)}`);
    }
  }
  return ops;
};
