import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SendOutcome } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';

/** How long the other side has for all that is read of its answer, ms. */
export const ANSWER_WITHIN_MS = 10_000;
/** Longest answer that is read, bytes. */
export const LONGEST_ANSWER = 65_536;
/** Longest rest that another side may ask for, ms. */
const LONGEST_REST_MS = 3_600_000;

export interface HttpQuestion {
  readonly method?: 'POST' | 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
  /** Without it the body of the answer is not waited for: its status line is the answer. */
  readonly readBody: boolean;
}
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** The Retry-After header, ms; null for none that can be read. */
  readonly afterMs: number | null;
}
type Failed = Extract<SendOutcome, { ok: false }>;
type Settle = (outcome: HttpAnswer | Failed) => void;

const unreachable = (why: string): Failed => ({ ok: false, fault: 'unreachable', why });

/**
 * Questions to one other side, each on a connection of its own. Redirects are answers like any other: nothing is
 * followed. An answer that stalls, breaks off or is too long is `unreachable`, since what became of it is unknown.
 */
export class HttpPost {
  readonly #clock: Clock;
  readonly #underWay = new Set<Settle>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Never rejects. */
  ask({ method = 'POST', url, headers, body, readBody }: HttpQuestion): Promise<HttpAnswer | Failed> {
    return new Promise((resolve) => {
      const settle: Settle = (outcome) => {
        if (!this.#underWay.delete(settle)) return;
        cancel();
        request.destroy();
        resolve(outcome);
      };
      this.#underWay.add(settle);
      const cancel = this.#clock.after(ANSWER_WITHIN_MS, () =>
        settle(unreachable(`no answer within ${ANSWER_WITHIN_MS / 1000} s`)),
      );
      const open = url.startsWith('https:') ? httpsRequest : httpRequest;
      const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { method, agent: false, headers: { 'user-agent': 'docketbox', ...headers, ...length } };
      const request = open(url, options, (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        const afterMs = restOf(answered['retry-after'], this.#clock.now());
        response.on('error', ({ code }: NodeJS.ErrnoException) =>
          settle(unreachable(`answer broken off (${code ?? 'error'})`)),
        );
        if (!readBody) return settle({ status, body: '', afterMs });
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > LONGEST_ANSWER) settle(unreachable('answer too long'));
        });
        response.on('end', () => settle({ status, body: Buffer.concat(chunks).toString('utf8'), afterMs }));
        response.on('close', () => settle(unreachable('answer broken off')));
      });
      request.on('error', ({ code }: NodeJS.ErrnoException) =>
        settle(unreachable(code ?? 'connection failed')),
      );
      request.end(method === 'GET' ? undefined : body);
    });
  }

  close(): void {
    for (const settle of [...this.#underWay]) settle(unreachable('the controller stopped'));
  }
}

/** RFC 9110, 10.2.3: seconds or a date. */
const restOf = (header: string | undefined, now: number): number | null => {
  if (header === undefined) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_REST_MS) : null;
};

/** What a status says where the body does not matter: 2xx is taken, 408, 425, 429 and 5xx want it later. */
export const outcomeOfStatus = ({ status, afterMs }: HttpAnswer): SendOutcome => {
  if (status >= 200 && status < 300) return { ok: true };
  const why = `answered HTTP ${status}`;
  if (status === 408 || status === 425 || status === 429 || status === 503)
    return { ok: false, fault: 'busy', why, ...(afterMs === null ? {} : { afterMs }) };
  return { ok: false, fault: status >= 500 ? 'unreachable' : 'refused', why };
};
