import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What `npm start` started, and how it ends: all together. */
export class Children {
  readonly #running = new Map<string, ChildProcess>();
  #ending: Promise<void> | null = null;
  #onDeath: (message: string) => void;

  /** `onDeath` is called with a message for people when a child ends unasked. */
  constructor(onDeath: (message: string) => void) {
    this.#onDeath = onDeath;
  }

  /**
   * Starts a TypeScript program under this very Node. Its standard error goes to `log`, `stdin` into it once that is
   * known. Resolves to the first line it prints; rejects when it ends before that, or says nothing for `timeoutMs`.
   */
  start(
    name: string,
    args: readonly string[],
    log: string,
    { timeoutMs = 20_000, stdin }: { readonly timeoutMs?: number; readonly stdin?: Promise<string> } = {},
  ): Promise<string> {
    if (this.#ending) return Promise.reject(new Error('ending already'));
    const fd = openSync(log, 'w', 0o600);
    // The channel tells a child when its starter is gone, however that ended.
    const child = spawn(process.execPath, args, {
      stdio: [stdin ? 'pipe' : 'ignore', 'pipe', fd, 'ipc'],
      // The next start loads its code in half the time.
      env: { ...process.env, NODE_COMPILE_CACHE: resolve('node_modules/.cache/compile') },
    });
    closeSync(fd);
    this.#running.set(name, child);
    // A child that is gone before it read everything is told of by its exit.
    child.stdin?.on('error', () => undefined);
    void stdin?.then((given) => child.stdin?.end(given)).catch(() => child.kill());
    return new Promise((resolve, reject) => {
      let text = '';
      let ready = false;
      const late = setTimeout(
        () => reject(new Error(`the ${name} said nothing for ${timeoutMs / 1000} s\n${tail(log)}`)),
        timeoutMs,
      );
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        if (ready) return;
        text += chunk;
        const end = text.indexOf('\n');
        if (end < 0) return;
        ready = true;
        clearTimeout(late);
        resolve(text.slice(0, end));
      });
      child.on('error', (error) => {
        clearTimeout(late);
        reject(new Error(`the ${name} does not start: ${error.message}`));
      });
      child.on('exit', (code, signal) => {
        clearTimeout(late);
        this.#running.delete(name);
        const message = `the ${name} ended (${signal ?? `exit code ${code ?? '?'}`})\n${tail(log)}`;
        if (!ready) reject(new Error(message));
        else if (!this.#ending) this.#onDeath(message);
      });
    });
  }

  /** Starts a program that talks to the terminal itself. */
  attach(name: string, args: readonly string[]): Promise<number> {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#running.set(name, child);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        this.#running.delete(name);
        resolve(code ?? (signal === null ? 1 : 0));
      });
    });
  }

  /** Ends every child, the youngest first; one that does not within `patienceMs` is killed. */
  end(patienceMs = 5000): Promise<void> {
    this.#ending ??= (async () => {
      for (const child of [...this.#running.values()].reverse()) await ended(child, patienceMs);
    })();
    return this.#ending;
  }

  /** Kills what is left, without waiting. */
  kill(): void {
    for (const child of this.#running.values()) child.kill('SIGKILL');
  }
}

/** A signal to the whole process group reaches a child by itself: it gets a moment before it is told again. */
const ended = async (child: ChildProcess, patienceMs: number): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const steps: [number, () => void][] = [
    [150, () => child.connected && child.disconnect()],
    [patienceMs / 2, () => child.kill('SIGTERM')],
    [patienceMs, () => child.kill('SIGKILL')],
  ];
  const timers = steps.map(([ms, step]) => setTimeout(step, ms));
  await exit;
  timers.forEach(clearTimeout);
};

const tail = (log: string): string => {
  try {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15);
    return lines.join('') === '' ? '' : `the end of ${log}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  } catch {
    return '';
  }
};
