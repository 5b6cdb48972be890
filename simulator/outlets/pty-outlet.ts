import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { spawn, type IPty } from '@lydell/node-pty';
import type { Outlet } from './outlet.ts';

/**
 * The child makes the terminal raw, tells its name, and then only keeps the far end open: without it the kernel would
 * hang up whenever the host closes the port. It must never read, or it would steal bytes.
 */
const KEEPER = 'stty raw -echo && tty && exec sleep 2147483647';

/**
 * A serial line on a pseudo-terminal. `path` is a symbolic link that stays the same while the terminal behind it comes
 * and goes with the cable, as /dev/serial/by-path does.
 */
export class PtyOutlet implements Outlet {
  readonly path: string;
  readonly #fromHost: (bytes: Uint8Array) => void;
  #terminal: IPty | null = null;

  private constructor(path: string, fromHost: (bytes: Uint8Array) => void) {
    this.path = path;
    this.#fromHost = fromHost;
  }

  /** Resolves when the terminal can be opened at `path`. Rejects when there are no pseudo-terminals. */
  static async open(path: string, fromHost: (bytes: Uint8Array) => void): Promise<PtyOutlet> {
    const outlet = new PtyOutlet(path, fromHost);
    await outlet.plug();
    return outlet;
  }

  get plugged(): boolean {
    return this.#terminal !== null;
  }

  send(bytes: Uint8Array): void {
    // Buffers are written as they are, whatever the library's types say.
    this.#terminal?.write(Buffer.from(bytes) as Buffer & string);
  }

  async plug(): Promise<void> {
    if (this.#terminal) return;
    const terminal = spawn('/bin/sh', ['-c', KEEPER], {
      encoding: null,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    this.#terminal = terminal;
    const name = await this.#firstLine(terminal);
    const fresh = `${this.path}.new`;
    rmSync(fresh, { force: true });
    symlinkSync(name, fresh);
    renameSync(fresh, this.path);
  }

  /** The name of the terminal, then everything else is bytes from the host. */
  #firstLine(terminal: IPty): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = Buffer.alloc(0);
      let named = false;
      terminal.onExit(() => reject(new Error(`no pseudo-terminal for ${this.path}: ${heard.toString()}`)));
      // With `encoding: null` the library hands out buffers, whatever its types say.
      terminal.onData((data: string | Buffer) => {
        const bytes = Buffer.from(data as Buffer);
        if (named) {
          this.#fromHost(bytes);
          return;
        }
        heard = Buffer.concat([heard, bytes]);
        const end = heard.indexOf(0x0a);
        if (end < 0) return;
        named = true;
        const rest = heard.subarray(end + 1);
        resolve(heard.subarray(0, end).toString().trim());
        if (rest.length > 0) this.#fromHost(rest);
      });
    });
  }

  unplug(): Promise<void> {
    const terminal = this.#terminal;
    this.#terminal = null;
    rmSync(this.path, { force: true });
    if (!terminal) return Promise.resolve();
    return new Promise((resolve) => {
      terminal.onExit(() => resolve());
      // Closing our end hangs the line up at once; the keeper then dies of the hang-up.
      (terminal as IPty & { destroy(): void }).destroy();
      terminal.kill('SIGKILL');
    });
  }

  close(): Promise<void> {
    return this.unplug();
  }
}
