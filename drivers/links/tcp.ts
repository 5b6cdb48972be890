import { createConnection, type Socket } from 'node:net';
import type { Clock } from '#controller/ports/clock.ts';
import type { Link, LinkOpener } from '../link.ts';
import { codeOf, LinkEnd, linkFaultOf, messageOf } from './link-end.ts';
import { openTimeoutMs, PendingWrites, writeTimeoutMs } from './pending-writes.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

const fixes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The other side is there but does not listen on this port: check the port and its service.',
  ENOTFOUND: 'The name is unknown: check the spelling, or write the address in figures.',
  EHOSTUNREACH: 'Check power, network cable and address of the device.',
};
const failure = (name: string, error: unknown) => ({
  ok: false as const,
  why: `${name}: ${messageOf(error)}`,
  fix: fixes[codeOf(error) ?? ''] ?? 'Check power, network cable and address of the device.',
  code: codeOf(error) === null ? ('link-unreachable' as const) : linkFaultOf(error),
});

const linkOver = (socket: Socket, name: string, clock: Clock): Link => {
  const end = new LinkEnd();
  const writes = new PendingWrites(clock);
  let error: unknown = null;
  const finish = (why: string): void => {
    socket.destroy();
    end.end(why);
    writes.end(why);
  };
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (bytes) => end.deliver(bytes));
  socket.on('error', (e) => void (error = e));
  socket.on('end', () => finish('the other side ended the connection'));
  socket.on('close', () => finish(error ? messageOf(error) : 'closed'));
  return {
    name,
    onBytes: end.onBytes,
    onClosed: end.onClosed,
    write(bytes, timeoutMs = writeTimeoutMs) {
      if (end.why !== null) return Promise.resolve({ kind: 'not-sent', why: end.why });
      const start = (done: (e: unknown) => void): void =>
        void socket.write(Uint8Array.from(bytes), (e) => done(e));
      return writes.run(timeoutMs, start, () => finish('a write got stuck'));
    },
    close() {
      finish('closed');
      return gone;
    },
  };
};

/**
 * Opens `tcp://host:port`; small frames leave at once. A peer that dies without a word is noticed by keep-alive within
 * about a dozen seconds; where somebody asks and waits for answers, much sooner.
 */
export const tcpOpener =
  ({ host, port }: TcpAddress, clock: Clock): LinkOpener =>
  (timeoutMs = openTimeoutMs) =>
    new Promise((resolve) => {
      const name = `tcp://${host}:${port}`;
      const socket = createConnection({
        host,
        port,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: 1000,
      });
      const give = (answer: Awaited<ReturnType<LinkOpener>>): void => {
        cancel();
        socket.removeListener('error', failed);
        if (!answer.ok) socket.on('error', () => undefined).destroy();
        resolve(answer);
      };
      const failed = (error: unknown): void => give(failure(name, error));
      const cancel = clock.after(timeoutMs, () => failed(new Error(`no answer within ${timeoutMs} ms`)));
      socket.once('error', failed);
      socket.once('connect', () => give({ ok: true, link: linkOver(socket, name, clock) }));
    });
