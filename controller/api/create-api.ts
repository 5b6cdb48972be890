import type { Server as HttpServer } from 'node:http';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { mountHealth } from './health.ts';
import { limitConnections } from './http/connections.ts';
import type { ApiDeps } from './http/deps.ts';
import { errorHandler, notFound } from './http/errors.ts';
import { lastAnswers } from './http/last-answers.ts';
import { languageFor, mount } from './http/mount.ts';
import { hostAllowed } from './http/origin.ts';
import { ProblemError } from './http/problem.ts';
import { OfficeSessions } from './http/sessions.ts';
import { createMetrics } from './metrics.ts';
import { openApiOf } from './openapi.ts';
import { mountPages } from './pages.ts';
import { routesOf } from './routes/index.ts';
import { attachSocket } from './socket.ts';

export interface Api {
  readonly app: Express;
  /** Puts time-outs and the socket on a server whose handler is `app`; returns how to end it, last answers given. */
  attach(server: HttpServer): () => Promise<void>;
}

/** The whole HTTP side: API, health, metrics, pages. `http.createServer(api.app)`, `api.attach(server)`, listen. */
export const createApi = (deps: ApiDeps): Api => {
  const app = express();
  const sessions = new OfficeSessions(deps.clock, deps.entropy);
  const routes = routesOf(deps, sessions);
  const metrics = createMetrics(deps);
  let openApi: string | undefined;
  app
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .set('case sensitive routing', true);
  app.use(metrics.count);
  app.use(securityHeaders);
  app.use((request, _response, next) => {
    if (!hostAllowed(request.headers.host, deps.config.server.host, deps.hostNames ?? []))
      throw new ProblemError(421, 'wrong-host');
    next();
  });
  mountHealth(app, deps);
  metrics.mount(app);
  app.get('/api/openapi.json', (_request, response) => {
    openApi ??= JSON.stringify(openApiOf(routes, deps.version));
    response.type('application/json').send(openApi);
  });
  mount(app, deps, sessions, routes);
  mountPages(app, deps);
  app.use(notFound);
  app.use(errorHandler(deps.log, () => deps.entropy.id(), languageFor(deps)));
  return {
    app,
    attach(server) {
      server.headersTimeout = 10_000;
      server.requestTimeout = 30_000;
      server.keepAliveTimeout = 10_000;
      server.maxHeadersCount = 100;
      limitConnections(server);
      const end = lastAnswers(server, deps.clock);
      const cutLines = attachSocket(server, deps, sessions);
      return async () => {
        cutLines();
        await end();
      };
    },
  };
};

/** Everything from this origin, nothing inline, no frames. No HSTS and no upgrade: an office's box speaks plain HTTP. */
const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: { policy: 'no-referrer' },
});
