import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A child process of a test, ended by its own id. */
export interface Child {
  readonly pid: number;
  /** Resolves with the first line of standard output that `wanted` accepts; rejects with all output when it ends first. */
  line(wanted: (line: string) => boolean): Promise<string>;
  /** Everything it printed so far. */
  output(): string;
  /** Sends the signal and resolves when the process is gone. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));
/** Before a command: it dies with this process however that ends, where util-linux is there to see to it. */
const mortal = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : [];

/** Starts the pinned Node with these arguments in the project's folder, under another command when one is given. */
export const startNode = (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  under: readonly string[] = [],
): Child => {
  const [command = '', ...rest] = [...mortal, ...under, process.execPath, ...args];
  const child = spawn(command, rest, {
    // Compiled once for all of them: most of what a start costs.
    env: { ...process.env, NODE_COMPILE_CACHE: 'node_modules/.cache/compile', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  let output = '';
  const waiting = new Set<{ wanted: (line: string) => boolean; resolve: (line: string) => void }>();
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    output += `${line}\n`;
    for (const one of [...waiting]) {
      if (!one.wanted(line)) continue;
      waiting.delete(one);
      one.resolve(line);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      alive.delete(child);
      resolve(code);
    }),
  );
  if (child.pid === undefined) throw new Error(`cannot start ${args.join(' ')}`);
  return {
    pid: child.pid,
    ended,
    output: () => output,
    line: (wanted) =>
      new Promise((resolve, reject) => {
        const seen = lines.find(wanted);
        if (seen !== undefined) return resolve(seen);
        waiting.add({ wanted, resolve });
        void ended.then((code) =>
          reject(new Error(`ended with ${code} before the awaited line:\n${output}`)),
        );
      }),
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await ended;
    },
  };
};
