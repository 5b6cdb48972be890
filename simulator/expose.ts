import { join } from 'node:path';
import type { SimClock } from './clock.ts';
import type { Line } from './line.ts';
import type { ExposedAt, Outlet } from './outlets/outlet.ts';
import { PtyOutlet } from './outlets/pty-outlet.ts';
import { TcpOutlet } from './outlets/tcp-outlet.ts';
import type { SimDevice } from './site.ts';

export interface ExposeOptions {
  /** Folder for the links to the pseudo-terminals. */
  readonly runtime: string;
  /** Free ports instead of those of the configuration. */
  readonly ephemeral: boolean;
  /** Bytes leave no faster than the line's baud rate allows. */
  readonly pace: boolean;
  readonly clock: SimClock;
}

/** Attaches a line to a pseudo-terminal (`serial:`) or a TCP port of the loopback address (`tcp://`). */
export const exposeLine = async (
  device: SimDevice,
  line: Line,
  options: ExposeOptions,
): Promise<{ outlet: Outlet; at: ExposedAt }> => {
  const url = new URL(device.link);
  const fromHost = (bytes: Uint8Array): void => line.fromHost(bytes);
  if (url.protocol === 'tcp:') {
    const outlet = await TcpOutlet.open(options.ephemeral ? 0 : Number(url.port), fromHost);
    line.attachHost((bytes) => outlet.send(bytes));
    return { outlet, at: { host: outlet.host, port: outlet.port } };
  }
  const outlet = await PtyOutlet.open(join(options.runtime, device.id), fromHost);
  const baud = Number(url.searchParams.get('baud') ?? '9600');
  line.attachHost(
    options.pace ? paced((bytes) => outlet.send(bytes), baud, options.clock) : (bytes) => outlet.send(bytes),
  );
  return { outlet, at: { path: outlet.path } };
};

/** Ten bits a byte: hands each byte on when it would have crossed the line. */
export const paced = (
  send: (bytes: Uint8Array) => void,
  baud: number,
  clock: SimClock,
): ((bytes: Uint8Array) => void) => {
  const byteMs = 10_000 / baud;
  let waiting: { byte: number; due: number }[] = [];
  let freeAt = 0;
  const pump = (): void => {
    const due = waiting.filter((each) => each.due <= clock.now());
    waiting = waiting.filter((each) => each.due > clock.now());
    if (due.length > 0) send(Uint8Array.from(due, (each) => each.byte));
    const next = waiting[0];
    if (next) clock.after(next.due - clock.now(), pump);
  };
  return (bytes) => {
    const idle = waiting.length === 0;
    for (const byte of bytes) {
      freeAt = Math.max(freeAt, clock.now()) + byteMs;
      waiting.push({ byte, due: freeAt });
    }
    if (idle) pump();
  };
};
