import type { Express } from 'express';
import type { RecordWatchView } from '../supervision/record-watch.ts';
import type { ApiDeps } from './http/deps.ts';

export interface Readiness {
  readonly ready: boolean;
  /** One sentence each: what keeps it from being ready. */
  readonly reasons: readonly string[];
  readonly ledger: { readonly ok: boolean; readonly sequence: number | null; readonly why: string | null };
  /** The walks over the whole ledger: the one under way, the last one, the next one. */
  readonly record: RecordWatchView;
  readonly devices: readonly {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
    readonly problem: string | null;
  }[];
}

/** Without these kinds no paper goes through the box; a printer or card reader missing is reported, no more. */
const ESSENTIAL = /^(lock-board|scanner)\//;

/** Ready: the ledger takes writes, every device was asked once, and every lock board and scanner answers. */
export const readinessOf = ({
  ledger,
  devices,
  record,
}: Pick<ApiDeps, 'ledger' | 'devices' | 'record'>): Readiness => {
  const health = ledger.health();
  const states = devices().map(({ id, kind, state, problem }) => ({ id, kind, state, problem }));
  const reasons = [
    ...(health.ok ? [] : [`the ledger takes no writes: ${health.why}`]),
    ...states
      .filter(({ kind, state }) => state === 'starting' || (state === 'offline' && ESSENTIAL.test(kind)))
      .map(({ id, state, problem }) => `${id} is ${state}${problem === null ? '' : `: ${problem}`}`),
  ];
  return {
    ready: reasons.length === 0,
    reasons,
    ledger: health.ok
      ? { ok: true, sequence: ledger.head().sequence, why: null }
      : { ok: false, sequence: null, why: health.why },
    record: record(),
    devices: states,
  };
};

export const mountHealth = (app: Express, deps: ApiDeps): void => {
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok', version: deps.version });
  });
  app.get('/readyz', (_request, response) => {
    const readiness = readinessOf(deps);
    response
      .status(readiness.ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(readiness);
  });
};
