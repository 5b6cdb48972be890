import { join } from 'node:path';
import express, { type Express, type Response } from 'express';
import type { ApiDeps } from './http/deps.ts';
import { ProblemError } from './http/problem.ts';

/** The built pages. A receipt's page is open to whoever holds its id, as its data are; see routes/receipts.ts. */
export const mountPages = (app: Express, { pages, stations }: Pick<ApiDeps, 'pages' | 'stations'>): void => {
  const page = (response: Response, name: string): void => {
    response.set('Cache-Control', 'no-cache');
    response.sendFile(name, { root: pages, cacheControl: false }, (error) => {
      if (error && !response.headersSent)
        response
          .status(503)
          .type('text/plain')
          .send(
            'The pages are not built yet: run `npm run build:kiosk`.\n页面尚未构建：请运行 `npm run build:kiosk`。\n',
          );
    });
  };
  app.get('/', (_request, response) => response.redirect(302, '/admin'));
  app.get('/admin', (_request, response) => page(response, 'admin.html'));
  app.get('/kiosk/:station', (request, response) => {
    const { station } = request.params;
    if (!stations.has(station))
      throw new ProblemError(404, 'no-such', { values: { what: 'station', id: station } });
    page(response, 'kiosk.html');
  });
  app.get('/m', (_request, response) => page(response, 'm.html'));
  // The service worker is asked for anew each time: a newer page is noticed at once.
  app.get('/m-worker.js', (_request, response) => page(response, 'm-worker.js'));
  app.use('/m', express.static(join(pages, 'm'), { maxAge: '1h', index: false, redirect: false }));
  app.get('/receipts/:id', (_request, response) => page(response, 'receipt.html'));
  app.use(
    '/assets',
    express.static(join(pages, 'assets'), { immutable: true, maxAge: '365d', index: false, redirect: false }),
  );
};
