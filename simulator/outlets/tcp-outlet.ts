import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Outlet } from './outlet.ts';

/** One at a time, as network printers and serial servers do it: who comes second waits until the first has gone. */
export class TcpOutlet implements Outlet {
  readonly host = '127.0.0.1';
  #port: number;
  readonly #fromHost: (bytes: Uint8Array) => void;
  #server: Server | null = null;
  #sockets: Socket[] = [];
  /** Connections the other end has forgotten. */
  #forgotten: Socket[] = [];
  #frozen = false;

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

  get frozen(): boolean {
    return this.#frozen;
  }

  send(bytes: Uint8Array): void {
    if (!this.#frozen) this.#sockets[0]?.write(bytes);
  }

  /**
   * Power gone at the far end: connections stand, and nothing answers on them. Back again, it knows none of them and
   * resets each one that says a word.
   */
  freeze(on: boolean): void {
    this.#frozen = on;
    if (on) {
      for (const socket of this.#sockets) socket.pause();
      return;
    }
    this.#forgotten.push(...this.#sockets);
    this.#sockets = [];
    for (const socket of this.#forgotten) socket.resume();
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
    if (this.#sockets.length > 1 || this.#frozen) socket.pause();
    socket.on('data', (bytes) => {
      if (this.#forgotten.includes(socket)) socket.resetAndDestroy();
      else this.#fromHost(bytes);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#forgotten = this.#forgotten.filter((each) => each !== socket);
      this.#sockets = this.#sockets.filter((each) => each !== socket);
      if (!this.#frozen) this.#sockets[0]?.resume();
    });
  }

  unplug(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of [...this.#sockets, ...this.#forgotten]) socket.resetAndDestroy();
    });
  }

  close(): Promise<void> {
    return this.unplug();
  }
}
