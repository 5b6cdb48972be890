import type { Express, RequestHandler } from 'express';
import { Counter, Gauge, Registry } from 'prom-client';
import type { RecordWatchView } from '../supervision/record-watch.ts';
import type { ApiDeps } from './http/deps.ts';

/** Counters and gauges for Prometheus: no names, numbers of people, titles or addresses in any label. */
export const createMetrics = (
  deps: ApiDeps,
): { readonly count: RequestHandler; mount(app: Express): void } => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'docketbox_http_requests_total',
    help: 'HTTP answers by method and status class',
    labelNames: ['method', 'status'] as const,
    registers,
  });
  new Gauge({
    name: 'docketbox_ledger_sequence',
    help: 'Events in the ledger',
    registers,
    collect() {
      if (deps.ledger.health().ok) this.set(deps.ledger.head().sequence);
    },
  });
  new Gauge({
    name: 'docketbox_ledger_healthy',
    help: '1 while the ledger takes writes',
    registers,
    collect() {
      this.set(deps.ledger.health().ok ? 1 : 0);
    },
  });
  const record = (name: string, help: string, value: (view: RecordWatchView) => number | undefined): void => {
    new Gauge({
      ...{ name: `docketbox_record_${name}`, help, registers },
      collect() {
        const now = value(deps.record());
        if (now !== undefined) this.set(now);
      },
    });
  };
  record('trusted', '0 after a walk found the ledger edited or damaged', ({ fault }) =>
    fault === null ? 1 : 0,
  );
  record('walk_verified', 'Events verified by the walk under way', ({ progress }) => progress?.verified ?? 0);
  record('walk_findings', 'Findings of the last walk over the ledger', ({ last }) => last?.findings);
  record('walk_timestamp_seconds', 'When the last walk over the ledger ended', ({ last }) =>
    last === null ? undefined : Date.parse(last.at) / 1000,
  );
  new Gauge({
    name: 'docketbox_device_online',
    help: '1 while the device answers',
    labelNames: ['device', 'kind'] as const,
    registers,
    collect() {
      for (const { id, kind, state } of deps.devices())
        this.set({ device: id, kind }, state === 'online' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'docketbox_pieces_waiting',
    help: 'Deposited pieces nobody has collected, by department code',
    labelNames: ['department'] as const,
    registers,
    collect() {
      this.reset();
      for (const { department, pieces } of deps.views.waitingCounts()) this.set({ department }, pieces);
    },
  });
  new Gauge({
    name: 'docketbox_print_jobs_pending',
    help: 'Print jobs in line',
    registers,
    collect() {
      this.set(deps.views.pendingPrintJobs().length);
    },
  });
  return {
    count(request, response, next) {
      response.once('finish', () => {
        const method = /^(GET|POST|HEAD|OPTIONS)$/.test(request.method) ? request.method : 'other';
        requests.inc({ method, status: `${Math.floor(response.statusCode / 100)}xx` });
      });
      next();
    },
    mount(app) {
      app.get('/metrics', async (_request, response) => {
        const text = await registry.metrics();
        response.set('Content-Type', registry.contentType).set('Cache-Control', 'no-store').end(text);
      });
    },
  };
};
