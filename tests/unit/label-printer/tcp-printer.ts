import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A small network printer on a real port, one connection at a time, that keeps each format it has read whole. */
export class TcpPrinter {
  readonly formats: string[] = [];
  /** Told of every command read, before it is answered. */
  onRead: (command: 'format' | 'status') => void = () => undefined;
  /** Resets the connection after so many bytes of a format; null for a printer that behaves. */
  cutAfter: number | null = null;
  silent = false;
  paperOut = false;
  port = 0;
  #server: Server | null = null;
  #sockets = new Set<Socket>();

  async listen(port = 0): Promise<this> {
    const server = createServer((socket) => this.#serve(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    this.#server = null;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #serve(socket: Socket): void {
    let input = '';
    let read = 0;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      input += bytes.toString('latin1');
      read += bytes.length;
      if (this.cutAfter !== null && read > this.cutAfter) {
        this.cutAfter = null;
        socket.resetAndDestroy();
        return;
      }
      for (;;) {
        const found = /\^XA[^]*?\^XZ|~HS/.exec(input);
        if (!found) return;
        input = input.slice(found.index + found[0].length);
        if (found[0] !== '~HS') this.formats.push(found[0]);
        this.onRead(found[0] === '~HS' ? 'status' : 'format');
        if (found[0] !== '~HS') continue;
        if (!this.silent) socket.write(this.#hostStatus());
      }
    });
  }

  #hostStatus(): string {
    const lines = [
      `030,${this.paperOut ? 1 : 0},0,0320,000,0,0,0,000,0,0,0`,
      '000,0,0,0,0,2,4,0,00000000,1,000',
      '1234,0',
    ];
    return lines.map((line) => `\x02${line}\x03\r\n`).join('');
  }
}
