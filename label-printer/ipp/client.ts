import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '#controller/ports/clock.ts';
import { decodeAnswer, IppError } from './message.ts';
import type { IppAnswer } from './message.ts';

/** How one exchange ended. */
export type Exchanged =
  | { readonly kind: 'answer'; readonly answer: IppAnswer }
  /** Nobody took the connection: not one byte left. */
  | { readonly kind: 'not-sent'; readonly why: string }
  /** The server refused the request as such (HTTP 4xx): nothing was printed. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Bytes left, and no answer that can be understood came back. */
  | { readonly kind: 'unknown'; readonly why: string };

const MOST_BYTES = 1_000_000;

/** Where the requests go: `ipp://host/path` is HTTP on port 631, `ipps://` the same over TLS (RFC 8010 §4, RFC 7472). */
export const httpOf = (uri: string): URL => {
  const url = new URL(uri.replace(/^ipp/, 'http'));
  if (url.port === '') url.port = '631';
  return url;
};

/**
 * Posts one IPP message, on a connection of its own that is never tried again by itself. Never rejects; gives up after
 * `timeoutMs`, leaving no socket or timer behind.
 */
export const exchange = (
  uri: string,
  message: Uint8Array,
  clock: Clock,
  timeoutMs: number,
): Promise<Exchanged> =>
  new Promise((resolve) => {
    let connected = false;
    const url = httpOf(uri);
    const settle = (exchanged: Exchanged): void => {
      cancel();
      outgoing.destroy();
      resolve(exchanged);
    };
    const failed = (why: string): void => settle({ kind: connected ? 'unknown' : 'not-sent', why });
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/ipp', 'content-length': message.length },
    });
    const cancel = clock.after(timeoutMs, () => failed(`no answer within ${timeoutMs} ms`));
    outgoing.on('socket', (socket) => {
      // Over TLS nothing of the message leaves before the handshake is done.
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
    });
    outgoing.on('error', (error) => failed(sayError(error)));
    outgoing.on('response', (incoming) => void read(incoming).then(settle));
    outgoing.end(message);
  });

const read = async (incoming: IncomingMessage): Promise<Exchanged> => {
  const status = incoming.statusCode ?? 0;
  if (status >= 400 && status < 500) {
    const why =
      status === 401 || status === 403
        ? 'it wants a password (HTTP 401): allow printing without one'
        : `HTTP ${status}`;
    return {
      kind: 'refused',
      why: status === 404 ? 'no printer at this path (HTTP 404): check the link' : why,
    };
  }
  if (status !== 200) return { kind: 'unknown', why: `HTTP ${status}` };
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MOST_BYTES) throw new IppError('the answer is too long');
      chunks.push(chunk);
    }
    return { kind: 'answer', answer: decodeAnswer(Buffer.concat(chunks)) };
  } catch (error) {
    return {
      kind: 'unknown',
      why: error instanceof IppError ? `not IPP: ${error.message}` : sayError(error),
    };
  }
};

const FIXES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it is there but does not take print jobs on this port: switch on IPP, check the link',
  ENOTFOUND: 'the name is unknown: check the spelling, or write the address in figures',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is its own: name it in NODE_EXTRA_CA_CERTS, or use ipp:// inside the cabinet',
};
const sayError = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  return FIXES[code] ? `${message}; ${FIXES[code]}` : message;
};
