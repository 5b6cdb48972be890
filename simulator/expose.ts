import { join } from 'node:path';
import type { SimClock } from './clock.ts';
import type { Bus, Port } from './bus.ts';
import type { IppPrinter } from './ipp/printer.ts';
import { PtyOutlet } from './outlets/pty-outlet.ts';
import { TcpOutlet } from './outlets/tcp-outlet.ts';

/** RFC 8010, 4: where IPP printers listen. */
const IPP_PORT = 631;

export interface ExposeOptions {
  /** Folder for the links to the pseudo-terminals. */
  readonly runtime: string;
  /** Free ports instead of those of the configuration. */
  readonly ephemeral: boolean;
  /** Bytes leave no faster than the line's baud rate allows. */
  readonly pace: boolean;
  readonly clock: SimClock;
}

/**
 * Leads a bus to a pseudo-terminal (`serial:`, `file:`) or to a TCP port of the loopback address (`tcp://`, `hid:`).
 * `name`: of the pseudo-terminal's link.
 */
export const exposeBus = async (
  bus: Bus,
  name: string,
  link: string,
  options: ExposeOptions,
): Promise<Port> => {
  const url = new URL(link);
  const fromHost = (bytes: Uint8Array): void => port.bus.fromHost(bytes);
  const port: Port = await (url.protocol === 'tcp:' || url.protocol === 'hid:'
    ? onTcp(bus, options.ephemeral || url.protocol === 'hid:' ? 0 : Number(url.port), fromHost)
    : onPty(bus, url, name, fromHost, options));
  bus.lead(port);
  return port;
};

const onTcp = async (bus: Bus, wanted: number, fromHost: (bytes: Uint8Array) => void): Promise<Port> => {
  const outlet = await TcpOutlet.open(wanted, fromHost);
  const { host, port } = outlet;
  return { bus, outlet, at: { host, port }, send: (bytes) => outlet.send(bytes) };
};

const onPty = async (
  bus: Bus,
  url: URL,
  name: string,
  fromHost: (bytes: Uint8Array) => void,
  { runtime, pace, clock }: ExposeOptions,
): Promise<Port> => {
  const outlet = await PtyOutlet.open(join(runtime, name), fromHost);
  const send = (bytes: Uint8Array): void => outlet.send(bytes);
  const baud = Number(url.searchParams.get('baud') ?? '9600');
  return { bus, outlet, at: { path: outlet.path }, send: pace ? paced(send, baud, clock) : send };
};

/** Switches an IPP printer on, at the port of its link or a free one. Gives why not, when it cannot be. */
export const exposeIpp = async (
  bus: Bus,
  printer: IppPrinter,
  link: string,
  { ephemeral }: Pick<ExposeOptions, 'ephemeral'>,
): Promise<Port | { readonly why: string }> => {
  try {
    const port = await printer.open(ephemeral ? 0 : Number(new URL(link).port || IPP_PORT));
    const led: Port = { bus, outlet: printer, at: { host: '127.0.0.1', port }, send: () => undefined };
    bus.lead(led);
    return led;
  } catch (cause) {
    return { why: cause instanceof Error ? cause.message : String(cause) };
  }
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
