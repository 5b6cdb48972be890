import { createHmac } from 'node:crypto';
import type { SendOutcome } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { HttpPost, outcomeOfStatus } from './http-post.ts';

/**
 * Signature of Standard Webhooks 1.0 (symmetric, `v1`): base64 of HMAC-SHA-256 over `<id>.<timestamp>.<body>`, keyed
 * with the bytes behind `whsec_`. `timestamp` is in whole seconds since 1970.
 */
export const signatureOf = (secret: Uint8Array, id: string, timestamp: number, body: string): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/** The key behind `whsec_…`: 24 to 64 bytes; undefined when it is none. */
export const signingKey = (text: string): Uint8Array | undefined => {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  return bytes.length < 24 || bytes.length > 64 ? undefined : bytes;
};

export interface SignedPost {
  readonly url: string;
  /** `webhook-id`: the same for every attempt. */
  readonly id: string;
  /** JSON, sent as it is. */
  readonly body: string;
  readonly key: Uint8Array;
}

/** Posts to one other side, signed. Any 2xx is taken; a redirect is refused; the answer's body is not read. */
export class SignedPoster {
  readonly #post: HttpPost;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#post = new HttpPost(clock);
  }

  /** Never rejects. */
  async send({ url, id, body, key }: SignedPost): Promise<SendOutcome> {
    const timestamp = Math.floor(this.#clock.now() / 1000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(key, id, timestamp, body),
    };
    const answer = await this.#post.ask({ url, headers, body, readBody: false });
    return 'status' in answer ? outcomeOfStatus(answer) : answer;
  }

  close(): void {
    this.#post.close();
  }
}
