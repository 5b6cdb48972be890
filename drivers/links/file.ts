import { close, constants, fstat, open, read, write } from 'node:fs';
import type { Clock } from '#controller/ports/clock.ts';
import type { Link, LinkOpener, WriteOutcome } from '../link.ts';
import { codeOf, LinkEnd, linkFaultOf, messageOf } from './link-end.ts';
import { openTimeoutMs, writeTimeoutMs } from './pending-writes.ts';

/** Milliseconds. */
export const FILE_DELAYS = {
  /** Between two looks for bytes that came in, and for an unplug. */
  read: 25,
  /** Between two tries when the device takes nothing for now. */
  write: 10,
} as const;

const fixOf = (path: string, code: string | null): string => {
  if (code === 'EACCES' || code === 'EPERM')
    return 'Add the user that runs the service to the group lp, then log in again.';
  if (code === 'EBUSY')
    return 'Another program holds the printer: remove its CUPS queue (lpadmin -x NAME), or stop the other controller.';
  if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO')
    return `Nothing is there at ${path}: check power and cable; if lsusb shows the printer, CUPS has taken it: remove its queue, then modprobe usblp.`;
  if (code === 'ENOTDEV') return 'Write a printer device such as file:/dev/usb/lp0.';
  return 'Check power and cable of the printer.';
};

/** What the kernel says when nothing can be taken, or nothing is there, for now. */
const isForNow = (error: unknown): boolean => codeOf(error) === 'EAGAIN' || codeOf(error) === 'EINTR';

/**
 * The descriptor is non-blocking, so no call holds up a thread however long the printer is out of paper; what the
 * device does not take for now is offered again until time is up.
 */
class FileLink implements Link {
  readonly name: string;
  readonly onBytes: Link['onBytes'];
  readonly onClosed: Link['onClosed'];
  readonly #fd: number;
  readonly #clock: Clock;
  readonly #end = new LinkEnd();
  readonly #buffer = Buffer.alloc(4096);
  readonly #gone: Promise<void>;
  #release: () => void = () => undefined;
  #busy = 0;
  #freed = false;
  #last: Promise<unknown> = Promise.resolve();
  #naps = new Set<() => void>();

  constructor(name: string, fd: number, clock: Clock) {
    this.name = name;
    this.#fd = fd;
    this.#clock = clock;
    this.onBytes = this.#end.onBytes;
    this.onClosed = this.#end.onClosed;
    this.#gone = new Promise((resolve) => (this.#release = resolve));
    void this.#listen();
  }

  write(bytes: Uint8Array, timeoutMs = writeTimeoutMs): Promise<WriteOutcome> {
    const copy = Buffer.from(bytes);
    const until = this.#clock.now() + timeoutMs;
    const turn = this.#last.then(() => this.#offer(copy, until, timeoutMs));
    this.#last = turn;
    return turn;
  }

  close(): Promise<void> {
    this.#finish('closed');
    return this.#gone;
  }

  async #listen(): Promise<void> {
    while (this.#end.why === null) {
      const got = await this.#call<number>((done) =>
        read(this.#fd, this.#buffer, 0, this.#buffer.length, null, done),
      );
      if (typeof got === 'number' && got > 0) this.#end.deliver(Buffer.from(this.#buffer.subarray(0, got)));
      else if (typeof got !== 'number' && !isForNow(got)) this.#finish(messageOf(got));
      else {
        // 0 is "nothing yet" from a printer and "gone" from a terminal: an empty write tells which.
        if (got === 0) await this.#probe();
        await this.#nap(FILE_DELAYS.read);
      }
    }
  }

  async #probe(): Promise<void> {
    const answer = await this.#write(Buffer.alloc(0));
    if (typeof answer !== 'number' && !isForNow(answer)) this.#finish(messageOf(answer));
  }

  #write(bytes: Buffer): Promise<number | Error> {
    return this.#call((done) => write(this.#fd, bytes, 0, bytes.length, null, done));
  }

  /** Offers the bytes until all are taken; an empty write behind them is taken when the last block has left. */
  async #offer(bytes: Buffer, until: number, timeoutMs: number): Promise<WriteOutcome> {
    let at = 0;
    const ended = (why: string): WriteOutcome => ({ kind: at === 0 ? 'not-sent' : 'unknown', why });
    for (;;) {
      if (this.#end.why !== null) return ended(this.#end.why);
      const rest = bytes.subarray(at);
      const taken = await this.#write(rest);
      if (typeof taken === 'number') {
        if (rest.length === 0) return { kind: 'written' };
        at += taken;
      } else if (!isForNow(taken)) {
        this.#finish(messageOf(taken));
        return ended(messageOf(taken));
      } else {
        if (this.#clock.now() >= until) {
          // What was taken may still be on its way: nothing more may follow it on this link.
          this.#finish('a write got stuck');
          return ended(`not written within ${timeoutMs} ms`);
        }
        await this.#nap(FILE_DELAYS.write);
      }
    }
  }

  /** One call on the descriptor, which stays open until it has returned. */
  async #call<T>(start: (done: (error: Error | null, value: T) => void) => void): Promise<T | Error> {
    if (this.#end.why !== null) return new Error(this.#end.why);
    this.#busy += 1;
    const answer = await new Promise<T | Error>((resolve) =>
      start((error, value) => resolve(error ?? value)),
    );
    this.#busy -= 1;
    this.#free();
    return answer;
  }

  #nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#naps.delete(wake);
        resolve();
      };
      const cancel = this.#clock.after(ms, wake);
      this.#naps.add(wake);
    });
  }

  #finish(why: string): void {
    this.#end.end(why);
    for (const wake of [...this.#naps]) wake();
    this.#free();
  }

  #free(): void {
    if (this.#end.why === null || this.#busy > 0 || this.#freed) return;
    this.#freed = true;
    close(this.#fd, () => this.#release());
  }
}

const notADevice = (): Error => Object.assign(new Error('this is no device'), { code: 'ENOTDEV' });

/** Opens a device file such as `/dev/usb/lp0` for reading and writing. */
export const fileOpener =
  (path: string, clock: Clock): LinkOpener =>
  (timeoutMs = openTimeoutMs) =>
    new Promise((resolve) => {
      const name = `file:${path}`;
      let waiting = true;
      const answer = (given: Awaited<ReturnType<LinkOpener>>): void => {
        waiting = false;
        cancel();
        resolve(given);
      };
      const failed = (error: unknown): void =>
        answer({
          ...{ ok: false, why: `${name}: ${messageOf(error)}` },
          ...{ fix: fixOf(path, codeOf(error)), code: linkFaultOf(error) },
        });
      const cancel = clock.after(timeoutMs, () => failed(new Error(`did not open within ${timeoutMs} ms`)));
      const { O_RDWR, O_NONBLOCK, O_NOCTTY } = constants;
      open(path, O_RDWR | O_NONBLOCK | O_NOCTTY, (error, fd) => {
        if (error) return waiting ? failed(error) : undefined;
        fstat(fd, (unknown, stats) => {
          if (waiting && !unknown && stats.isCharacterDevice())
            return answer({ ok: true, link: new FileLink(name, fd, clock) });
          return close(fd, () => waiting && failed(unknown ?? notADevice()));
        });
      });
    });
