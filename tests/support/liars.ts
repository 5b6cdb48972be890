import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#controller/adapters/system-clock.ts';
import type { OutgoingMessage } from '#controller/ports/channel.ts';
import type { Clock } from '#controller/ports/clock.ts';

/** The machine's clock, so many times as fast: hours of rests in seconds, over real connections. */
export const fastClock = (factor: number): Clock => {
  const start = systemClock.now();
  return {
    now: () => start + (systemClock.now() - start) * factor,
    after: (ms, task) => systemClock.after(ms / factor, task),
  };
};

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export type Answer = (response: ServerResponse, heard: Heard, request: IncomingMessage) => void;

/** A real HTTP server on a loopback port that does what the test says. */
export class Receiver {
  readonly heard: Heard[] = [];
  answer: Answer = (response) => void response.writeHead(204).end();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        const heard = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
        this.heard.push(heard);
        this.answer(response, heard, request);
      });
    });
  }
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const outgoing = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...{ id: 'msg_1', attempt: 1, time: '2026-06-18T01:00:00.000Z', to: null },
  subject: '【站】市政府办公室有 1 件公文待领取',
  text: '第一行\n第二行',
  event: { type: 'pieces.deposited', data: { department: 'bgs', dockets: ['D'] } },
  ...more,
});
