import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';

/** Answers a request for `/api/…`: [status, body], or undefined for 404. */
export type Api = (
  method: string,
  path: string,
  body: unknown,
  headers: IncomingMessage['headers'],
) => readonly [status: number, body: unknown] | undefined;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** The policy the pages must live under: nothing inline, nothing from elsewhere. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'";
const pageOf = (path: string): string =>
  path.startsWith('/kiosk/')
    ? 'kiosk.html'
    : path.startsWith('/receipts/')
      ? 'receipt.html'
      : path === '/admin'
        ? 'admin.html'
        : path.slice(1);

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  // A file that a page sends is not looked into.
  const isJson = request.headers['content-type']?.includes('json') === true;
  return text === '' || !isJson ? null : JSON.parse(text);
}

export interface PageServer {
  readonly url: string;
  /** Tells every page in a namespace something. */
  readonly tell: (namespace: '/stations' | '/office', event: string, value: unknown) => void;
  /** Resolves as soon as a page has its live line in this namespace, past the change of transport that begins it. */
  readonly joined: (namespace: '/stations' | '/office') => Promise<void>;
  /** Cuts every live line; the pages come back by themselves, unless they are kept out. */
  readonly cut: () => void;
  /** Refuses every new live line until the answered function is called. */
  readonly keepOut: () => () => void;
  readonly close: () => Promise<void>;
}

/** Serves the built pages from `dist` and a made-up API beside them, on a free loopback port. */
export async function servePages(dist: string, api: Api): Promise<PageServer> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://page');
    response.setHeader('content-security-policy', policy);
    if (pathname.startsWith('/api/')) {
      const answer = api(
        request.method ?? 'GET',
        pathname + search,
        await bodyOf(request),
        request.headers,
      ) ?? [
        404,
        { type: 'about:blank', title: 'Not found', status: 404, code: 'not-found', detail: pathname },
      ];
      response.writeHead(answer[0], { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer[1]));
      return;
    }
    try {
      const file = join(dist, normalize(`/${pageOf(pathname)}`));
      if (pathname.startsWith('/assets/')) response.setHeader('cache-control', 'max-age=3600, immutable');
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  let keptOut = false;
  const sockets = new Server(server, {
    path: '/socket.io',
    allowRequest: (_request, decide) => decide(null, !keptOut),
  });
  const changes = new EventEmitter();
  for (const namespace of ['/stations', '/office'])
    sockets.of(namespace).on('connection', ({ conn }) => {
      changes.emit('change');
      conn.once('upgrade', () => changes.emit('change'));
    });
  /** Those that were not cut. */
  const lines = new Set<Socket['conn']>();
  sockets.engine.on('connection', (line: Socket['conn']) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell: (namespace, event, value) => void sockets.of(namespace).emit(event, value),
    joined: async (namespace) => {
      const joined = () =>
        [...sockets.of(namespace).sockets.values()].some(
          ({ conn }) => conn.transport.name === 'websocket' && lines.has(conn),
        );
      while (!joined()) await new Promise((done) => changes.once('change', done));
    },
    cut: () => {
      for (const line of lines) line.close(true);
      lines.clear();
    },
    keepOut: () => {
      keptOut = true;
      return () => (keptOut = false);
    },
    close: async () => {
      server.closeAllConnections();
      await sockets.close();
    },
  };
}
