import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Outlet } from './outlet.ts';

/** One at a time, as network printers and serial servers do it: who comes second waits until the first has gone. */
export class TcpOutlet implements Outlet {
  readonly host = '127.0.0.1';
  #port: number;
  readonly #fromHost: (bytes: Uint8Array) => void;
  #server: Server | null = null;
  #sockets: Socket[] = [];

  private constructor(port: number, fromHost: (bytes: Uint8Array) => void) {
    this.#port = port;
    this.#fromHost = fromHost;
  }

  /** Listens on the loopback address; port 0 takes a free one. Rejects when the port is taken. */
  static async open(port: number, fromHost: (bytes: Uint8Array) => void): Promise<TcpOutlet> {
    const outlet = new TcpOutlet(port, fromHost);
    await outlet.plug();
    return outlet;
  }

  get port(): number {
    return this.#port;
  }

  get plugged(): boolean {
    return this.#server !== null;
  }

  send(bytes: Uint8Array): void {
    this.#sockets[0]?.write(bytes);
  }

  plug(): Promise<void> {
    if (this.#server) return Promise.resolve();
    const server = createServer((socket) => this.#admit(socket));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        this.#server = null;
        reject(
          error.code === 'EADDRINUSE'
            ? new Error(
                `port ${this.#port} is taken: stop what uses it, or change the link in the configuration`,
              )
            : error,
        );
      });
      server.listen(this.#port, this.host, () => {
        this.#port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  #admit(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.push(socket);
    if (this.#sockets.length > 1) socket.pause();
    socket.on('data', (bytes) => this.#fromHost(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets = this.#sockets.filter((each) => each !== socket);
      this.#sockets[0]?.resume();
    });
  }

  unplug(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of this.#sockets) socket.resetAndDestroy();
    });
  }

  close(): Promise<void> {
    return this.unplug();
  }
}
