import { stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { Link, LinkFault, LinkOpener } from '../link.ts';
import { codeOf, LinkEnd, messageOf } from './link-end.ts';
import { openTimeoutMs, PendingWrites, writeTimeoutMs } from './pending-writes.ts';

export interface SerialAddress {
  readonly path: string;
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly dataBits: 7 | 8;
  readonly stopBits: 1 | 2;
  /** False keeps DTR when the port is closed, for boards that a falling DTR resets. */
  readonly hupcl: boolean;
}

/** The binding says most things in words only. */
const causeOf = (path: string, error: unknown): { readonly code: LinkFault; readonly fix: string } => {
  const text = `${codeOf(error) ?? ''} ${messageOf(error)}`;
  if (/EACCES|permission/i.test(text))
    return {
      code: 'link-forbidden',
      fix: 'Add the user that runs the service to the group dialout, then log in again.',
    };
  if (/ENOENT|no such file/i.test(text))
    return {
      code: 'link-missing',
      fix: `Nothing is plugged in at ${path}: check the cable, and take the name from /dev/serial/by-path.`,
    };
  if (/lock|EBUSY|busy/i.test(text))
    return {
      code: 'link-busy',
      fix: 'Another program holds the port: stop it (a modem manager, a terminal, a second controller).',
    };
  return { code: 'link-failed', fix: 'Check the cable and the name of the port.' };
};

const close = (port: SerialPort, done: () => void): void => {
  if (port.isOpen) port.close(() => done());
  else done();
};

/** How often it is looked whether the port is still where it was, ms: a listener is not told of every unplug. */
export const lookMs = 1000;

/** Calls back once when something else, or nothing, is at the path; the returned function ends the watch. */
const watchPath = (path: string, clock: Clock, gone: () => void): (() => void) => {
  let ended = false;
  let cancel: Cancel = () => undefined;
  let first: string | null = null;
  const look = async (): Promise<void> => {
    const now = await stat(path).then(
      ({ dev, ino, rdev }) => `${dev} ${ino} ${rdev}`,
      () => null,
    );
    if (ended) return;
    if (now === null || (first !== null && now !== first)) {
      ended = true;
      return gone();
    }
    first = now;
    cancel = clock.after(lookMs, () => void look());
  };
  void look();
  return () => {
    ended = true;
    cancel();
  };
};

const linkOver = (port: SerialPort, name: string, path: string, clock: Clock): Link => {
  const end = new LinkEnd();
  const writes = new PendingWrites(clock);
  let released = false;
  let release: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (release = resolve));
  const unwatch = watchPath(path, clock, () => finish(`nothing is at ${path} any more`));
  const finish = (why: string): void => {
    unwatch();
    end.end(why);
    writes.end(why);
    if (released) return;
    released = true;
    // A closing port can hang on bytes that never drain: they are dropped first, and nobody waits for ever.
    const cancel = clock.after(500, () => release());
    const closed = (): void => {
      cancel();
      release();
    };
    if (port.isOpen) port.flush(() => close(port, closed));
    else closed();
  };
  port.on('data', (bytes: Buffer) => end.deliver(bytes));
  port.on('error', (error) => finish(messageOf(error)));
  port.on('close', (error: unknown) => finish(error ? messageOf(error) : 'closed'));
  return {
    name,
    onBytes: end.onBytes,
    onClosed: end.onClosed,
    write(bytes, timeoutMs = writeTimeoutMs) {
      if (end.why !== null) return Promise.resolve({ kind: 'not-sent', why: end.why });
      if (!port.isOpen) return Promise.resolve({ kind: 'not-sent', why: 'the port is not open' });
      const start = (done: (error: unknown) => void): void => {
        // The drain's callback may never come after an unplug: `run` has its own time limit.
        port.write(Buffer.from(bytes), (error) => (error ? done(error) : port.drain((e) => done(e))));
      };
      return writes.run(timeoutMs, start, () => finish('a write got stuck'));
    },
    close() {
      finish('closed');
      return gone;
    },
  };
};

/** Opens a serial port or a pseudo-terminal, for us alone. */
export const serialOpener =
  (address: SerialAddress, clock: Clock): LinkOpener =>
  async (timeoutMs = openTimeoutMs) => {
    const name = `serial:${address.path}`;
    const failed = (error: unknown) => ({
      ok: false as const,
      why: `${name}: ${messageOf(error)}`,
      ...causeOf(address.path, error),
    });
    // Loaded here, so that a machine whose binding does not load still starts and says what is missing.
    const module = await import('serialport').catch((error: unknown) => ({ error }));
    if ('error' in module)
      return {
        ...failed(module.error),
        ...{ code: 'link-library', fix: 'The serial binding does not load: run npm ci again.' },
      };
    const { path, baud, parity, dataBits, stopBits, hupcl } = address;
    let port: SerialPort;
    try {
      port = new module.SerialPort({
        ...{ path, baudRate: baud, parity, dataBits, stopBits, hupcl },
        lock: true,
        autoOpen: false,
      });
    } catch (error) {
      return failed(error);
    }
    return new Promise((resolve) => {
      let waiting = true;
      const cancel = clock.after(timeoutMs, () => {
        waiting = false;
        resolve(failed(new Error(`did not open within ${timeoutMs} ms`)));
      });
      port.open((error) => {
        cancel();
        if (!waiting) close(port, () => undefined);
        else if (error) resolve(failed(error));
        else resolve({ ok: true, link: linkOver(port, name, path, clock) });
      });
    });
  };
