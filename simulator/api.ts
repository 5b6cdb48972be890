import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { SimClock } from './clock.ts';
import { SimProblem } from './problem.ts';
import type { Simulator } from './simulator.ts';
import { perform, verbs } from './verbs.ts';

const STATUS: Record<SimProblem['code'], number> = { 'not-found': 404, impossible: 409, 'bad-request': 400 };
/** The live view is told of a change at most this often, ms. */
const TELL_EVERY_MS = 40;
const LOCAL = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Only this machine, and only under its own name: a page elsewhere cannot reach in, not by DNS rebinding either. */
const localOnly = (request: Request, response: Response, next: NextFunction): void => {
  const { host, origin } = request.headers;
  const foreign = origin !== undefined && origin !== `http://${host}`;
  if (host === undefined || !LOCAL.test(host) || foreign) {
    response.status(403).json({ code: 'foreign', title: 'open the panel by the address it printed' });
    return;
  }
  response.set({
    'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  next();
};

export interface Panel {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the panel and the control API on the loopback address; port 0 takes a free one. Rejects when it is taken.
 * `GET /api/state`, `GET /api/events` (the state again after every change, as server-sent events), `GET /api/verbs`,
 * `GET /api/history`, `POST /api/do {verb, args}`, `GET /printed/<n>.png`.
 */
export const servePanel = (sim: Simulator, clock: SimClock, port: number): Promise<Panel> => {
  const app = express();
  app.disable('x-powered-by');
  app.use(localOnly);
  app.get('/api/state', (_request, response) => void response.json(sim.state()));
  app.get('/api/history', (_request, response) => void response.json(sim.history()));
  app.get('/api/events', (request, response) => streamState(sim, clock, request, response));
  app.get('/api/verbs', (_request, response) => {
    const list = Object.entries(verbs).map(([name, { does, args }]) => ({
      verb: name,
      does,
      args: z.toJSONSchema(args, { io: 'input' }),
    }));
    response.json(list);
  });
  app.post('/api/do', express.json({ limit: '4mb', strict: true }), async (request, response) => {
    const asked = z.strictObject({ verb: z.string(), args: z.unknown().optional() }).safeParse(request.body);
    if (!asked.success)
      throw new SimProblem('bad-request', 'the body is not a verb', 'send JSON: {"verb": …, "args": {…}}');
    const result = await perform(sim, asked.data.verb, asked.data.args);
    response.json({ done: asked.data.verb, result });
  });
  app.use('/printed', express.static(sim.printouts.folder, { fallthrough: true }));
  app.use(express.static(join(import.meta.dirname, 'panel')));
  app.use(
    (_request, response) => void response.status(404).json({ code: 'not-found', title: 'nothing here' }),
  );
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    if (error instanceof SimProblem)
      response
        .status(STATUS[error.code])
        .json({ code: error.code, title: error.message, fix: error.fix, zh: error.zh });
    else response.status(statusOf(error)).json({ code: 'error', title: messageOf(error) });
  });
  return listen(createServer(app), port);
};

const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const streamState = (sim: Simulator, clock: SimClock, request: Request, response: Response): void => {
  response.set({ 'Content-Type': 'text/event-stream' });
  response.flushHeaders();
  let cancel: (() => void) | null = null;
  const tell = (): void => {
    cancel = null;
    response.write(`event: state\ndata: ${JSON.stringify(sim.state())}\n\n`);
  };
  const stopWatching = sim.watch(() => {
    cancel ??= clock.after(TELL_EVERY_MS, tell);
  });
  request.on('close', () => {
    stopWatching();
    cancel?.();
  });
  tell();
};

const listen = (server: Server, port: number): Promise<Panel> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken: give another one with --panel-port, or 0 for a free one`)
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      }),
    );
  });
