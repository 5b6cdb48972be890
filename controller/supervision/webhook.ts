import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SiteConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { Notice, Notifier } from '../ports/notifier.ts';

/** How long the other side has for its status line, ms. */
export const WEBHOOK_TIMEOUT_MS = 10_000;
type Channel = SiteConfig['channels'][number];

/**
 * Signature of Standard Webhooks 1.0 (symmetric, `v1`): base64 of HMAC-SHA-256 over `<id>.<timestamp>.<body>`, keyed
 * with the bytes behind `whsec_`. `timestamp` is in whole seconds since 1970.
 */
export const signatureOf = (secret: Uint8Array, id: string, timestamp: number, body: string): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/** The key behind `whsec_…`; throws an Error that names the variable and the fix, never the value. */
export const webhookSecret = (
  { id, secretEnv }: Pick<Channel, 'id' | 'secretEnv'>,
  env: Readonly<Record<string, string | undefined>>,
): Uint8Array => {
  const value = env[secretEnv];
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value ?? '')?.[1];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (bytes.length < 24 || bytes.length > 64)
    throw new Error(
      `channel ${id}: ${secretEnv} ${value === undefined ? 'is not set' : 'is no signing secret'}: set it to whsec_ and the base64 of 24 to 64 random bytes`,
    );
  return bytes;
};

/**
 * Posts a notice, signed. Any 2xx is taken; everything else, a redirect too, is a failure. The answer's body is not
 * read. Notices name departments, dockets and compartments: never titles.
 */
export const webhookNotifier = (
  { id, url }: Pick<Channel, 'id' | 'url'>,
  secret: Uint8Array,
  clock: Clock,
): Notifier => {
  const underWay = new Set<(why: string) => void>();
  return {
    id,
    notify: (notice, attempt) =>
      new Promise((resolve) => {
        const settle = (failure: string | null): void => {
          if (!underWay.delete(settle)) return;
          cancel();
          request.destroy();
          resolve(failure);
        };
        underWay.add(settle);
        const cancel = clock.after(WEBHOOK_TIMEOUT_MS, () =>
          settle(`no answer within ${WEBHOOK_TIMEOUT_MS / 1000} s`),
        );
        const body = bodyOf(notice, attempt);
        const timestamp = Math.floor(clock.now() / 1000);
        const headers = {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'docketbox',
          'webhook-id': notice.id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatureOf(secret, notice.id, timestamp, body),
        };
        const open = url.startsWith('https:') ? httpsRequest : httpRequest;
        const request = open(url, { method: 'POST', agent: false, headers }, (response) => {
          const { statusCode = 0 } = response.on('error', () => undefined);
          settle(statusCode >= 200 && statusCode < 300 ? null : `answered HTTP ${statusCode}`);
        });
        request.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? 'connection failed'));
        request.end(body);
      }),
    close() {
      for (const settle of [...underWay]) settle('the controller stopped');
    },
  };
};

const bodyOf = (notice: Notice, attempt: number): string =>
  JSON.stringify({
    type: 'pieces.deposited',
    timestamp: notice.time,
    data: {
      department: notice.department,
      departmentName: notice.departmentName,
      dockets: notice.dockets,
      urgent: notice.urgent,
      compartments: notice.compartments,
      attempt,
    },
  });
