import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

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
  /** Resolves as soon as a page has its live line in this namespace. */
  readonly joined: (namespace: '/stations' | '/office') => Promise<void>;
  /** Cuts every live line; the pages come back by themselves. */
  readonly cut: () => void;
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
  const sockets = new Server(server, { path: '/socket.io' });
  for (const namespace of ['/stations', '/office']) sockets.of(namespace);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell: (namespace, event, value) => void sockets.of(namespace).emit(event, value),
    joined: async (namespace) => {
      while (sockets.of(namespace).sockets.size === 0)
        await new Promise<void>((done) => sockets.of(namespace).once('connection', () => done()));
    },
    cut: () => sockets.engine.close(),
    close: async () => {
      server.closeAllConnections();
      await sockets.close();
    },
  };
}
