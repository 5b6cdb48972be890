import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { SimClock } from '../clock.ts';

const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** A program we started, read line by line, both outputs alike. */
export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #ended: Promise<void>;
  readonly #listeners = new Set<(line: string) => void>();
  #last = '';

  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#name = file;
    this.#child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    alive.add(this.#child);
    this.#ended = new Promise((resolve) => {
      const gone = (): void => {
        alive.delete(this.#child);
        resolve();
      };
      this.#child.once('close', gone);
      this.#child.once('error', (error) => {
        this.#last = error.message;
        gone();
      });
    });
    for (const output of [this.#child.stdout, this.#child.stderr])
      if (output)
        createInterface({ input: output }).on('line', (line) => {
          this.#last = line;
          for (const listener of [...this.#listeners]) listener(line);
        });
  }

  get running(): boolean {
    return alive.has(this.#child);
  }

  /** The next line that matches. Rejects when the program ends first, or after `withinMs`. */
  line(wanted: RegExp, withinMs: number, clock: SimClock): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.#listeners.delete(listener);
        cancel();
        act();
      };
      const listener = (line: string): void => {
        const found = wanted.exec(line);
        if (found) settle(() => resolve(found));
      };
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${this.#name} ${why}; its last line: ${this.#last}`)));
      const cancel = clock.after(withinMs, () =>
        fail(`did not write ${wanted.source} within ${withinMs} ms`),
      );
      this.#listeners.add(listener);
      void this.#ended.then(() => fail('ended'));
    });
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}
