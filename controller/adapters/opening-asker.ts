import type { SiteConfig } from '../config-schema.ts';
import { instantOf, type Clock } from '../ports/clock.ts';
import type { AskedFlow, OpeningAnswer, OpeningAsker } from '../ports/opening-asker.ts';
import { HttpPost } from './channels/http-post.ts';
import { signatureOf, signingKey } from './channels/standard-webhook.ts';

type Policy = NonNullable<SiteConfig['policies']['askBeforeOpening']>;

/** Paper goes in, or comes out: in an outgoing compartment as in any other. */
const IN: readonly AskedFlow[] = ['drop', 'send'];
const OUT: readonly AskedFlow[] = ['pickup', 'fetch'];
const ASKS_FOR: Readonly<Record<Policy['for'], ReadonlySet<AskedFlow>>> = {
  drop: new Set(IN),
  pickup: new Set(OUT),
  both: new Set([...IN, ...OUT]),
};

/**
 * Asks by a signed POST (Standard Webhooks), answered with 200 and JSON `{ "allow": true | false }`. Everything else,
 * and nothing in time, is silence. Throws at the start when the secret is missing.
 */
export const openingAsker = (
  { url, secretEnv, deadlineMs, onSilence, for: flows }: Policy,
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
): OpeningAsker => {
  const key = signingKey(env[secretEnv] ?? '');
  if (!key)
    throw new Error(
      `policies.askBeforeOpening: ${secretEnv} is not set to a signing secret: set it to whsec_ and the base64 of 24 to 64 random bytes`,
    );
  const post = new HttpPost(clock);
  return {
    asksFor: ASKS_FOR[flows],
    onSilence,
    ask(id, question) {
      const timestamp = Math.floor(clock.now() / 1000);
      const body = JSON.stringify({ type: 'opening.asked', timestamp: instantOf(clock), data: question });
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        ...{ 'webhook-id': id, 'webhook-timestamp': timestamp },
        'webhook-signature': signatureOf(key, id, timestamp, body),
      };
      return new Promise<OpeningAnswer>((resolve) => {
        const cancel = clock.after(deadlineMs, () =>
          resolve({ answer: 'silent', detail: `no answer within ${deadlineMs} ms` }),
        );
        void post.ask({ url, headers, body, readBody: true }).then((answer) => {
          cancel();
          resolve(
            'status' in answer ? meaning(answer) : { answer: 'silent', detail: answer.why.slice(0, 200) },
          );
        });
      });
    },
    close: () => post.close(),
  };
};

const meaning = ({ status, body }: { readonly status: number; readonly body: string }): OpeningAnswer => {
  if (status !== 200) return { answer: 'silent', detail: `answered HTTP ${status}` };
  try {
    const said: unknown = JSON.parse(body);
    const allow = typeof said === 'object' && said !== null && 'allow' in said ? said.allow : undefined;
    if (typeof allow === 'boolean') return { answer: allow ? 'allowed' : 'refused' };
  } catch {
    // As good as no answer.
  }
  return { answer: 'silent', detail: 'no JSON with "allow" in the answer' };
};
