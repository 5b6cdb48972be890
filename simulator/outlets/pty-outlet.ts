import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';
import type { Outlet } from './outlet.ts';

/** What the library's `open()` gives, which its types leave out: both ends as flowing streams, and the far end's path. */
interface OpenedPty {
  readonly master: ReadStream & { write(bytes: Uint8Array): boolean };
  readonly slave: ReadStream;
  readonly ptsName: string;
}
const { open } = nodePty as unknown as { open(options: { encoding: null }): OpenedPty };
/** What may wait for a host that does not read, beyond what the kernel keeps. */
const UNREAD_BYTES = 4096;

/**
 * A serial line on a pseudo-terminal. `path` is a symbolic link that stays the same while the terminal behind it comes
 * and goes with the cable, as /dev/serial/by-path does.
 */
export class PtyOutlet implements Outlet {
  readonly path: string;
  readonly #fromHost: (bytes: Uint8Array) => void;
  #ours: OpenedPty['master'] | null = null;
  #keeper: number | null = null;

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
    return this.#ours !== null;
  }

  /** A host that does not read loses bytes, as the buffer of a serial port does. */
  send(bytes: Uint8Array): void {
    if (this.#ours && this.#ours.writableLength <= UNREAD_BYTES) this.#ours.write(Buffer.from(bytes));
  }

  /**
   * No child process keeps the line open: children inherit the near ends of all lines opened before theirs, and then a
   * pulled cable is never noticed. Instead we hold the far end open ourselves, unread, and close the library's own
   * stream on it before it reads a byte.
   */
  async plug(): Promise<void> {
    if (this.#ours) return;
    const { master, slave, ptsName } = open({ encoding: null });
    const keeper = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
    slave.destroy();
    const raw = spawnSync('stty', ['raw', '-echo'], { stdio: [keeper, 'ignore', 'pipe'], encoding: 'utf8' });
    if (raw.status !== 0) {
      closeSync(keeper);
      master.destroy();
      throw new Error(`the pseudo-terminal for ${this.path} does not become raw: ${raw.stderr}`);
    }
    // A pseudo-terminal tells of its end as an input error (EIO); `unplug` is the only one who ends ours.
    master.on('error', () => undefined);
    master.on('data', (bytes: Buffer) => this.#fromHost(bytes));
    this.#ours = master;
    this.#keeper = keeper;
    const fresh = `${this.path}.new`;
    rmSync(fresh, { force: true });
    symlinkSync(ptsName, fresh);
    renameSync(fresh, this.path);
  }

  unplug(): Promise<void> {
    const ours = this.#ours;
    if (this.#keeper !== null) closeSync(this.#keeper);
    this.#keeper = null;
    this.#ours = null;
    rmSync(this.path, { force: true });
    if (!ours) return Promise.resolve();
    return new Promise((resolve) => {
      ours.once('close', () => resolve());
      ours.destroy();
    });
  }

  close(): Promise<void> {
    return this.unplug();
  }
}
