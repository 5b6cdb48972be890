import type { Problem } from '#controller/api/contract/problem.ts';
import { pause, uuid } from './time.ts';

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };
export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON; a Blob as it is. */
  readonly body?: unknown;
  /** Who asks: the browser's office session, or a station, which is no person and shows no cookie. */
  readonly as?: { readonly token: string | null };
  /** Language the answer's words should be in. */
  readonly language: string;
  /** Idempotency key of a write that may be sent again another day; a random one otherwise. */
  readonly key?: string;
  /** How long one try waits for its answer, ms; without it as long as the browser does. */
  readonly patience?: number;
  /** Told of every try that found no network, before the next one. */
  readonly onRetry?: () => void;
}

/** Pauses before further tries when the network fails, ms. */
export const retryPauses: readonly number[] = [300, 1000, 2000, 4000];

const problem = (status: number, code: string, detail = ''): Problem => ({
  type: 'about:blank',
  title: '',
  status,
  code,
  detail,
});

async function read<Value>(response: Response): Promise<Answer<Value>> {
  const text = await response.text();
  let value: unknown;
  try {
    value = text === '' ? null : JSON.parse(text);
  } catch {
    return { ok: false, problem: problem(response.status, 'not-json') };
  }
  if (response.ok) return { ok: true, value: value as Value };
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<Problem>;
  return { ok: false, problem: { ...problem(response.status, `http-${response.status}`), ...given } };
}

/**
 * One request. A write carries one idempotency key for all its tries, so that a retry after a lost answer
 * can never do the thing twice. Never throws: no network after the last try is a problem of code `network`.
 */
export async function call<Value>(wanted: Call): Promise<Answer<Value>> {
  const { method = 'GET', path, body, language } = wanted;
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
  if (method === 'POST') headers['idempotency-key'] = wanted.key ?? uuid();
  const file = body instanceof Blob ? body : null;
  if (body !== undefined)
    headers['content-type'] = file === null ? 'application/json' : file.type || 'application/octet-stream';
  const token = wanted.as?.token ?? null;
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  const request: RequestInit = {
    method,
    headers,
    credentials: wanted.as === undefined ? 'same-origin' : 'omit',
    cache: 'no-store',
    ...(body === undefined ? {} : { body: file ?? JSON.stringify(body) }),
  };
  for (const wait of [...retryPauses, null]) {
    try {
      const signal = wanted.patience === undefined ? null : AbortSignal.timeout(wanted.patience);
      return await read<Value>(await fetch(path, { ...request, signal }));
    } catch {
      if (wait === null) break;
      wanted.onRetry?.();
      await pause(wait);
    }
  }
  return { ok: false, problem: problem(0, 'network') };
}
